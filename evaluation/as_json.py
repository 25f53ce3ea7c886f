"""The figures as JSON for programs."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from evaluation.delivery import delivery_pairs
from evaluation.figures import CallFigures
from evaluation.folder import Evaluation
from evaluation.said_lines import LineFigures
from evaluation.summary import figures, marker_table, stage_table, together
from evaluation.table import by_layout
from evaluation.voices import Voice, summed
from evaluation.warmth import warmth_pairs
from scores.marker_figures import Figures as Counts


def as_json(result: Evaluation) -> dict[str, Any]:
    """Everything: by layout, by marker, by kind of segment, by pair of deliveries and by call. Seconds."""
    groups = by_layout(result.calls)
    return {
        "calls": len(result.calls),
        "missing": list(result.missing),
        "problems": list(result.problems),
        "unlabelled": list(result.unlabelled),
        "figures": {g: {name: asdict(f) for name, f in figures(calls).items()} for g, calls in groups.items()},
        "markers": {g: _markers(calls) for g, calls in groups.items()},
        "segments": {g: {kind: asdict(row) for kind, row in stage_table(calls).items()} for g, calls in groups.items()},
        "delivery": [
            {"flat": pair.flat.call_id, "livelier": pair.livelier.call_id, "right": pair.right}
            for pair in delivery_pairs(result.calls)
        ],
        "empathy": [
            {"cold": pair.cold.call_id, "warm": pair.warm.call_id, "points": pair.points, "right": pair.right}
            for pair in warmth_pairs(result.calls)
        ],
        "lines": {name: _lines(figures) for name, figures in result.lines.items()},
        "voices": _voices(result.voices) if result.voices is not None else None,
        "by_call": [asdict(call) | {"figures": _by_name([call])} for call in result.calls],
    }


def _by_name(calls: Sequence[CallFigures]) -> dict[str, float]:
    return {name: figure.value for name, figure in figures(calls).items()}


def _markers(calls: Sequence[CallFigures]) -> dict[str, Any]:
    table = marker_table(calls)
    rows = {**table, "all": together(table.values())} if table else {}
    return {name: _marker(counts) for name, counts in rows.items()}


def _lines(found: LineFigures) -> dict[str, Any]:
    return {"lines": found.lines, "markers": {n: _marker(c) for n, c in (*found.markers.items(), ("all", found.all))}}


def _voices(voices: Sequence[Voice]) -> dict[str, Any]:
    total = summed(voices)
    return {
        "speakers": [asdict(voice) | {"falls": voice.falls, "apart": voice.apart} for voice in voices],
        "falling": total.falling if total else 0,
        "apart": total.apart if total else None,
    }


def _marker(counts: Counts) -> dict[str, float | None]:
    return asdict(counts) | {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
