"""Both databases: calls by what is asked, in the order of what they would teach, with the turns of words said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine, false, text, true

from calls.recording import CallMetadata
from calls.report import CallReport
from calls.scores import Score
from configs.settings import load_settings
from store.accounts import Person, add_person
from store.connect import writing
from store.desk_tables import SummaryRow
from store.ledger import save_report
from store.queue import Wanted, calls_wanted, choices, count_wanted, sqlite_query
from store.review_tables import ReviewRow, VerdictRow
from store.summaries import draw_of, refresh_worth, summarise_missing

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SETTINGS = load_settings()


def saved(store: Engine, example: ModuleType, number: int, empathy: float | None = 60.0, **known: object) -> CallReport:
    pattern: CallReport = example.example_report()
    metadata = CallMetadata(**{"started_at": NOON + timedelta(hours=number), "agent_id": "A1", **known})  # type: ignore[arg-type]
    recording = replace(pattern.recording, sha256=f"{number + 5000:064x}", call_id=f"call{number}", metadata=metadata)
    score = Score(empathy, empathy, empathy, pattern.scores.empathy.parts)
    report = replace(pattern, recording=recording, scores=replace(pattern.scores, empathy=score))
    save_report(store, report, Path("/r"), SETTINGS)
    return report


def ids(store: Engine, wanted: Wanted) -> list[str]:
    return [line.call_id for line in calls_wanted(store, true(), wanted, 0, 50)]


def test_a_call_is_found_by_agent_team_queue_day_mark_and_score(store: Engine, example: ModuleType) -> None:
    saved(store, example, 1, 20.0, queue="billing", team="red")
    saved(store, example, 2, 90.0, queue="faults", team="blue", agent_id="A2")
    saved(store, example, 3, None, queue="faults", team="blue", agent_id="A2")
    assert ids(store, Wanted(queue="faults")) == ["call3", "call2"]
    assert ids(store, Wanted(agent="A1")) == ["call1"]
    assert ids(store, Wanted(team="blue", score="empathy", least=50)) == ["call2"]
    assert ids(store, Wanted(score="empathy", most=50)) == ["call1"], "a call without a score is in no range of it"
    assert ids(store, Wanted(since=NOON + timedelta(hours=2), until=NOON + timedelta(hours=3))) == ["call2"]
    assert len(ids(store, Wanted(marker="apology"))) == 3
    assert ids(store, Wanted(marker="blame")) == []
    assert count_wanted(store, true(), Wanted(team="blue"), 10) == 2
    assert choices(store, true())["queue"] == ("billing", "faults")


def test_nothing_is_found_of_what_one_may_not_see(store: Engine, example: ModuleType) -> None:
    saved(store, example, 1, team="red")
    assert calls_wanted(store, false(), Wanted(), 0, 50) == ()
    assert calls_wanted(store, SummaryRow.team == "blue", Wanted(words="bill"), 0, 50) == ()
    assert choices(store, SummaryRow.team == "blue")["team"] == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tether", True), ("Tethers", True), ("supplier bill", True), ("zeppelin", False), ('"end of my tether"', True),
        ('"tether my end"', False), ("valid option", False),
    ],
)  # fmt: skip
def test_words_are_found_in_any_form_phrases_in_order_and_prompts_not(
    store: Engine, example: ModuleType, words: str, found: bool
) -> None:
    saved(store, example, 1)
    assert bool(ids(store, Wanted(words=words))) == found


def test_whatever_is_typed_is_no_error(store: Engine, example: ModuleType) -> None:
    saved(store, example, 1)
    for words in ('"', "<b>", "o'brien OR -x (", "* AND", "%", "\\", "a" * 300, "ünïcode 日本"):
        ids(store, Wanted(words=words))


def test_a_hit_says_where_the_words_were_said(store: Engine, example: ModuleType) -> None:
    report = saved(store, example, 1)
    (line,) = calls_wanted(store, true(), Wanted(words="tether"), 0, 50)
    (hit,) = line.hits
    turn = next(turn for turn in report.turns if "tether" in turn.text)
    assert (hit.role, hit.start_s) == ("customer", pytest.approx(turn.start))
    assert "tether" in hit.text


def test_a_new_analysis_takes_the_place_of_the_call_before_it(store: Engine, example: ModuleType) -> None:
    report = saved(store, example, 1)
    again = replace(report, turns=report.turns[:3], provenance=replace(report.provenance, recipe="b" * 64))
    save_report(store, again, Path("/r"), SETTINGS)
    assert ids(store, Wanted()) == ["call1"]
    assert ids(store, Wanted(words="tether")) == [], "the words of the replaced analysis are no longer searched"


def test_calls_that_would_teach_more_come_first_and_a_finished_review_ends_it(
    store: Engine, example: ModuleType
) -> None:
    saved(store, example, 1, 95.0)
    saved(store, example, 2, 5.0)
    assert ids(store, Wanted(unheard=True, order="worth")) == ["call2", "call1"]
    person = add_person(store, Person(0, "r", "R", "reviewer", None, frozenset(), False, False, 0), None)
    assert person
    (first, _) = calls_wanted(store, true(), Wanted(order="worth"), 0, 2)
    with writing(store) as session:
        session.add(
            ReviewRow(
                recording_id=first.recording_id, user_id=person.id, form="house", answers={}, note="", score=None,
                state="finished", version=1, opened_at=NOON, changed_at=NOON,
            )
        )  # fmt: skip
    assert ids(store, Wanted(unheard=True, order="worth")) == ["call1"]


def test_a_disputed_mark_makes_a_call_worth_a_second_ear(store: Engine, example: ModuleType) -> None:
    saved(store, example, 1)
    person = add_person(store, Person(0, "r", "R", "reviewer", None, frozenset(), False, False, 0), None)
    assert person
    (before,) = calls_wanted(store, true(), Wanted(), 0, 1)
    with writing(store) as session:
        session.add(
            VerdictRow(
                recording_id=before.recording_id, user_id=person.id, marker="apology", role="agent", start_ms=1,
                end_ms=2, words="", verdict="dispute", at=NOON,
            )
        )  # fmt: skip
        session.flush()
        refresh_worth(session, before.recording_id, SETTINGS.worth)
    (after,) = calls_wanted(store, true(), Wanted(), 0, 1)
    assert after.worth == pytest.approx(before.worth + SETTINGS.worth.disputed)
    assert "a mark is disputed" in after.reasons


def test_calls_of_an_earlier_version_get_their_lines(store: Engine, example: ModuleType) -> None:
    saved(store, example, 1)
    (made,) = calls_wanted(store, true(), Wanted(words="tether"), 0, 1)
    with store.begin() as connection:
        connection.execute(text("DELETE FROM moments"))
        connection.execute(text("DELETE FROM summaries"))
    assert summarise_missing(store, SETTINGS) == 1
    assert calls_wanted(store, true(), Wanted(words="tether"), 0, 1) == (made,)
    assert summarise_missing(store, SETTINGS) == 0


def test_the_random_sample_is_even_and_does_not_move() -> None:
    draws = [draw_of(f"{number:064x}") for number in range(4000)]
    assert draws[:3] == [draw_of(f"{number:064x}") for number in range(3)]
    share = sum(draw < SETTINGS.worth.chance for draw in draws) / len(draws)
    assert share == pytest.approx(SETTINGS.worth.chance, abs=0.01)


def test_no_sign_is_an_operator_of_the_search() -> None:
    assert sqlite_query('refund "nothing I can do" NOT-this*') == '"refund" "nothing I can do" "NOT-this*"'
    assert sqlite_query('"" ( *') == '""'
