"""The figures that several calls give together, each with the number of calls it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from calls.timeline import SegmentKind
from evaluation.delivery import delivery_pairs
from evaluation.figures import CallFigures
from evaluation.timing import KINDS, BoundaryErrors
from evaluation.warmth import WANTED_POINTS, warmth_pairs
from evaluation.words import PARTIES
from scores.marker_figures import Figures as Counts

NEAR_S = 1.0
"""Segment boundaries are good within this (design.md)."""
Name = TypeVar("Name", bound=str)
Part = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the number of calls that it rests on."""

    value: float
    calls: int


def figures(calls: Sequence[CallFigures]) -> dict[str, Figure]:
    """Every figure that the calls' labels allow, by name."""
    found: dict[str, Figure | None] = {
        "word error rate": _share(_word_part(c, PARTIES) for c in calls),
        **{f"word error rate, {role}": _share(_word_part(c, (role,)) for c in calls) for role in PARTIES},
        "role accuracy": _share((c.roles.right, c.roles.spoken) for c in calls if c.roles),
        "diarisation error rate": _share((c.speakers.errors, c.speakers.spoken) for c in calls if c.speakers),
        **{f"F1 of {kind}": _share(_f1_part(c.frames[kind]) for c in calls if kind in c.frames) for kind in KINDS},
        "boundaries within 1 s": _share(_near_part(c) for c in calls),
        "hold error, s a call": _mean([c.hold_error_s for c in calls]),
        "queue error, s a call": _mean([c.queue_error_s for c in calls]),
        "keys found": _share((c.keys.right, c.keys.right + c.keys.missed) for c in calls if c.keys),
        "keys invented": _sum([c.keys.invented for c in calls if c.keys]),
        "IVR facts right": _share((c.ivr.right, c.ivr.labelled) for c in calls if c.ivr),
        **_markers([together(c.markers.values()) for c in calls if c.markers is not None]),
        "flat delivery below livelier": _in_order(calls),
        f"cold empathy {WANTED_POINTS:.0f} points below warm": _far_apart(calls),
    }
    return {name: figure for name, figure in found.items() if figure is not None}


def marker_table(calls: Sequence[CallFigures]) -> dict[str, Counts]:
    """For each marker that is labelled or found the counts of all calls, sorted by name."""
    return dict(sorted(_added(call.markers for call in calls if call.markers).items()))


def stage_table(calls: Sequence[CallFigures]) -> dict[SegmentKind, BoundaryErrors]:
    """For each labelled kind the boundaries of all calls."""
    table: dict[SegmentKind, BoundaryErrors] = {}
    for kind in KINDS:
        if rows := [call.boundaries[kind] for call in calls if kind in call.boundaries]:
            table[kind] = BoundaryErrors(
                labelled=sum(row.labelled for row in rows),
                found=sum(row.found for row in rows),
                matched=sum(row.matched for row in rows),
                starts=tuple(second for row in rows for second in row.starts),
                ends=tuple(second for row in rows for second in row.ends),
            )
    return table


def together(counts: Iterable[Counts]) -> Counts:
    """The counts added up."""
    rows = list(counts)
    return Counts(sum(r.right for r in rows), sum(r.invented for r in rows), sum(r.missed for r in rows))


def _added(tables: Iterable[Mapping[Name, Counts]]) -> dict[Name, Counts]:
    rows = list(tables)
    names = {name for row in rows for name in row}
    return {name: together(row[name] for row in rows if name in row) for name in names}


def _share(parts: Iterable[Part]) -> Figure | None:
    """The sum of what counts over the sum of the whole; it rests on the calls that have any of either."""
    rows = [part for part in parts if any(part)]
    whole = sum(part[1] for part in rows)
    return Figure(sum(part[0] for part in rows) / whole, len(rows)) if whole else None


def _mean(values: Sequence[float | None]) -> Figure | None:
    labelled = [value for value in values if value is not None]
    return Figure(float(np.mean(labelled)), len(labelled)) if labelled else None


def _sum(values: Sequence[int]) -> Figure | None:
    return Figure(sum(values), len(values)) if values else None


def _word_part(call: CallFigures, roles: Sequence[str]) -> Part:
    counts = [call.words[role] for role in roles if role in call.words]
    return sum(c.errors for c in counts), sum(c.words for c in counts)


def _f1_part(counts: Counts) -> Part:
    return 2 * counts.right, 2 * counts.right + counts.invented + counts.missed


def _near_part(call: CallFigures) -> Part:
    """Of all labelled boundaries; those of a segment that was not found at all are far."""
    seconds = [s for errors in call.boundaries.values() for s in (*errors.starts, *errors.ends)]
    unfound = sum(2 * (errors.labelled - errors.matched) for errors in call.boundaries.values())
    return sum(abs(s) <= NEAR_S for s in seconds), len(seconds) + unfound


def _markers(by_call: Sequence[Counts]) -> dict[str, Figure | None]:
    return {
        "markers, precision": _share((c.right, c.right + c.invented) for c in by_call),
        "markers, recall": _share((c.right, c.right + c.missed) for c in by_call),
        "markers, micro F1": _share(_f1_part(c) for c in by_call),
    }


def _in_order(calls: Sequence[CallFigures]) -> Figure | None:
    pairs = delivery_pairs(calls)
    compared = {call.call_id for pair in pairs for call in (pair.flat, pair.livelier)}
    return Figure(sum(pair.right for pair in pairs) / len(pairs), len(compared)) if pairs else None


def _far_apart(calls: Sequence[CallFigures]) -> Figure | None:
    pairs = warmth_pairs(calls)
    compared = {call.call_id for pair in pairs for call in (pair.cold, pair.warm)}
    return Figure(sum(pair.right for pair in pairs) / len(pairs), len(compared)) if pairs else None
