"""Who talks when: the ground that hold, dynamics and tone stand on."""

from collections.abc import Sequence

from calls.spans import Span, Timed, intersection, overlap_s, union
from calls.timeline import Timeline
from calls.transcript import Role, Turn
from configs.phrases import Phrases
from configs.wording import sentences


def talk_of(role: Role, turns: Sequence[Turn], timeline: Timeline, word_gap_s: float) -> tuple[Span, ...]:
    """The stretches in which that party talks, within talk segments; gaps between words up to `word_gap_s` are talk."""
    words = union((word for turn in turns if turn.role == role for word in turn.words), word_gap_s)
    return intersection(words, timeline.of("talk"))


def conversation(turns: Sequence[Turn], timeline: Timeline) -> tuple[Turn, ...]:
    """Turns of agent and customer that lie in talk for the most part, in order of start."""
    talk = timeline.of("talk")
    return tuple(
        sorted(
            (t for t in turns if t.role != "ivr" and 2 * sum(overlap_s(t, s) for s in talk) >= t.end - t.start),
            key=lambda t: (t.start, t.end),
        )
    )


def same_talk(a: Timed, b: Timed, timeline: Timeline) -> bool:
    """Whether no hold or other wait lies between the end of `a` and the start of `b`."""
    apart = Span(min(a.end, b.start), max(a.end, b.start))
    return not any(s.kind != "talk" and overlap_s(s, apart) > 0 for s in timeline.segments)


def says(text: str, phrases: Phrases | None, file: str, rule: str) -> bool:
    """Whether a sentence of `text` matches the rule; no without lists for the language."""
    return phrases is not None and any(phrases.matches(file, rule, s.words) for s in sentences(text))
