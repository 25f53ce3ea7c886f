"""Counts of calls, and the figures that they give together, each with the number of calls it rests on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from evaluation.marks import ivr_facts, key_counts, marker_counts
from evaluation.records import Found, Truth
from evaluation.timing import KINDS, added, boundary_errors, f1, frame_counts, wait_error
from evaluation.words import RoleSeconds, WordCounts, role_seconds, word_errors

FLAT = "flat"
FAR_PERCENTILE = 90


@dataclass(frozen=True, slots=True)
class CallFigures:
    """One call compared with its truth; None is what the truth does not label."""

    call_id: str
    stereo: bool
    words: WordCounts | None
    roles: RoleSeconds | None
    frames: Mapping[str, tuple[int, int, int]] | None
    boundaries: Mapping[str, Sequence[float]] | None
    hold_error_s: float | None
    queue_error_s: float | None
    keys: tuple[int, int, int] | None
    ivr: tuple[int, int] | None
    markers: Mapping[str, tuple[int, int, int]] | None
    delivery: str | None
    scores: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the number of calls that it rests on."""

    value: float
    calls: int


def compare(truth: Truth, found: Found) -> CallFigures:
    """One call's report against its truth."""
    turns, segments = truth.turns, truth.segments
    return CallFigures(
        call_id=truth.id,
        stereo=found.channels == 2,
        words=word_errors(turns, found.turns) if turns is not None else None,
        roles=role_seconds(turns, found.turns) if turns is not None else None,
        frames=frame_counts(segments, found.segments) if segments is not None else None,
        boundaries=boundary_errors(segments, found.segments) if segments is not None else None,
        hold_error_s=wait_error(segments, found.segments, "hold") if segments is not None else None,
        queue_error_s=wait_error(segments, found.segments, "queue") if segments is not None else None,
        keys=key_counts(truth.keys, found.keys) if truth.keys is not None else None,
        ivr=ivr_facts(truth.ivr, found.ivr) if truth.ivr is not None else None,
        markers=marker_counts(turns, found.turns) if turns is not None else None,
        delivery=truth.agent_delivery,
        scores=found.scores,
    )


def figures(calls: Sequence[CallFigures]) -> dict[str, Figure]:
    """Every figure that the calls' labels allow, by name."""
    found: dict[str, Figure | None] = {
        "word error rate": _ratio(calls, "words", lambda w: (w.errors, w.words)),
        "role accuracy": _ratio(calls, "roles", lambda r: (r.right, r.spoken)),
        **{f"F1 of {kind}": _frames_f1(calls, kind) for kind in KINDS},
        "hold error, s a call": _mean(calls, "hold_error_s"),
        "queue error, s a call": _mean(calls, "queue_error_s"),
        **_boundaries(calls),
        "keys found": _ratio(calls, "keys", lambda k: (k[0], k[0] + k[2])),
        "keys invented": _sum(calls, "keys", lambda k: k[1]),
        "IVR facts right": _ratio(calls, "ivr", lambda i: i),
        "markers, precision": _ratio(calls, "markers", lambda m: (_all(m)[0], _all(m)[0] + _all(m)[1])),
        "markers, recall": _ratio(calls, "markers", lambda m: (_all(m)[0], _all(m)[0] + _all(m)[2])),
        "markers, micro F1": _ratio(calls, "markers", _f1_parts),
        "flat delivery below livelier": _flat_below(calls),
    }  # fmt: skip
    return {name: figure for name, figure in found.items() if figure is not None}


def marker_table(calls: Sequence[CallFigures]) -> dict[str, tuple[int, int, int]]:
    """For each marker that is labelled or found: right, wrong, missed."""
    return dict(sorted(added([call.markers for call in calls if call.markers is not None]).items()))


def _labelled(calls: Sequence[CallFigures], field: str) -> list[Any]:
    return [value for call in calls if (value := getattr(call, field)) is not None]


def _ratio(calls: Sequence[CallFigures], field: str, parts: Callable[[Any], tuple[float, float]]) -> Figure | None:
    values = [parts(value) for value in _labelled(calls, field)]
    whole = sum(value[1] for value in values)
    return Figure(sum(value[0] for value in values) / whole, sum(value[1] > 0 for value in values)) if whole else None


def _mean(calls: Sequence[CallFigures], field: str) -> Figure | None:
    values = _labelled(calls, field)
    return Figure(float(np.mean(values)), len(values)) if values else None


def _sum(calls: Sequence[CallFigures], field: str, part: Callable[[Any], float]) -> Figure | None:
    values = _labelled(calls, field)
    return Figure(sum(part(value) for value in values), len(values)) if values else None


def _frames_f1(calls: Sequence[CallFigures], kind: str) -> Figure | None:
    counts = [frames[kind] for frames in _labelled(calls, "frames") if sum(frames[kind])]
    value = f1(*(sum(count[i] for count in counts) for i in range(3)))
    return Figure(value, len(counts)) if value is not None else None


def _boundaries(calls: Sequence[CallFigures]) -> dict[str, Figure | None]:
    found: dict[str, Figure | None] = {}
    for kind in KINDS:
        rows = [errors[kind] for errors in _labelled(calls, "boundaries") if errors[kind]]
        seconds = [second for row in rows for second in row]
        if seconds:
            found[f"boundaries of {kind}, mean s off"] = Figure(float(np.mean(seconds)), len(rows))
            far = float(np.percentile(seconds, FAR_PERCENTILE))
            found[f"boundaries of {kind}, {FAR_PERCENTILE} % within s"] = Figure(far, len(rows))
    return found


def _f1_parts(markers: Mapping[str, tuple[int, int, int]]) -> tuple[float, float]:
    right, wrong, missed = _all(markers)
    return 2 * right, 2 * right + wrong + missed


def _all(markers: Mapping[str, tuple[int, int, int]]) -> tuple[int, int, int]:
    right, wrong, missed = (sum(count[i] for count in markers.values()) for i in range(3))
    return right, wrong, missed


def _flat_below(calls: Sequence[CallFigures]) -> Figure | None:
    """Share of the pairs of a flat and a livelier call in which delivery scores the flat one lower."""
    scored = [
        (call.delivery == FLAT, value)
        for call in calls
        if call.delivery and (value := call.scores.get("delivery")) is not None
    ]
    flat, lively = ([value for is_flat, value in scored if is_flat == wanted] for wanted in (True, False))
    pairs = [low < high for low, high in product(flat, lively)]
    return Figure(float(np.mean(pairs)), len(scored)) if pairs else None
