"""Both databases give the moments of an agent, of colleagues who share, and the calls behind a figure."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, false, true, update

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))

from made_team import Agent, fill

from store.agent_calls import voiced_calls
from store.agents import KnownAgent, known_agent, teams_known
from store.behind import Behind, calls_behind
from store.connect import writing
from store.desk_tables import MomentRow, SummaryRow
from store.moments import (
    Period,
    best_moments,
    hardest_moments,
    kinds_of_moments,
    moment_of,
    peer_moments,
)
from store.tables import EvidenceRow, SegmentRow, TurnRow

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PERIOD = Period(NOON - timedelta(days=30), NOON)


@pytest.fixture
def team(store: Engine) -> Engine:
    fill(store, Agent("A1", "Ann", "red", missed={"distress": 0.5, "trouble_told": 0.5}), NOON, days=5, calls=6)
    fill(store, Agent("A2", "Ben", "red", empathy=80, missed={"distress": 0.0}), NOON, days=5, calls=6)
    fill(store, Agent("A3", "Cat", "red", empathy=70, missed={"distress": 0.0}), NOON, days=5, calls=6)
    fill(store, Agent("B1", "Dan", "blue", missed={"distress": 0.0}), NOON, days=5, calls=6)
    return store


def test_the_best_were_met_soonest_and_the_hardest_were_not_met_one_a_call(team: Engine) -> None:
    best = best_moments(team, true(), "A1", PERIOD, 4)
    hard = hardest_moments(team, true(), "A1", PERIOD, 4)
    assert {moment.answer for moment in best} == {"met"}
    assert {moment.answer for moment in hard} <= {"unmet", "stock"}
    assert {moment.kind for moment in (*best, *hard)} == {"distress"}, "the loud ones come first"
    assert len({moment.call_id for moment in best}) == len(best) == 4
    assert all(moment.wait_s is not None and moment.wait_s < 5 for moment in best[:2])
    assert [moment.began for moment in hard] == sorted((moment.began for moment in hard), reverse=True)


def test_moments_of_calls_that_may_not_be_seen_are_not_there(team: Engine) -> None:
    blue = SummaryRow.team == "blue"
    assert best_moments(team, blue, "A1", PERIOD, 4) == ()
    assert kinds_of_moments(team, blue, "A1", PERIOD) == {}
    mine = best_moments(team, true(), "A1", PERIOD, 1)[0]
    assert moment_of(team, mine.id, true()) == mine
    assert moment_of(team, mine.id, blue) is None
    assert moment_of(team, mine.id, false()) is None


def test_moments_are_counted_by_kind_with_those_missed(team: Engine) -> None:
    counts = kinds_of_moments(team, true(), "A1", PERIOD)
    assert set(counts) == {"distress", "trouble_told"}
    assert all(count == 30 and 0 < missed < 30 for count, missed in counts.values())
    assert kinds_of_moments(team, true(), "A2", PERIOD) == {"distress": (30, 0)}


def test_a_moment_that_a_colleague_answered_after_a_transfer_is_not_the_agents(team: Engine) -> None:
    with writing(team) as session:
        session.execute(update(MomentRow).where(MomentRow.kind == "trouble_told").values(answered_by="agent 2"))
    assert set(kinds_of_moments(team, true(), "A1", PERIOD)) == {"distress"}


def test_of_colleagues_each_ones_best_comes_before_anybodys_second(team: Engine) -> None:
    found = peer_moments(team, {"A2", "A3", "B1"}, "red", "distress", PERIOD, 3)
    assert {moment.agent_id for moment in found[:2]} == {"A2", "A3"}, "B1 is of another team"
    assert len(found) == 3
    assert all(moment.answer == "met" and moment.wait_s is not None and moment.wait_s < 5 for moment in found)
    assert peer_moments(team, {"A2"}, "red", "repeat_contact", PERIOD, 3) == ()
    assert peer_moments(team, set(), "red", "distress", PERIOD, 3) == ()


@pytest.mark.parametrize("figure", ["empathy", "delivery", "met", "hold_s", "talk_share", "latency_s", "cold_marks"])
def test_the_calls_behind_a_figure_are_sorted_by_it_from_either_end(team: Engine, figure: str) -> None:
    up = calls_behind(team, true(), Behind("A1", figure, PERIOD, False), 0, 50)
    down = calls_behind(team, true(), Behind("A1", figure, PERIOD, True), 0, 50)
    values = [call.value for call in up]
    assert len(values) == 30
    assert values == sorted(values)
    assert [call.value for call in down] == values[::-1]
    assert all(0 <= call.start_s < call.end_s <= call.duration_s for call in up)
    assert [call.call_id for call in calls_behind(team, true(), Behind("A1", figure, PERIOD, False), 5, 3)] == [
        call.call_id for call in up[5:8]
    ]
    assert calls_behind(team, SummaryRow.team == "blue", Behind("A1", figure, PERIOD, True), 0, 50) == ()


def test_each_call_is_heard_where_it_tells_most(team: Engine) -> None:
    with writing(team) as session:
        first = (
            session.query(SummaryRow.analysis_id).where(SummaryRow.agent_id == "A2").order_by(SummaryRow.began).first()
        )
        assert first
        known = {"analysis_id": first[0]}
        session.add_all([
            SegmentRow(position=0, kind="hold", start_s=100.0, end_s=150.0, audio=None, **known),
            SegmentRow(position=1, kind="hold", start_s=200.0, end_s=210.0, audio=None, **known),
            TurnRow(position=0, role="customer", speaker="c", start_s=10.0, end_s=20.0, text="a", **known),
            TurnRow(position=1, role="agent", speaker="a", start_s=27.0, end_s=30.0, text="b", **known),
            TurnRow(position=2, role="agent", speaker="a", start_s=60.0, end_s=95.0, text="c", **known),
            EvidenceRow(
                marker="refusal", role="agent", start_s=77.0, end_s=79.0, text="no", confidence=1.0, turn=2, **known
            ),
        ])  # fmt: skip
        call_id = session.query(SummaryRow.call_id).where(SummaryRow.analysis_id == first[0]).scalar()

    def heard(figure: str) -> tuple[float, float]:
        found = calls_behind(team, true(), Behind("A2", figure, PERIOD, True), 0, 50)
        return next((call.start_s, call.end_s) for call in found if call.call_id == call_id)

    assert heard("hold_s")[0] == 88.0, "before the longest hold, where it is announced or not"
    assert heard("delivery") == (58.0, 95.0)
    assert heard("latency_s")[0] == 16.0, "the customer's last words and the pause after them"
    assert heard("refusal") == (75.0, 81.0)
    assert heard("empathy") == (18.0, 36.0), "the moment"


def test_an_agent_is_known_by_the_latest_call_that_may_be_seen(team: Engine) -> None:
    fill(team, Agent("A1", "Ann Lee", "blue"), NOON + timedelta(days=3), days=1, calls=1, seed=2)
    assert known_agent(team, "A1", true()) == KnownAgent("A1", "Ann Lee", "blue")
    assert known_agent(team, "A1", SummaryRow.team == "red") == KnownAgent("A1", "Ann", "red")
    assert known_agent(team, "A2", SummaryRow.team == "blue") is None
    assert teams_known(team) == ("blue", "red")


def test_all_calls_of_the_agent_are_there_for_the_shift_the_mute_ones_too(team: Engine) -> None:
    with writing(team) as session:
        session.execute(update(SummaryRow).where(SummaryRow.call_id == "A1-0-0-1").values(delivery=None))
    found = voiced_calls(team, "A1", PERIOD.since, PERIOD.until)
    assert len(found) == 30
    assert found[0].delivery is None
    assert [call.began for call in found] == sorted(call.began for call in found)
