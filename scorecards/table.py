"""Scorecards as lines for a terminal, as rows for a spreadsheet, as JSON for programs."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from scorecards.cards import Figure, Scorecard
from scorecards.fair import Difference

NAMES: dict[str, tuple[str, str]] = {
    "empathy": ("Empathy score", "{:.0f}"),
    "delivery": ("Delivery score", "{:.0f}"),
    "met": ("Distress and losses met", "{:.0%}"),
    "friction": ("Friction their customers met", "{:.0f}"),
    "hold_s": ("On hold, s", "{:.0f}"),
    "talk_share": ("Share of the talk", "{:.0%}"),
    "latency_s": ("Pause before an answer, s", "{:.1f}"),
    "warm_marks": ("Warm marks a call", "{:.1f}"),
    "cold_marks": ("Cold marks a call", "{:.1f}"),
}
"""What a figure is called and how it is written."""
COLUMNS = (
    "agent_id", "agent_name", "team", "since", "until", "figure", "calls", "mean", "estimate", "low", "high",
    "difference", "difference_low", "difference_high", "difference_shown", "trend_30d", "trend_low", "trend_high",
    "trend_shown",
)  # fmt: skip


def as_lines(card: Scorecard) -> Iterator[str]:
    """One agent's card: each figure's estimate and interval, the difference from colleagues, the trend."""
    who = f"{card.agent_id}" + (f" {card.agent_name}" if card.agent_name else "")
    who += f", team {card.team}" if card.team else ""
    days = f"{card.since:%Y-%m-%d} to {card.until:%Y-%m-%d}"
    yield f"{who}: {card.calls} {'call' if card.calls == 1 else 'calls'}, {days}"
    for figure in card.figures:
        name, form = NAMES[figure.name]
        if figure.estimate is None:
            yield f"  {name:30s} too few calls"
            continue
        found = figure.estimate
        interval = f"({form.format(found.low)} to {form.format(found.high)})"
        yield (
            f"  {name:30s} {form.format(found.value):>5s} {interval:16s}"
            f" {beside_team(figure.against_team, form)}; {trend_words(figure.trend, form)}"
        )


def beside_team(found: Difference | None, form: str) -> str:
    """The difference from colleagues on like calls, its size only where it is shown."""
    if found is None:
        return "no like calls of the team"
    if not found.is_shown:
        return "no difference shown from the team"
    return f"{_size(found, form)} {'above' if found.value > 0 else 'below'} the team on like calls"


def trend_words(found: Difference | None, form: str) -> str:
    """The change in 30 days, its size only where it is shown."""
    if found is None:
        return "too little for a trend"
    if not found.is_shown:
        return "no trend shown"
    return f"{'up' if found.value > 0 else 'down'} {_size(found, form)} in 30 days"


def _size(found: Difference, form: str) -> str:
    """Of shares in points of a hundred: "12%" would be read as a share of the level."""
    return f"{100 * abs(found.value):.0f} points" if form.endswith("%}") else form.format(abs(found.value))


def as_csv(cards: Sequence[Scorecard]) -> str:
    """A row a figure of an agent; what could not be told is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for card in cards:
        about = (card.agent_id, card.agent_name, card.team, card.since.isoformat(), card.until.isoformat())
        writer.writerows((*about, *_row(figure)) for figure in card.figures)
    return text.getvalue()


def _row(figure: Figure) -> Iterator[Any]:
    found = figure.estimate
    yield figure.name
    yield from (found.calls, found.mean, found.value, found.low, found.high) if found else (0, *[None] * 4)
    for each in (figure.against_team, figure.trend):
        yield from (each.value, each.low, each.high, int(each.is_shown)) if each else [None] * 4


def as_json(cards: Sequence[Scorecard]) -> list[dict[str, Any]]:
    """The cards as they are; `is_shown` beside each difference; times as ISO 8601."""
    return [_plain(card) for card in cards]


def _plain(card: Scorecard) -> dict[str, Any]:
    told = asdict(card)
    told |= {"since": card.since.isoformat(), "until": card.until.isoformat()}
    for figure, row in zip(card.figures, told["figures"], strict=True):
        for name, each in (("against_team", figure.against_team), ("trend", figure.trend)):
            if each is not None:
                row[name]["is_shown"] = each.is_shown
    return told
