"""Words said in one breath on one side: the unit in which prompts are told from people."""

from collections.abc import Iterable
from dataclasses import dataclass

from calls.transcript import Word
from configs.call_settings import TurnSettings


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words of one voice without a pause longer than `pause_s` among them."""

    channel: int
    voice: str | None
    words: tuple[Word, ...]

    @property
    def start(self) -> float:
        """Start of the first word, seconds."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """End of the last word, seconds."""
        return max(word.end for word in self.words)

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text.strip() for word in self.words)


def utterances(words: Iterable[Word], settings: TurnSettings) -> tuple[Utterance, ...]:
    """Words grouped by channel and voice, cut at pauses longer than `pause_s`, in order of start."""
    by_voice: dict[tuple[int, str | None], list[Word]] = {}
    for word in sorted(words, key=lambda w: w.start):
        by_voice.setdefault((word.channel, word.speaker), []).append(word)
    found: list[Utterance] = []
    for (channel, voice), said in by_voice.items():
        found += [Utterance(channel, voice, tuple(part)) for part in _cut(said, settings.pause_s)]
    return tuple(sorted(found, key=lambda u: (u.start, u.channel)))


def _cut(words: list[Word], pause_s: float) -> Iterable[list[Word]]:
    part, until = [words[0]], words[0].end
    for word in words[1:]:
        if word.start - until > pause_s:
            yield part
            part = []
        part.append(word)
        until = max(until, word.end)
    yield part
