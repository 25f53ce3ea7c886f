"""Utterances with roles to turns: one party's talk until another speaks or a silence falls."""

from collections.abc import Sequence
from dataclasses import dataclass

from calls.transcript import Role, Turn, Word
from configs.call_settings import TurnSettings
from timeline.utterances import Utterance


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance and who said it."""

    utterance: Utterance
    role: Role
    speaker: str


def turns(said: Sequence[Said], settings: TurnSettings) -> tuple[Turn, ...]:
    """Turns in order of start. A party's utterances join while nobody else's begins between them and the pause is
    at most `turn_gap_s`; a sentence's end with a longer pause than `sentence_gap_s` also ends a turn."""
    found: list[list[Said]] = []
    for one in sorted(said, key=lambda s: s.utterance.start):
        if found and _continues(found[-1], one, settings):
            found[-1].append(one)
        else:
            found.append([one])
    return tuple(_turn(group) for group in found)


def _continues(group: Sequence[Said], one: Said, settings: TurnSettings) -> bool:
    last = group[-1]
    if (last.role, last.speaker) != (one.role, one.speaker):
        return False
    pause = one.utterance.start - max(said.utterance.end for said in group)
    ended = last.utterance.text.rstrip().endswith((".", "?", "!"))
    return pause <= (settings.sentence_gap_s if ended else settings.turn_gap_s)


def _turn(group: Sequence[Said]) -> Turn:
    words: tuple[Word, ...] = tuple(word for said in group for word in said.utterance.words)
    return Turn(group[0].role, group[0].speaker, words[0].start, max(w.end for w in words), words)
