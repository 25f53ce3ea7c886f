"""A report with what people put right. Scores, measures and marks stay the machine's, and a note says so."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from calls.report import CallReport
from calls.timeline import Segment, SegmentKind
from calls.transcript import Role, Turn, Word
from store.corrections import Correction

NOTE = "Reviewers corrected {what}; the scores and measures are the machine's, from before."
NAMES = {"word": "words", "role": "roles", "segment": "segments"}
NEAR_MS = 2
"""Seconds are rounded on their way to a page and back."""


def in_force(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Of each word, turn and segment the latest correction that was not undone."""
    latest: dict[tuple[str, int, int], Correction] = {}
    for correction in sorted((c for c in corrections if c.undone_at is None), key=lambda c: c.id):
        latest[correction.kind, correction.start_ms, correction.end_ms] = correction
    return tuple(latest.values())


def corrected(report: CallReport, corrections: Iterable[Correction]) -> CallReport:
    """The report as it reads with the corrections in force. One that fits nothing in this analysis is left out."""
    found = in_force(corrections)
    words = [c for c in found if c.kind == "word"]
    roles = [c for c in found if c.kind == "role"]
    turns = tuple(_turn(turn, words, roles) for turn in report.turns)
    segments = tuple(_segment(s, [c for c in found if c.kind == "segment"]) for s in report.timeline.segments)
    changed = (turns, segments) != (report.turns, report.timeline.segments)
    if not changed:
        return report
    transcript = replace(report.transcript, words=tuple(_word(word, words) for word in report.transcript.words))
    note = NOTE.format(what=" and ".join(dict.fromkeys(NAMES[c.kind] for c in found)))
    timeline = replace(report.timeline, segments=segments)
    return replace(report, turns=turns, timeline=timeline, transcript=transcript, notes=(*report.notes, note))


def fits(correction: Correction, start_s: float, end_s: float) -> bool:
    """Whether it is of this stretch."""
    return abs(correction.start_ms - start_s * 1000) <= NEAR_MS and abs(correction.end_ms - end_s * 1000) <= NEAR_MS


def _turn(turn: Turn, words: Sequence[Correction], roles: Sequence[Correction]) -> Turn:
    inside = [c for c in words if c.start_ms >= turn.start * 1000 - NEAR_MS and c.end_ms <= turn.end * 1000 + NEAR_MS]
    said = tuple(_word(word, inside) for word in turn.words) if inside else turn.words
    right = next((c for c in roles if fits(c, turn.start, turn.end)), None)
    if right is None:
        return replace(turn, words=said) if inside else turn
    return replace(turn, words=said, role=cast(Role, right.after), speaker=right.after)


def _word(word: Word, corrections: Sequence[Correction]) -> Word:
    right = next((c for c in corrections if fits(c, word.start, word.end)), None)
    return word if right is None else replace(word, text=right.after, confidence=1.0)


def _segment(segment: Segment, corrections: Sequence[Correction]) -> Segment:
    right = next((c for c in corrections if fits(c, segment.start, segment.end)), None)
    if right is None:
        return segment
    is_wait = right.after in ("queue", "hold")
    return replace(segment, kind=cast(SegmentKind, right.after), audio=segment.audio if is_wait else None)
