"""Initiatives in both databases, and calls before and after one added up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine, true

from calls.recording import CallMetadata
from calls.scores import Score
from store import initiatives
from store.desk_tables import SummaryRow
from store.initiatives import Initiative, agents_seen, counted, weeks
from store.ledger import save_report

START = datetime(2026, 11, 2, tzinfo=UTC)
NEW = Initiative(0, "Empathy training", "two days", START.date(), None, frozenset({"A1", "A2"}), None)


@pytest.fixture
def filled(store: Engine, example: ModuleType) -> Engine:
    """Three agents, a call a day each for ten days before and after; A1's empathy is 20 higher afterwards."""
    pattern = example.example_report()
    for agent, team in (("A1", "North"), ("A2", "North"), ("B1", "South")):
        for day in range(-10, 10):
            name = f"{agent}-{day + 10}"
            known = CallMetadata(name, agent, agent.lower(), team, "billing", START + timedelta(days=day, hours=9))
            value = 50.0 + day % 3 + 20.0 * (agent == "A1" and day >= 0)
            report = replace(
                pattern,
                recording=replace(
                    pattern.recording, call_id=name, sha256=f"{abs(hash(name)):064x}", path=Path(f"/c/{name}.wav"),
                    metadata=known,
                ),
                scores=replace(pattern.scores, empathy=Score(value, value - 9, value + 9, ())),
            )  # fmt: skip
            save_report(store, report, Path("/reports") / name)
    return store


def test_one_is_kept_listed_ended_and_forgotten(store: Engine) -> None:
    made = initiatives.begin(store, NEW)
    assert made == replace(NEW, id=made.id)
    later = initiatives.begin(store, replace(NEW, name="Later", starts_on=date(2026, 11, 9)))
    assert [each.name for each in initiatives.initiatives(store)] == ["Later", "Empathy training"]
    initiatives.end(store, made.id, date(2026, 11, 20))
    ended = initiatives.initiative(store, made.id)
    assert ended
    assert ended.ends_on == date(2026, 11, 20)
    initiatives.forget(store, made.id)
    assert initiatives.initiative(store, made.id) is None
    assert initiatives.initiatives(store) == (later,)


def test_calls_are_added_up_by_agent_and_side_of_the_day(filled: Engine) -> None:
    rows = counted(filled, true(), START - timedelta(days=5), START, START + timedelta(days=5))
    by = {(row.agent_id, row.after): row for row in rows}
    assert set(by) == {(agent, after) for agent in ("A1", "A2", "B1") for after in (False, True)}
    assert {row.calls for row in rows} == {5}
    calls, total = by["A1", True].figures["empathy"]
    assert (calls, total) == (5, sum(70.0 + day % 3 for day in range(5)))
    assert by["A1", False].figures["empathy"] == by["A2", False].figures["empathy"]


def test_only_calls_that_may_be_seen_are_added_up(filled: Engine) -> None:
    seen = SummaryRow.team == "North"
    rows = counted(filled, seen, START - timedelta(days=5), START, START + timedelta(days=5))
    assert {row.agent_id for row in rows} == {"A1", "A2"}
    assert [agent.id for agent in agents_seen(filled, seen, START - timedelta(days=30))] == ["A1", "A2"]
    assert [agent.team for agent in agents_seen(filled, true(), START)] == ["North", "North", "South"]
    assert agents_seen(filled, true(), START + timedelta(days=30)) == ()


def test_weeks_are_told_from_the_first_day_on(filled: Engine) -> None:
    borders = [START + timedelta(days=day) for day in (-10, -7, 0, 7, 10)]
    found = weeks(filled, true(), borders, -2, ["A1"], "empathy")
    assert [(week.number, week.those, week.calls) for week in found] == [
        (-2, False, 6), (-2, True, 3), (-1, False, 14), (-1, True, 7), (0, False, 14), (0, True, 7), (1, False, 6),
        (1, True, 3),
    ]  # fmt: skip
    assert found[5].mean - found[4].mean == pytest.approx(20.0)
