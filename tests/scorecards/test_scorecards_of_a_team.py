"""Scorecards of a team, and how they are written."""

import csv
import io
import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scorecards.cards import Scorecard, scorecards
from scorecards.fair import Difference
from scorecards.table import COLUMNS, as_csv, as_json, as_lines, beside_team, trend_words
from store.agent_calls import Cell, Sums

SINCE = datetime(2026, 10, 25, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=30)


def team(chance: random.Random, levels: dict[str, float], calls: int = 40, name: str | None = "red") -> list[Cell]:
    """Each call as a cell of its own."""
    return [
        one_call(
            agent, name, chance.choice(("billing", "faults")), chance.random() < 0.3, 30 * n / calls,
            {"empathy": chance.gauss(level, 10), "met": min(1.0, max(0.0, chance.gauss(0.9, 0.2))), "latency_s": None},
        )
        for agent, level in levels.items()
        for n in range(calls)
    ]  # fmt: skip


def one_call(
    agent: str, team: str | None, queue: str, upset: bool, day: float, figures: dict[str, float | None]
) -> Cell:
    sums = {name: Sums() if value is None else Sums.of([value], [day]) for name, value in figures.items()}
    return Cell(agent, None, team, queue, upset, 1, SINCE + timedelta(days=day), sums)


def made(cells: list[Cell]) -> dict[str, Scorecard]:
    return {card.agent_id: card for card in scorecards(cells, SINCE, UNTIL)}


LEVELS = {"A1": 60.0, "A2": 60.0, "A3": 60.0, "A4": 60.0, "A5": 85.0}


def test_who_stands_out_is_told_and_who_does_not_is_not() -> None:
    cards = made(team(random.Random(1), LEVELS))
    best, alike = cards["A5"].figures[0], cards["A1"].figures[0]
    assert best.against_team is not None
    assert best.against_team.is_shown
    assert best.against_team.low < 25 < best.against_team.high
    assert alike.estimate is not None
    assert alike.estimate.low < 60 < alike.estimate.high
    assert any("above the team on like calls" in line for line in as_lines(cards["A5"]))


def test_a_shares_difference_is_told_in_points() -> None:
    found = Difference(20, 200, -0.67, -0.9, -0.4)
    assert trend_words(found, "{:.0%}") == "down 67 points in 30 days"
    assert beside_team(found, "{:.0%}") == "67 points below the team on like calls"
    assert beside_team(replace(found, value=-6.7), "{:.0f}") == "7 below the team on like calls"


def test_teams_are_not_mixed() -> None:
    chance = random.Random(2)
    apart = made(team(chance, LEVELS) + team(chance, {"B1": 20.0, "B2": 20.0}, name="blue"))
    lone = apart["B1"].figures[0]
    assert apart["B1"].team == "blue"
    assert lone.against_team is not None
    assert not lone.against_team.is_shown, "beside the other of the team, not beside the red ones"


def test_no_interval_reaches_beyond_what_there_can_be() -> None:
    for card in made(team(random.Random(3), LEVELS, calls=3)).values():
        met = card.figures[1].estimate
        assert met is not None
        assert 0 <= met.low <= met.value <= met.high <= 1


def test_what_was_never_measurable_says_too_few_calls() -> None:
    card = made(team(random.Random(4), LEVELS))["A1"]
    assert card.figures[2].estimate is None
    assert next(line for line in as_lines(card) if "Pause before" in line).endswith("too few calls")


def test_a_table_and_a_program_are_told_the_same() -> None:
    cards = tuple(made(team(random.Random(5), LEVELS)).values())
    rows = list(csv.DictReader(io.StringIO(as_csv(cards))))
    assert tuple(rows[0]) == COLUMNS
    told = json.loads(json.dumps(as_json(cards)))
    assert len(rows) == sum(len(card["figures"]) for card in told)
    first = told[0]["figures"][0]
    assert float(rows[0]["estimate"]) == first["estimate"]["value"]
    assert int(rows[0]["difference_shown"]) == first["against_team"]["is_shown"]
    assert rows[2]["estimate"] == ""


def test_nobody_has_no_card() -> None:
    assert scorecards((), SINCE, UNTIL) == ()
    assert as_csv(()) == ",".join(COLUMNS) + "\n"
