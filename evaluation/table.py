"""The figures as tables for people."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import numpy as np

from evaluation.delivery import SCORE, delivery_pairs
from evaluation.figures import CallFigures
from evaluation.folder import Evaluation
from evaluation.records import Delivery
from evaluation.said_lines import LineFigures
from evaluation.summary import Figure, figures, marker_table, stage_table, together
from evaluation.voices_table import as_lines as voice_lines
from evaluation.warmth import WANTED_POINTS, warmth_pairs
from scores.marker_figures import Figures as Counts

Layout = Literal["all", "stereo", "mono"]
Row = Sequence[str]
WHOLE = ("keys invented",)
"""Figures that are counts."""
FAR_PERCENTILE = 90
TOTALS: dict[Layout, str] = {"all": "all markers", "stereo": "all, stereo", "mono": "all, mono"}
SCORES = ("delivery", "empathy", "friction")
IN_A_LINE = {"word error rate": "WER", "role accuracy": "roles", "diarisation error rate": "DER",
             "boundaries within 1 s": "within 1 s", "hold error, s a call": "hold off",
             "queue error, s a call": "queue off", "markers, micro F1": "marker F1"}  # fmt: skip
"""Figures on a call's line, and what they are called there."""


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
    calls = result.calls
    tables = [_head(result)]
    if calls:
        tables += [_figure_table(calls), _stage_table(calls), _marker_table(calls), _score_table(calls)]
        tables += [_delivery_lines(calls), _warmth_lines(calls)]
    if calls and per_call:
        tables.append(_call_table(calls))
    tables += [_line_table(name, figures) for name, figures in result.lines.items()]
    tables += [voice_lines(result.voices)] if result.voices is not None else []
    return [line for table in tables if table for line in (*table, "")][:-1]


def _head(result: Evaluation) -> list[str]:
    compared = f"{len(result.calls)} call{'' if len(result.calls) == 1 else 's'} compared"
    passed_over = f", {len(result.unlabelled)} JSON files without labels" if result.unlabelled else ""
    return [compared + passed_over, *(f"missing: {name} has no report" for name in result.missing)]


def _figure_table(calls: Sequence[CallFigures]) -> list[str]:
    """A figure a line, a column a layout, with the number of calls behind it."""
    groups = {layout: figures(group) for layout, group in by_layout(calls).items()}
    names = groups["all"]
    return _aligned(
        ["figure (calls it rests on)", *groups],
        [[name, *(_cell(found, name) for found in groups.values())] for name in names],
    )


def _stage_table(calls: Sequence[CallFigures]) -> list[str]:
    """How far each kind's segments are off, in seconds, starts and ends apart."""
    far = f"{FAR_PERCENTILE}% in"
    return _aligned(
        ["segments, s off", "labelled", "found", "matched", "start off", far, "end off", far],
        [
            [kind, str(row.labelled), str(row.found), str(row.matched), *_off(row.starts), *_off(row.ends)]
            for kind, row in stage_table(calls).items()
            if row.labelled or row.found
        ],
    )


def _marker_table(calls: Sequence[CallFigures]) -> list[str]:
    """Each marker over all calls; then all markers, by layout too."""
    rows = marker_table(calls)
    if rows:
        totals = {layout: together(marker_table(group).values()) for layout, group in by_layout(calls).items()}
        rows |= {TOTALS[layout]: total for layout, total in totals.items()}
    heads = ["markers, by turn", "right", "invented", "missed", "precision", "recall", "F1"]
    return _aligned(heads, [[name, *_counted(counts)] for name, counts in rows.items()])


def _score_table(calls: Sequence[CallFigures]) -> list[str]:
    """The scores of each call, those of a label together, flat ones first, the lowest delivery first."""
    labels = [*get_args(Delivery), None]
    in_order = sorted(calls, key=lambda c: (labels.index(c.agent_delivery), c.scores.get(SCORE) or 0.0))
    return _aligned(
        ["scores (-: not measurable)", "labelled", *SCORES],
        [
            [call.call_id, call.agent_delivery or "-", *(_number(call.scores.get(name), 1) for name in SCORES)]
            for call in in_order
        ],
    )


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


def _warmth_lines(calls: Sequence[CallFigures]) -> list[str]:
    """How many pairs of a cold and a warm call are far enough apart, and the pair that is least so."""
    pairs = warmth_pairs(calls)
    if not pairs:
        return []
    least = min(pairs, key=lambda pair: pair.points)
    return [
        f"empathy of cold calls: {sum(p.right for p in pairs)} of {len(pairs)} pairs {WANTED_POINTS:.0f} points apart",
        f"closest: {least.cold.call_id} {least.points:.1f} points below {least.warm.call_id}",
    ]


def _line_table(name: str, figures: LineFigures) -> list[str]:
    """Each marker over the lines of a file; then all markers."""
    rows = {**figures.markers, "all markers (micro)": figures.all}
    heads = [f"{name}, {figures.lines} lines", "right", "invented", "missed", "precision", "recall", "F1"]
    return _aligned(heads, [[marker, *_counted(counts)] for marker, counts in rows.items()])


def _call_table(calls: Sequence[CallFigures]) -> list[str]:
    """A line a call."""
    rows = []
    for call in calls:
        own = figures([call])
        rows.append([call.call_id, *(_number(own[name].value if name in own else None, 3) for name in IN_A_LINE)])
    return _aligned(["by call", *IN_A_LINE.values()], rows)


def _aligned(heads: Row, rows: Sequence[Row]) -> list[str]:
    """The rows under their heads, the first column to the left, numbers to the right; nothing without rows."""
    if not rows:
        return []
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    return [
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])
        for row in (heads, *rows)
    ]


def _counted(counts: Counts) -> Row:
    shares = (_number(value, 2) for value in (counts.precision, counts.recall, counts.f1))
    return [str(counts.right), str(counts.invented), str(counts.missed), *shares]


def _off(seconds: Sequence[float]) -> Row:
    if not seconds:
        return ["-", "-"]
    off = np.abs(seconds)
    return [f"{off.mean():.2f}", f"{np.percentile(off, FAR_PERCENTILE):.2f}"]


def _cell(found: Mapping[str, Figure], name: str) -> str:
    if name not in found:
        return "-"
    figure = found[name]
    return f"{figure.value:.{0 if name in WHOLE else 3}f} ({figure.calls})"


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
