"""Both databases keep what reviewers say of a call, and nobody overwrites anybody."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine, true

from calibration.from_desk import agreement
from calls.report import CallReport
from configs.settings import load_settings
from store.accounts import Person, add_person
from store.comments import add_comment, comments_of, delete_comment
from store.connect import reading, writing
from store.corrections import add_correction, corrections_of, undo_correction
from store.desk_tables import SummaryRow
from store.drafts import drafts_at, save_draft
from store.judged import judged_call, known_call
from store.ledger import save_report
from store.retention import calls_before, forget
from store.reviews import (
    Evaluation,
    finish_review,
    hand_review,
    list_reviews,
    reopen_review,
    reply_to,
    reviews_of,
    save_review,
)
from store.summaries import refresh_worth
from store.verdicts import MarkKey, all_verdicts, give_verdict, newest_judged, take_verdict_back, verdicts_of

KEY = MarkKey("apology", 46100, 47250)
SAID = ("agent", "I am so sorry")
FIRST = Evaluation("House", {"greeted": "yes"}, "a note", None)


@pytest.fixture
def people(store: Engine) -> tuple[int, int]:
    """Ids of two reviewers."""
    made = [
        add_person(store, Person(0, name, name.title(), "reviewer", None, frozenset(), False, False, 0), None)
        for name in ("ann", "bea")
    ]
    assert made[0] and made[1]
    return made[0].id, made[1].id


@pytest.fixture
def recording(store: Engine, example: ModuleType, tmp_path: Path) -> int:
    report: CallReport = example.example_report("judged")
    save_report(store, report, tmp_path / "judged")
    call = known_call(store, true(), "judged")
    assert call
    return call.recording_id


def test_a_call_is_read_with_all_that_is_judged(store: Engine, recording: int) -> None:
    call = known_call(store, true(), "judged")
    assert call and call.recording_id == recording
    judged = judged_call(store, call)
    assert judged
    assert [mark.marker for mark in judged.evidence][:2] == ["zero_out", "greeting"]
    assert judged.turns[2].text.startswith("Good afternoon")
    assert judged.measures["hold_count"] == 1
    assert judged.measures["longest_silence_s"] == 3.8
    assert [segment.kind for segment in judged.segments][:2] == ["ring", "ivr"]


def test_a_call_not_to_be_seen_is_not_known(store: Engine, recording: int) -> None:
    assert known_call(store, SummaryRow.team == "Care South", "judged") is None


def test_the_latest_verdict_of_a_reviewer_counts(store: Engine, recording: int, people: tuple[int, int]) -> None:
    ann, bea = people
    with writing(store) as session:
        give_verdict(session, recording, ann, KEY, "agree", SAID)
        give_verdict(session, recording, bea, KEY, "agree", SAID)
    with writing(store) as session:
        give_verdict(session, recording, ann, KEY, "dispute", SAID)
    found = {verdict.login: verdict.verdict for verdict in verdicts_of(store, recording)}
    assert found == {"ann": "dispute", "bea": "agree"}
    assert {v.call_id for v in all_verdicts(store, true())} == {"judged"}
    assert [one for one, _ in newest_judged(store, 5)] == [recording]


def test_a_verdict_can_be_taken_back_once(store: Engine, recording: int, people: tuple[int, int]) -> None:
    with writing(store) as session:
        give_verdict(session, recording, people[0], KEY, "agree", SAID)
        assert take_verdict_back(session, recording, people[0], KEY)
        assert not take_verdict_back(session, recording, people[0], KEY)
    assert verdicts_of(store, recording) == ()


def test_a_verdict_survives_a_new_analysis(
    store: Engine, recording: int, people: tuple[int, int], example: ModuleType, tmp_path: Path
) -> None:
    with writing(store) as session:
        give_verdict(session, recording, people[0], KEY, "dispute", SAID)
    report: CallReport = example.example_report("judged")
    anew = replace(report, provenance=replace(report.provenance, recipe="99" * 32, analysed_at=datetime.now(UTC)))
    save_report(store, anew, tmp_path / "judged")
    assert [verdict.key for verdict in verdicts_of(store, recording)] == [KEY]


def test_a_disputed_mark_makes_the_call_worth_a_second_ear(
    store: Engine, recording: int, people: tuple[int, int]
) -> None:
    with writing(store) as session:
        give_verdict(session, recording, people[0], KEY, "dispute", SAID)
        refresh_worth(session, recording, load_settings().worth)
    with reading(store) as session:
        assert "a mark is disputed" in session.get_one(SummaryRow, recording).reasons


def test_a_save_from_an_older_version_is_refused(store: Engine, recording: int, people: tuple[int, int]) -> None:
    ann, _ = people
    with writing(store) as session:
        assert save_review(session, recording, ann, 0, FIRST) == 1
    with writing(store) as session:
        assert save_review(session, recording, ann, 1, replace(FIRST, note="from here")) == 2
    with writing(store) as session:
        assert save_review(session, recording, ann, 1, replace(FIRST, note="from there")) is None
        assert save_review(session, recording, ann, 0, replace(FIRST, note="a first one")) is None
    (kept,) = reviews_of(store, recording)
    assert (kept.note, kept.version, kept.answers) == ("from here", 2, {"greeted": "yes"})


def test_of_two_saves_at_once_one_wins(store: Engine, recording: int, people: tuple[int, int]) -> None:
    ann, _ = people
    with writing(store) as session:
        save_review(session, recording, ann, 0, FIRST)

    def save(note: str) -> int | None:
        with writing(store) as session:
            return save_review(session, recording, ann, 1, replace(FIRST, note=note))

    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(save, "abcd"))
    assert sorted(versions, key=str) == [2, None, None, None]


def test_two_reviewers_each_have_their_own(store: Engine, recording: int, people: tuple[int, int]) -> None:
    for person, note in zip(people, ("mine", "yours"), strict=True):
        with writing(store) as session:
            assert save_review(session, recording, person, 0, replace(FIRST, note=note)) == 1
    assert [(review.name, review.note) for review in reviews_of(store, recording)] == [
        ("Ann", "mine"),
        ("Bea", "yours"),
    ]


def test_an_evaluation_goes_its_way_and_no_other(store: Engine, recording: int, people: tuple[int, int]) -> None:
    ann, _ = people
    with writing(store) as session:
        save_review(session, recording, ann, 0, FIRST)
        assert hand_review(session, recording, ann, 1) is None, "it is not finished"
        assert finish_review(session, recording, ann, 1) == 2
        assert save_review(session, recording, ann, 2, FIRST) is None, "it is finished"
        assert reopen_review(session, recording, ann, 2) == 3
        assert finish_review(session, recording, ann, 3) == 4
    (review,) = reviews_of(store, recording)
    with writing(store) as session:
        assert not reply_to(session, recording, review.id, "too early")
        assert hand_review(session, recording, ann, 4) == 5
        assert reopen_review(session, recording, ann, 5) is None, "the agent has it"
        assert reply_to(session, recording, review.id, "thank you")
        assert not reply_to(session, recording, review.id, "and another thing")
    (review,) = list_reviews(store, SummaryRow.agent_id == "A117", 0, 10)
    assert (review.state, review.reply, review.call_id) == ("answered", "thank you", "judged")


def test_a_correction_undone_stays_told(store: Engine, recording: int, people: tuple[int, int]) -> None:
    ann, bea = people
    with writing(store) as session:
        add_correction(session, recording, ann, "role", (46100, 53000), ("agent", "customer"))
    (made,) = corrections_of(store, recording)
    with writing(store) as session:
        assert undo_correction(session, recording, bea, made.id) is None, "it is not hers"
        assert undo_correction(session, recording, ann, made.id) == "role"
        assert undo_correction(session, recording, ann, made.id) is None
    (undone,) = corrections_of(store, recording)
    assert undone.undone_at and (undone.before, undone.after) == ("agent", "customer")


def test_only_ones_own_comment_can_be_deleted(store: Engine, recording: int, people: tuple[int, int]) -> None:
    ann, bea = people
    with writing(store) as session:
        add_comment(session, recording, ann, 46.5, "well put")
        add_comment(session, recording, bea, 12.0, "a long menu")
    first, second = comments_of(store, recording)
    assert (first.name, first.at_s, second.text) == ("Bea", 12.0, "well put")
    with writing(store) as session:
        assert not delete_comment(session, recording, bea, second.id)
        assert delete_comment(session, recording, ann, second.id)
    assert [comment.text for comment in comments_of(store, recording)] == ["a long menu"]


def test_what_reviewers_said_and_typed_goes_with_the_call(
    store: Engine, recording: int, people: tuple[int, int]
) -> None:
    ann, _ = people
    with writing(store) as session:
        give_verdict(session, recording, ann, KEY, "agree", SAID)
        add_comment(session, recording, ann, 46.5, "well put")
        save_review(session, recording, ann, 0, FIRST)
    save_draft(store, ann, f"call:{recording}:comment", "half a thought")
    save_draft(store, ann, f"call:{recording}1:comment", "of another call")
    (call,) = calls_before(store, datetime.now(UTC))
    forget(store, call)
    assert (verdicts_of(store, recording), comments_of(store, recording), reviews_of(store, recording)) == ((), (), ())
    assert drafts_at(store, ann, "call:") == {f"call:{recording}1:comment": "of another call"}


def test_agreement_is_counted_over_the_turns_of_the_judged_calls(
    store: Engine, people: tuple[int, int], example: ModuleType, tmp_path: Path
) -> None:
    pattern: CallReport = example.example_report("judged")
    for number in range(6):
        known = replace(pattern.recording, sha256=f"{number:064x}", call_id=f"call{number}")
        save_report(store, replace(pattern, recording=known), tmp_path / f"call{number}")
        call = known_call(store, true(), f"call{number}")
        assert call
        judged = judged_call(store, call)
        assert judged
        mark = next(e for e in judged.evidence if e.marker == "apology")
        key = MarkKey("apology", round(mark.start * 1000), round(mark.end * 1000))
        with writing(store) as session:
            give_verdict(session, call.recording_id, people[0], key, "dispute" if number == 5 else "agree", SAID)
    (found,) = agreement(store, load_settings().calibration)
    assert (found.marker, found.right, found.wrong, found.missed) == ("apology", 5, 1, 0)
    assert found.kappa_machine
    # 6 calls with 5 agent's turns each: 5 times yes of both, once yes of the machine alone, 24 times no of both.
    observed, by_chance = 29 / 30, (6 * 5 + 24 * 25) / 30**2
    assert found.kappa_machine.value == pytest.approx((observed - by_chance) / (1 - by_chance))


def test_too_few_verdicts_tell_nothing(store: Engine, recording: int, people: tuple[int, int]) -> None:
    with writing(store) as session:
        give_verdict(session, recording, people[0], KEY, "agree", SAID)
    assert agreement(store, load_settings().calibration) == ()
