"""The figures as a table for people and as JSON for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from evaluation.figures import CallFigures, Figure, figures, marker_table
from evaluation.timing import f1

LAYOUTS = ("all", "stereo", "mono")


def by_layout(calls: Sequence[CallFigures]) -> dict[str, dict[str, Figure]]:
    """The figures of all calls, of those with a channel a side, and of mixed ones; only those that there are."""
    groups = {"all": list(calls), "stereo": [c for c in calls if c.stereo], "mono": [c for c in calls if not c.stereo]}
    return {layout: figures(group) for layout, group in groups.items() if group}


def as_json(calls: Sequence[CallFigures], missing: Sequence[str]) -> dict[str, Any]:
    """Everything, by layout, by marker and by call."""
    return {
        "calls": len(calls),
        "missing": list(missing),
        "figures": {g: {name: asdict(f) for name, f in found.items()} for g, found in by_layout(calls).items()},
        "markers": {
            name: {"right": right, "wrong": wrong, "missed": missed, "f1": f1(right, wrong, missed)}
            for name, (right, wrong, missed) in marker_table(calls).items()
        },
        "by_call": [asdict(call) for call in calls],
    }


def as_lines(calls: Sequence[CallFigures], missing: Sequence[str]) -> list[str]:
    """The table: a figure a line, a column a layout, with the number of calls behind it; then each marker."""
    groups = by_layout(calls)
    lines = [f"{len(calls)} calls compared", *(f"missing: {name}" for name in missing), ""]
    lines.append(f"{'':40}" + "".join(f"{group:>20}" for group in groups))
    for name in groups.get("all", {}):
        lines.append(f"{name:40}" + "".join(_cell(found, name) for found in groups.values()))
    markers = marker_table(calls)
    if markers:
        lines += ["", f"{'marker, by turn':40}{'right':>8}{'wrong':>8}{'missed':>8}{'F1':>8}"]
        for name, (right, wrong, missed) in markers.items():
            lines.append(f"{name:40}{right:>8}{wrong:>8}{missed:>8}{f1(right, wrong, missed):>8.2f}")
    return lines


def call_lines(calls: Sequence[CallFigures]) -> list[str]:
    """A line a call: word errors, roles, waits, scores."""
    lines = [
        f"{'call':32}{'WER':>8}{'roles':>8}{'hold off':>10}{'queue off':>10}"
        f"{'empathy':>9}{'delivery':>9}{'friction':>9}"
    ]
    for call in calls:
        wer = call.words.errors / call.words.words if call.words and call.words.words else None
        roles = call.roles.right / call.roles.spoken if call.roles and call.roles.spoken else None
        waits = "".join(_number(value, 10, 1) for value in (call.hold_error_s, call.queue_error_s))
        scores = "".join(_number(call.scores.get(name), 9, 0) for name in ("empathy", "delivery", "friction"))
        lines.append(f"{call.call_id:32}{_number(wer, 8, 3)}{_number(roles, 8, 3)}{waits}{scores}")
    return lines


def _cell(found: Mapping[str, Figure], name: str) -> str:
    if name not in found:
        return f"{'-':>20}"
    figure = found[name]
    digits = 0 if name == "keys invented" else 3
    return f"{figure.value:>13.{digits}f} ({figure.calls:>4})"


def _number(value: float | None, width: int, digits: int) -> str:
    return f"{'-' if value is None else f'{value:.{digits}f}':>{width}}"
