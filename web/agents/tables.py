"""Agents and scorecards as files: a row a figure of an agent, as `warmline scorecard --format csv` has them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from scorecards.cards import Figure, Scorecard
from scorecards.fair import Difference
from web.tables.table import Column, Table

Line = tuple[Scorecard, Figure]


def without_team(card: Scorecard) -> Scorecard:
    """What an agent reads of the own card: nothing that colleagues' figures could be told from."""
    return replace(card, figures=tuple(replace(figure, against_team=None) for figure in card.figures))


def lines(cards: Sequence[Scorecard]) -> list[Line]:
    """Every figure of every card."""
    return [(card, figure) for card in cards for figure in card.figures]


def _estimate(name: str) -> Callable[[Line], Any]:
    return lambda line: getattr(line[1].estimate, name) if line[1].estimate else None


def _differs(name: str, of: Callable[[Figure], Difference | None]) -> Callable[[Line], Any]:
    def found(line: Line) -> Any:  # noqa: ANN401 - a number, or whether it is shown
        each = of(line[1])
        return getattr(each, name) if each else None

    return found


def _columns() -> tuple[Column[Line], ...]:
    about: tuple[Column[Line], ...] = (
        Column("agent_id", str, lambda line: line[0].agent_id),
        Column("agent_name", str, lambda line: line[0].agent_name),
        Column("team", str, lambda line: line[0].team),
        Column("since", datetime, lambda line: line[0].since),
        Column("until", datetime, lambda line: line[0].until),
        Column("figure", str, lambda line: line[1].name),
        Column("calls", int, lambda line: line[1].estimate.calls if line[1].estimate else 0),
    )
    estimate = (("mean", "mean"), ("estimate", "value"), ("low", "low"), ("high", "high"))
    parts = (("", "value"), ("_low", "low"), ("_high", "high"))
    sides: tuple[tuple[str, str, Callable[[Figure], Difference | None]], ...] = (
        ("difference", "difference_shown", lambda figure: figure.against_team),
        ("trend_30d", "trend_shown", lambda figure: figure.trend),
    )
    told = [
        column
        for name, shown, of in sides
        for column in (
            *(Column(name + suffix, float, _differs(part, of)) for suffix, part in parts),
            Column(shown, bool, _differs("is_shown", of)),
        )
    ]
    return (*about, *(Column(name, float, _estimate(part)) for name, part in estimate), *told)


AGENTS, SCORECARD = Table("agents", _columns()), Table("scorecard", _columns())
