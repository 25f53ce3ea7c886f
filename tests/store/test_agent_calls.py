"""Both databases give each agent's calls with their figures."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine

from calls.recording import CallMetadata
from calls.report import CallReport
from calls.scores import Evidence
from store.agent_calls import AgentCall, agent_calls
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


def read(store: Engine) -> tuple[AgentCall, ...]:
    return agent_calls(store, NOON - WEEK, NOON + WEEK)


def test_a_call_brings_its_scores_measures_and_marks(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    report = saved(store, example, 1, tmp_path, agent_id="A1", queue="billing", team="red", started_at=NOON)
    (call,) = read(store)
    assert (call.agent_id, call.queue, call.team, call.call_id) == ("A1", "billing", "red", "call1")
    assert call.began == NOON
    assert call.upset_at_start
    assert call.figures["empathy"] == pytest.approx(report.scores.empathy.value)
    assert call.figures["delivery"] is None, "the example's voice was heard too little"
    assert call.figures["hold_s"] == pytest.approx(report.measures.hold.total_s)
    assert (call.figures["warm_marks"], call.figures["cold_marks"]) == (2.0, 1.0)
    share = call.figures["talk_share"]
    assert share is not None
    assert 0 < share < 1


def test_calls_without_an_agent_or_outside_the_period_are_left_out(
    store: Engine, example: ModuleType, tmp_path: Path
) -> None:
    saved(store, example, 1, tmp_path, started_at=NOON)
    saved(store, example, 2, tmp_path, agent_id="A1", started_at=NOON - 2 * WEEK)
    saved(store, example, 3, tmp_path, agent_id="A1", started_at=NOON + WEEK)
    saved(store, example, 4, tmp_path, agent_id="A1", started_at=NOON - WEEK)
    assert [call.call_id for call in read(store)] == ["call4"]


def test_a_call_analysed_twice_counts_once(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    report = saved(store, example, 1, tmp_path, agent_id="A1", started_at=NOON)
    made_by = replace(report.provenance, recipe="cd" * 32)
    save_report(store, replace(report, provenance=made_by, evidence=()), tmp_path / "r")
    (call,) = read(store)
    assert call.figures["warm_marks"] == 0
