"""The figures as tables for people."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import numpy as np

from evaluation.delivery import SCORE, delivery_pairs
from evaluation.figures import CallFigures
from evaluation.folder import Evaluation
from evaluation.records import Delivery
from evaluation.summary import Figure, figures, marker_table, stage_table, together
from scores.marker_figures import Figures as Counts

Layout = Literal["all", "stereo", "mono"]
WHOLE = ("keys invented",)
"""Figures that are counts."""
FAR_PERCENTILE = 90


def by_layout(calls: Sequence[CallFigures]) -> dict[Layout, list[CallFigures]]:
    """All calls, those with a channel a side, and mixed ones; only the groups that there are."""
    groups: dict[Layout, list[CallFigures]] = {
        "all": list(calls),
        "stereo": [call for call in calls if call.stereo],
        "mono": [call for call in calls if not call.stereo],
    }
    return {layout: group for layout, group in groups.items() if group}


def as_lines(result: Evaluation, *, per_call: bool = False) -> list[str]:
    """Everything that people read, a blank line between the tables."""
    head = [f"{_calls(len(result.calls))} compared", *(f"missing: {name} has no report" for name in result.missing)]
    tables = [head, _figure_lines(result.calls), _stage_lines(result.calls), _marker_lines(result.calls)]
    tables += [_score_lines(result.calls), _delivery_lines(result.calls)]
    if per_call:
        tables.append(_call_lines(result.calls))
    return [line for table in tables if table for line in (*table, "")][:-1]


def _figure_lines(calls: Sequence[CallFigures]) -> list[str]:
    """A figure a line, a column a layout, with the number of calls behind it."""
    groups = {layout: figures(group) for layout, group in by_layout(calls).items()}
    if not groups:
        return []
    heads = "".join(f"{layout + ' (calls)':>20}" for layout in groups)
    return [
        f"{'':32}{heads}",
        *(f"{name:32}" + "".join(_cell(found, name) for found in groups.values()) for name in groups["all"]),
    ]


def _stage_lines(calls: Sequence[CallFigures]) -> list[str]:
    """How far each kind's segments are off, in seconds, starts and ends apart."""
    lines = [
        f"{kind:32}{row.labelled:>9}{row.found:>7}{row.matched:>9}{_off(row.starts)}{_off(row.ends)}"
        for kind, row in stage_table(calls).items()
        if row.labelled or row.found
    ]
    heads = f"{'start off':>10}{f'{FAR_PERCENTILE} % in':>10}{'end off':>10}{f'{FAR_PERCENTILE} % in':>10}"
    return [f"{'segments, s off':32}{'labelled':>9}{'found':>7}{'matched':>9}{heads}", *lines] if lines else []


def _marker_lines(calls: Sequence[CallFigures]) -> list[str]:
    """Each marker over all calls; then all markers by layout."""
    table = marker_table(calls)
    if not table:
        return []
    rows = {**table, "all markers": together(table.values())}
    groups = by_layout(calls)
    rows |= {
        f"all markers, {g}": together(marker_table(groups[g]).values()) for g in get_args(Layout)[1:] if g in groups
    }
    heads = "".join(f"{name:>11}" for name in ("right", "invented", "missed", "precision", "recall", "F1"))
    return [f"{'marker, by turn':32}{heads}", *(_marker_line(name, counts) for name, counts in rows.items())]


def _marker_line(name: str, counts: Counts) -> str:
    found = "".join(f"{count:>11}" for count in (counts.right, counts.invented, counts.missed))
    return f"{name:32}{found}" + "".join(_number(v, 11, 2) for v in (counts.precision, counts.recall, counts.f1))


def _score_lines(calls: Sequence[CallFigures]) -> list[str]:
    """The scores of each call, those of a label together, flat ones first, the lowest delivery first."""
    labels = [*get_args(Delivery), None]
    lines = [
        f"{call.call_id:32}{call.agent_delivery or '-':>12}"
        + "".join(_number(call.scores.get(name), 10, 1) for name in ("delivery", "empathy", "friction"))
        for call in sorted(calls, key=lambda c: (labels.index(c.agent_delivery), c.scores.get("delivery") or 0.0))
    ]
    heads = "".join(f"{name:>10}" for name in ("delivery", "empathy", "friction"))
    return [f"{'scores (-: not measurable)':32}{'labelled':>12}{heads}", *lines] if lines else []


def _delivery_lines(calls: Sequence[CallFigures]) -> list[str]:
    """For each flat call whether its delivery is below that of every livelier one, and of which it isn't."""
    pairs = delivery_pairs(calls)
    lines = []
    for flat in {pair.flat.call_id: pair.flat for pair in pairs}.values():
        own = [pair for pair in pairs if pair.flat is flat]
        above = ", ".join(f"{p.livelier.call_id} ({p.livelier.scores[SCORE]:.1f})" for p in own if not p.right)
        below = f"below {sum(pair.right for pair in own)} of {len(own)} livelier calls"
        lines.append(f"{flat.call_id} ({flat.scores[SCORE]:.1f}): {below}" + (f", not below {above}" if above else ""))
    return (
        [f"delivery of flat calls: {sum(p.right for p in pairs)} of {len(pairs)} pairs in order", *lines]
        if lines
        else []
    )


def _call_lines(calls: Sequence[CallFigures]) -> list[str]:
    """A line a call: word errors, who spoke, waits, markers."""
    heads = ("WER", "roles", "DER", "hold off", "queue off", "marker F1")
    lines = [f"{'call':32}" + "".join(f"{name:>11}" for name in heads)]
    for call in calls:
        own = figures([call])
        names = ("word error rate", "role accuracy", "diarisation error rate")
        rates = "".join(_number(own[name].value if name in own else None, 11, 3) for name in names)
        waits = "".join(_number(value, 11, 1) for value in (call.hold_error_s, call.queue_error_s))
        marked = _number(together(call.markers.values()).f1 if call.markers else None, 11, 2)
        lines.append(f"{call.call_id:32}{rates}{waits}{marked}")
    return lines


def _calls(count: int) -> str:
    return f"{count} call{'' if count == 1 else 's'}"


def _off(seconds: Sequence[float]) -> str:
    off = np.abs(seconds)
    mean, far = (float(off.mean()), float(np.percentile(off, FAR_PERCENTILE))) if seconds else (None, None)
    return _number(mean, 10, 2) + _number(far, 10, 2)


def _cell(found: Mapping[str, Figure], name: str) -> str:
    if name not in found:
        return f"{'-':>20}"
    figure = found[name]
    return f"{figure.value:>13.{0 if name in WHOLE else 3}f} ({figure.calls:>4})"


def _number(value: float | None, width: int, digits: int) -> str:
    return f"{'-' if value is None else f'{value:.{digits}f}':>{width}}"
