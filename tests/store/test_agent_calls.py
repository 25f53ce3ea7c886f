"""Both databases give each agent's calls with their figures."""

from dataclasses import astuple, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from calls.recording import CallMetadata
from calls.report import CallReport
from calls.scores import Evidence
from store.agent_calls import Cell, Sums, agent_cells, agent_weeks
from store.desk_tables import SummaryRow
from store.ledger import save_report

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def saved(store: Engine, example: ModuleType, number: int, folder: Path, **known: object) -> CallReport:
    pattern: CallReport = example.example_report()
    metadata = CallMetadata(**known)  # type: ignore[arg-type]
    recording = replace(pattern.recording, sha256=f"{number:064x}", call_id=f"call{number}", metadata=metadata)
    report = replace(pattern, recording=recording, evidence=known_evidence(pattern))
    save_report(store, report, folder / "r")
    return report


def known_evidence(pattern: CallReport) -> tuple[Evidence, ...]:
    return (
        Evidence("distress", "customer", 0.3 * pattern.duration_s, 0.3 * pattern.duration_s + 1, "no", 1.0, 1),
        Evidence("apology", "agent", 50.0, 51.0, "sorry", 1.0, 2),
        Evidence("greeting", "agent", 40.0, 41.0, "hello", 1.0, 0),
        Evidence("refusal", "agent", 60.0, 61.0, "no", 1.0, 3),
    )


def read(store: Engine, **which: Any) -> tuple[Cell, ...]:
    return agent_cells(store, NOON - WEEK, NOON + WEEK, **which)


def test_a_call_brings_its_scores_measures_and_marks(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    report = saved(store, example, 1, tmp_path, agent_id="A1", queue="billing", team="red", started_at=NOON)
    (cell,) = read(store)
    assert (cell.agent_id, cell.queue, cell.team, cell.calls) == ("A1", "billing", "red", 1)
    assert cell.last == NOON
    assert cell.upset_at_start
    empathy = report.scores.empathy.value
    assert empathy is not None
    assert cell.figures["empathy"] == approximately(Sums.of([empathy], [7.0]))
    assert cell.figures["delivery"] == Sums(), "the example's voice was heard too little"
    assert cell.figures["hold_s"].mean == pytest.approx(report.measures.hold.total_s)
    assert (cell.figures["warm_marks"].total, cell.figures["cold_marks"].total) == (2.0, 1.0)
    assert 0 < cell.figures["talk_share"].mean < 1


def test_calls_of_one_kind_are_added_up_with_their_days(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    for number, days in enumerate((0, 1, 5)):
        saved(store, example, number, tmp_path, agent_id="A1", queue="billing", started_at=NOON + timedelta(days=days))
    saved(store, example, 9, tmp_path, agent_id="A1", queue="faults", started_at=NOON)
    billing, faults = sorted(read(store, markers=("apology", "offer")), key=lambda cell: str(cell.queue))
    assert (billing.calls, faults.calls) == (3, 1)
    assert billing.last == NOON + timedelta(days=5)
    hold = example.example_report().measures.hold.total_s
    assert billing.figures["hold_s"] == approximately(Sums.of([hold] * 3, [7.0, 8.0, 12.0]))
    assert billing.figures["apology"] == approximately(Sums.of([1.0] * 3, [7.0, 8.0, 12.0]))
    assert billing.figures["offer"] == approximately(Sums.of([0.0] * 3, [7.0, 8.0, 12.0]))


def test_what_several_agents_said_is_nobodys_alone(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    saved(store, example, 1, tmp_path, agent_id="A1", queue="billing", started_at=NOON)
    saved(store, example, 2, tmp_path, agent_id="A1", queue="billing", started_at=NOON + timedelta(days=1))
    with Session(store) as session, session.begin():
        session.execute(update(SummaryRow).where(SummaryRow.call_id == "call2").values(agents=2))
    (cell,) = read(store, markers=("apology",))
    assert cell.calls == 2
    assert [cell.figures[name].calls for name in ("empathy", "talk_share", "warm_marks", "apology")] == [1, 1, 1, 1]
    assert [cell.figures[name].calls for name in ("friction", "hold_s")] == [2, 2], "what the customer went through"
    assert cell.figures["apology"] == approximately(Sums.of([1.0], [7.0]))


def test_a_call_tells_how_many_agents_speak(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    report = saved(store, example, 1, tmp_path, agent_id="A1", started_at=NOON)
    last = next(i for i, turn in reversed(list(enumerate(report.turns))) if turn.role == "agent")
    turns = [replace(turn, speaker="agent 2") if i == last else turn for i, turn in enumerate(report.turns)]
    other = replace(report.recording, sha256=f"{2:064x}", call_id="call2")
    save_report(store, replace(report, recording=other, turns=tuple(turns)), tmp_path / "r")
    with Session(store) as session:
        told = session.execute(select(SummaryRow.call_id, SummaryRow.agents).order_by(SummaryRow.call_id)).all()
    assert [tuple(row) for row in told] == [("call1", 1), ("call2", 2)]


def test_calls_without_an_agent_or_outside_the_period_are_left_out(
    store: Engine, example: ModuleType, tmp_path: Path
) -> None:
    saved(store, example, 1, tmp_path, started_at=NOON)
    saved(store, example, 2, tmp_path, agent_id="A1", started_at=NOON - 2 * WEEK)
    saved(store, example, 3, tmp_path, agent_id="A1", started_at=NOON + WEEK)
    saved(store, example, 4, tmp_path, agent_id="A1", started_at=NOON - WEEK)
    (cell,) = read(store)
    assert (cell.calls, cell.last) == (1, NOON - WEEK)


def test_only_calls_that_may_be_seen_count(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    saved(store, example, 1, tmp_path, agent_id="A1", team="red", started_at=NOON)
    saved(store, example, 2, tmp_path, agent_id="A2", team="blue", started_at=NOON)
    (cell,) = read(store, seen=SummaryRow.team.in_(["blue"]), markers=("apology",))
    assert (cell.agent_id, cell.figures["apology"].total) == ("A2", 1.0)


def test_a_call_analysed_twice_counts_once(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    report = saved(store, example, 1, tmp_path, agent_id="A1", started_at=NOON)
    made_by = replace(report.provenance, recipe="cd" * 32)
    save_report(store, replace(report, provenance=made_by, evidence=()), tmp_path / "r")
    (cell,) = read(store, markers=("apology",))
    assert (cell.calls, cell.figures["warm_marks"].total, cell.figures["apology"].total) == (1, 0.0, 0.0)


def test_weeks_are_counted_from_the_first_day_of_the_period(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    for number, days in enumerate((-7, -1, 0, 6.5)):
        saved(store, example, number, tmp_path, agent_id="A1", started_at=NOON + timedelta(days=days))
    (weeks,) = agent_weeks(store, NOON - WEEK, NOON + WEEK).values()
    assert [(week.number, week.figures["hold_s"].calls) for week in weeks] == [(0, 2), (1, 2)]


def approximately(sums: Sums) -> Sums:
    return Sums(*(pytest.approx(each, abs=1e-6) for each in astuple(sums)))
