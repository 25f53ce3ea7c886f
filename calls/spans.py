"""Stretches of time as values, and the few set operations on them.

>>> union([Span(0, 2), Span(1, 3), Span(5, 6)])
(Span(start=0, end=3), Span(start=5, end=6))
>>> difference([Span(0, 10)], [Span(2, 4)])
(Span(start=0, end=2), Span(start=4, end=10))
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Timed(Protocol):
    """Anything with a start and an end in seconds: a span, a word, a turn, a segment, a key."""

    @property
    def start(self) -> float:
        """Seconds from the start of the recording."""

    @property
    def end(self) -> float:
        """Seconds from the start of the recording, not before `start`."""


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch of time, in seconds."""

    start: float
    end: float


def duration_s(timed: Timed) -> float:
    """Length in seconds."""
    return timed.end - timed.start


def overlap_s(a: Timed, b: Timed) -> float:
    """Seconds that `a` and `b` share; 0 where they are apart."""
    return max(0.0, min(a.end, b.end) - max(a.start, b.start))


def total_s(spans: Iterable[Timed]) -> float:
    """Seconds covered by at least one of `spans`."""
    return sum(duration_s(span) for span in union(spans))


def covered_s(timed: Timed, spans: Iterable[Timed]) -> float:
    """Seconds of `timed` that `spans` cover; overlapping spans count once."""
    return sum(overlap_s(timed, span) for span in union(spans))


def union(spans: Iterable[Timed], gap_s: float = 0.0) -> tuple[Span, ...]:
    """The spans in order, those that touch, overlap or lie within `gap_s` of each other joined."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if joined and span.start <= joined[-1].end + gap_s:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(Span(span.start, span.end))
    return tuple(joined)


def difference(spans: Iterable[Timed], holes: Iterable[Timed]) -> tuple[Span, ...]:
    """What is left of `spans` once `holes` are cut out."""
    cuts = union(holes)
    left: list[Span] = []
    for span in union(spans):
        start = span.start
        for hole in cuts:
            if hole.end <= start or hole.start >= span.end:
                continue
            if hole.start > start:
                left.append(Span(start, hole.start))
            start = max(start, hole.end)
        if start < span.end:
            left.append(Span(start, span.end))
    return tuple(left)


def intersection(a: Iterable[Timed], b: Iterable[Timed]) -> tuple[Span, ...]:
    """What lies both in `a` and in `b`."""
    left, right = union(a), union(b)
    common: list[Span] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i].start, right[j].start), min(left[i].end, right[j].end)
        if start < end:
            common.append(Span(start, end))
        if left[i].end < right[j].end:
            i += 1
        else:
            j += 1
    return tuple(common)
