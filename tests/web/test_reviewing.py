"""Reviewers judge, correct, comment and evaluate; agents see what was handed to them and nothing else."""

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from made_desk import NOW, add_call, send
from sqlalchemy import true
from starlette.testclient import TestClient

from calibration.calibrate import calibrate_folder
from calibration.labels import read_labels
from configs.forms import load_form
from configs.settings import load_settings
from store.audit import deeds
from store.comments import comments_of
from store.corrections import corrections_of
from store.drafts import drafts_at
from store.judged import known_call
from store.reviews import Review, reviews_of
from store.verdicts import verdicts_of
from web.desk import Desk
from web.review.form_view import as_draft

AsPerson = Callable[[str], TestClient]
CALL = "/calls/call-0"
FORM = load_form("house.toml")
MARK = {"marker": "apology", "role": "agent"}


@pytest.fixture
def recording(desk: Desk) -> int:
    return recording_of(desk, "call-0")


@pytest.fixture
def apology(desk: Desk, as_person: AsPerson) -> dict[str, object]:
    """The fields of the example call's apology, as its row in the page sends them."""
    page = as_person("rita").get(f"{CALL}/review").text
    row = next(row for row in page.split("<li") if 'data-mark="apology"' in row)
    value = {name: row.split(f'name="{name}" value="')[1].split('"')[0] for name in ("start_ms", "end_ms")}
    return {"marker": "apology", **value}


def recording_of(desk: Desk, call_id: str) -> int:
    call = known_call(desk.engine, true(), call_id)
    assert call
    return call.recording_id


def own_review(desk: Desk, recording: int) -> Review:
    (review,) = reviews_of(desk.engine, recording)
    return review


def all_answered(**changed: str) -> dict[str, str]:
    answers = {f"q_{q.id}": ("na" if q.kind == "yes_no" else q.values[-2]) for q in FORM.questions if q.kind != "text"}
    return answers | {"q_greeted": "yes"} | changed


def handed_over(reviewer: TestClient, call: str = CALL, **fields: str) -> None:
    send(reviewer, f"{call}/evaluation", version=0, do="finish", **all_answered(**fields))
    send(reviewer, f"{call}/evaluation/hand", version=2)


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        ("rita", "/calls/call-2/review", 200),
        ("sam", "/calls/call-0/review", 200),
        ("sam", "/calls/call-2/review", 404),
        ("noor", "/calls/call-0/review", 200),
        ("noor", "/calls/call-1/review", 404),
        ("omar", "/calls/call-0/review", 403),
        ("ada", "/calls/call-2/review", 200),
        ("noor", "/reviews", 403),
        ("omar", "/reviews", 403),
        ("rita", "/reviews", 200),
        ("rita", "/my-reviews", 403),
        ("noor", "/my-reviews", 200),
        ("omar", "/my-reviews", 403),
        ("rita", "/agreement", 200),
        ("noor", "/agreement", 403),
        ("omar", "/agreement", 403),
        ("noor", "/reviews/labels.csv", 403),
        ("omar", "/reviews/labels.csv", 403),
        ("rita", "/calls/no-such-call/review", 404),
    ],
)
def test_who_reaches_what(as_person: AsPerson, login: str, path: str, status: int) -> None:
    client = as_person(login)
    assert client.get(path).status_code == status
    if path.endswith("/review"):
        assert client.get(f"{path}/panel").status_code == status


@pytest.mark.parametrize(("login", "call", "status"), [("noor", "0", 403), ("omar", "0", 403), ("sam", "2", 404)])
def test_who_may_not_review_changes_nothing(
    as_person: AsPerson, desk: Desk, apology: dict[str, object], login: str, call: str, status: int
) -> None:
    client, path = as_person(login), f"/calls/call-{call}"
    answers = [
        send(client, f"{path}/verdicts", verdict="dispute", **apology),
        send(client, f"{path}/marks", marker="offer", at=60),
        send(client, f"{path}/comments", at=1, text="mine"),
        send(client, f"{path}/corrections", kind="role", stretch="46100-53000", after="customer"),
        send(client, f"{path}/evaluation", version=0, **all_answered()),
        send(client, f"{path}/evaluation/hand", version=1),
    ]
    assert {answer.status_code for answer in answers} == {status}
    recording = recording_of(desk, f"call-{call}")
    assert not verdicts_of(desk.engine, recording)
    assert not comments_of(desk.engine, recording)
    assert not corrections_of(desk.engine, recording)
    assert not reviews_of(desk.engine, recording)


def test_nobody_reviews_without_signing_in(as_person: AsPerson) -> None:
    client = as_person("")
    assert client.get(f"{CALL}/review").url.path == "/sign-in"
    told = client.get(f"{CALL}/review/panel", headers={"accept": "application/json"})
    assert told.status_code == 401
    assert "nothing you typed is lost" in told.json()["error"]


def test_a_verdict_is_kept_changed_and_taken_back(
    as_person: AsPerson, desk: Desk, recording: int, apology: dict[str, object]
) -> None:
    rita = as_person("rita")
    assert "You agree: Apology at 0:46" in send(rita, f"{CALL}/verdicts", verdict="agree", **apology).text
    send(rita, f"{CALL}/verdicts", verdict="dispute", **apology)
    (verdict,) = verdicts_of(desk.engine, recording)
    assert (verdict.verdict, verdict.key.marker, verdict.words) == ("dispute", "apology", "I am so sorry")
    assert "a mark is disputed" in rita.get("/queue").text
    send(rita, f"{CALL}/verdicts", verdict="none", **apology)
    assert not verdicts_of(desk.engine, recording)
    assert "a mark is disputed" not in rita.get("/queue").text
    done = [deed.action for _, deed in deeds(desk.engine, login="rita", call_id="call-0")]
    assert [action for action in done if action != "opened for review"] == [
        "took a verdict back",
        "disputed a mark",
        "agreed with a mark",
    ]


def test_a_verdict_on_a_mark_that_is_not_there_is_refused(as_person: AsPerson, desk: Desk, recording: int) -> None:
    send(as_person("rita"), f"{CALL}/verdicts", marker="apology", start_ms=1, end_ms=2, verdict="agree")
    assert not verdicts_of(desk.engine, recording)


def test_others_verdicts_are_shown_only_after_ones_own(as_person: AsPerson, apology: dict[str, object]) -> None:
    rita, sam = as_person("rita"), as_person("sam")
    send(rita, f"{CALL}/verdicts", verdict="dispute", **apology)
    assert "Rita: dispute" not in sam.get(f"{CALL}/review").text
    send(sam, f"{CALL}/verdicts", verdict="agree", **apology)
    assert "Rita: dispute" in sam.get(f"{CALL}/review").text


def test_an_added_mark_takes_the_sentence_at_its_second(as_person: AsPerson, desk: Desk, recording: int) -> None:
    rita = as_person("rita")
    assert "Added: Reassurance" in send(rita, f"{CALL}/marks", marker="reassurance", at=51.5).text
    (verdict,) = verdicts_of(desk.engine, recording)
    assert (verdict.verdict, verdict.role, verdict.words) == ("add", "agent", "Let me take this on myself today.")


def test_a_mark_added_where_the_machine_has_it_is_agreed_with(as_person: AsPerson, desk: Desk, recording: int) -> None:
    told = send(as_person("rita"), f"{CALL}/marks", marker="ownership", at=51.5).text
    assert "stands at 0:50 already: you agree" in told
    assert [verdict.verdict for verdict in verdicts_of(desk.engine, recording)] == ["agree"]


def test_a_mark_of_the_agent_is_not_added_where_only_the_customer_speaks(
    as_person: AsPerson, desk: Desk, recording: int
) -> None:
    told = send(as_person("rita"), f"{CALL}/marks", marker="apology", at=40).text
    assert "does not speak at 0:40" in told
    assert not verdicts_of(desk.engine, recording)


def test_corrections_keep_the_machines_and_can_be_undone(as_person: AsPerson, desk: Desk, recording: int) -> None:
    rita = as_person("rita")
    send(rita, f"{CALL}/corrections", kind="role", stretch="46100-53000", after="customer")
    send(rita, f"{CALL}/corrections", kind="segment", stretch="63200-92000", after="queue")
    shown = rita.get(f"{CALL}/review?at=47").text
    assert "<b>the customer</b>" in shown
    found = {c.kind: (c.before, c.after, c.id) for c in corrections_of(desk.engine, recording)}
    assert found["role"][:2] == ("agent", "customer")
    assert found["segment"][:2] == ("hold", "queue")
    assert "no such correction of yours" in send(as_person("sam"), f"{CALL}/corrections/{found['role'][2]}/undo").text
    send(rita, f"{CALL}/corrections/{found['role'][2]}/undo")
    shown = rita.get(f"{CALL}/review?at=47").text
    assert "<b>the agent</b>" in shown
    assert ", undone" in shown


def test_the_word_heard_last_is_the_one_to_correct(as_person: AsPerson, desk: Desk) -> None:
    report = json.loads((desk.out / "call-0" / "report.json").read_text())
    words = next(turn["words"] for turn in report["turns"] if any(w["text"] == "tether." for w in turn["words"]))
    for before, after in itertools.pairwise(words):
        shown = as_person("rita").get(f"{CALL}/review?at={(before['end'] + after['start']) / 2}").text
        chosen = re.findall(
            r'<option value="(\d+)-\d+" selected>', shown.split('id="wrong-word"')[1].split("</select>")[0]
        )
        assert chosen in ([f"{round(1000 * before['start'])}"], [f"{round(1000 * after['start'])}"])
    gap = as_person("rita").get(f"{CALL}/review?at={words[-1]['end'] + 0.05}").text
    assert f'-{round(1000 * words[-1]["end"])}" selected' in gap


def test_a_word_is_corrected_by_its_milliseconds_and_is_not_in_the_audit_log(
    as_person: AsPerson, desk: Desk, recording: int
) -> None:
    rita = as_person("rita")
    report = json.loads((desk.out / "call-0" / "report.json").read_text())
    word = next(w for turn in report["turns"] for w in turn["words"] if w["text"] == "tether.")
    stretch = f"{round(word['start'] * 1000)}-{round(word['end'] * 1000)}"
    send(rita, f"{CALL}/corrections", kind="word", stretch=stretch, after="patience.")
    (made,) = corrections_of(desk.engine, recording)
    assert (made.before, made.after) == ("tether.", "patience.")
    assert "at the end of my patience." in rita.get(f"{CALL}/review?at={word['start']}").text
    log = json.dumps([deed.told for _, deed in deeds(desk.engine, call_id="call-0")])
    assert "patience" not in log
    assert "tether" not in log


@pytest.mark.parametrize(
    ("kind", "stretch", "after"),
    [("role", "46100-53000", "robot"), ("segment", "63200-92000", "lunch"), ("word", "1-2", "hello")],
)
def test_what_makes_no_sense_is_not_corrected(
    as_person: AsPerson, desk: Desk, recording: int, kind: str, stretch: str, after: str
) -> None:
    send(as_person("rita"), f"{CALL}/corrections", kind=kind, stretch=stretch, after=after)
    assert not corrections_of(desk.engine, recording)


def test_a_word_cant_be_corrected_once_the_report_is_deleted(as_person: AsPerson, desk: Desk) -> None:
    add_call(desk, "gone", "A117", "Noor", "Care North", NOW)
    (desk.out / "gone" / "report.json").unlink()
    shown = as_person("rita").get("/calls/gone/review?at=47").text
    assert "can't be corrected any more" in shown
    assert "Correct who speaks" in shown


def test_a_comment_is_kept_and_deleted_by_its_maker_only(as_person: AsPerson, desk: Desk, recording: int) -> None:
    rita, sam = as_person("rita"), as_person("sam")
    assert "Your comment at 0:46 is kept" in send(rita, f"{CALL}/comments", at=46.5, text=" well <b>put</b> ").text
    assert "well &lt;b&gt;put&lt;/b&gt;" in sam.get(f"{CALL}/review").text
    (made,) = comments_of(desk.engine, recording)
    send(sam, f"{CALL}/comments/{made.id}/delete")
    assert comments_of(desk.engine, recording)
    send(rita, f"{CALL}/comments/{made.id}/delete")
    assert not comments_of(desk.engine, recording)


def test_proposals_count_only_when_confirmed(as_person: AsPerson, desk: Desk, recording: int) -> None:
    rita = as_person("rita")
    shown = rita.get(f"{CALL}/review").text
    assert "Proposed: <b>Yes</b>" in shown
    assert "checked" not in shown.split('id="evaluation"')[1].split("</form>")[0]
    send(rita, f"{CALL}/evaluation", version=0, do="confirm-greeted", q_offered="no")
    assert own_review(desk, recording).answers == {"greeted": "yes", "offered": "no"}
    send(rita, f"{CALL}/evaluation", version=1, do="confirm", q_greeted="yes", q_offered="no")
    review = own_review(desk, recording)
    assert review.answers["offered"] == "no", "an answer given is not replaced by a proposal"
    assert review.answers["hold_courtesy"] == "yes"
    assert review.score is None, "two questions have no proposal"


def test_an_incomplete_evaluation_is_saved_and_not_finished(as_person: AsPerson, desk: Desk, recording: int) -> None:
    told = send(as_person("rita"), f"{CALL}/evaluation", version=0, do="finish", q_greeted="yes", note="so far").text
    assert "Saved, not finished" in told
    review = own_review(desk, recording)
    assert (review.state, review.note, review.score) == ("open", "so far", None)


def test_finishing_takes_the_call_from_the_queue(as_person: AsPerson, desk: Desk, recording: int) -> None:
    rita = as_person("rita")
    send(rita, f"{CALL}/evaluation", version=0, do="finish", **all_answered())
    assert own_review(desk, recording).state == "finished"
    assert own_review(desk, recording).score == pytest.approx(100.0)
    assert "call-0<" not in rita.get("/queue").text
    send(rita, f"{CALL}/evaluation/reopen", version=2)
    assert "call-0<" in rita.get("/queue").text


def test_a_fatal_no_makes_it_nothing(as_person: AsPerson, desk: Desk, recording: int) -> None:
    send(as_person("rita"), f"{CALL}/evaluation", version=0, **all_answered(q_private="no"))
    assert own_review(desk, recording).score == 0.0


def test_a_save_from_an_older_version_keeps_and_shows_both(as_person: AsPerson, desk: Desk, recording: int) -> None:
    here, there = as_person("rita"), as_person("rita")
    send(here, f"{CALL}/evaluation", version=0, note="the first")
    send(here, f"{CALL}/evaluation", version=1, note="from here", q_greeted="yes")
    refused = send(there, f"{CALL}/evaluation", version=1, note="from there", q_greeted="no")
    assert refused.status_code == 409
    assert own_review(desk, recording).note == "from here"
    for shown in (refused.text, as_person("rita").get(f"{CALL}/review").text):
        both = shown.split('class="wrong both"')[1].split("</table>")[0]
        assert "from here" in both
        assert "from there" in both
        assert ">from there</textarea>" in shown, "the field keeps what was typed"
    send(there, f"{CALL}/evaluation", version=2, note="from there and here")
    assert own_review(desk, recording).note == "from there and here"
    assert "wrong both" not in there.get(f"{CALL}/review").text


def test_two_reviewers_never_overwrite_each_other_and_see_each_other(as_person: AsPerson, desk: Desk) -> None:
    rita, sam = as_person("rita"), as_person("sam")
    send(rita, f"{CALL}/evaluation", version=0, note="Rita's")
    assert "Rita is at it too" in sam.get(f"{CALL}/review").text
    send(sam, f"{CALL}/evaluation", version=0, note="Sam's")
    notes = {review.name: review.note for review in reviews_of(desk.engine, recording_of(desk, "call-0"))}
    assert notes == {"Rita": "Rita's", "Sam": "Sam's"}
    assert "Rita&#39;s" not in sam.get(f"{CALL}/review").text


def test_what_is_typed_is_restored_and_forgotten_once_saved(as_person: AsPerson, desk: Desk, recording: int) -> None:
    rita = as_person("rita")
    user = next(r.split('"')[0] for r in rita.get(f"{CALL}/review").text.split('data-user="')[1:])
    for what, text in (
        ("comment", "half a thought"),
        ("form", as_draft(0, {"note": "half a note", "q_greeted": "no"})),
    ):
        send(rita, "/drafts", place=f"call:{recording}:{what}", text=text, user=user)
    shown = as_person("rita").get(f"{CALL}/review").text
    assert ">half a thought</textarea>" in shown
    assert ">half a note</textarea>" in shown
    assert "have not saved yet" in shown
    seen_by_sam = as_person("sam").get(f"{CALL}/review").text
    assert "half a note" not in seen_by_sam
    assert "Rita is writing and has not saved yet" in seen_by_sam
    send(rita, f"{CALL}/comments", at=3, text="a whole thought")
    send(rita, f"{CALL}/evaluation", version=0, note="a whole note")
    assert drafts_at(desk.engine, int(user), "call:") == {}


def test_a_draft_typed_by_somebody_else_is_not_taken(as_person: AsPerson, desk: Desk, recording: int) -> None:
    sam = as_person("sam")
    refused = send(sam, "/drafts", place=f"call:{recording}:comment", text="of Rita", user=1)
    assert refused.url.path == "/sign-in" or refused.status_code == 401
    assert drafts_at(desk.engine, 2, "call:") == {}


def test_an_agent_sees_what_was_handed_and_replies_once(as_person: AsPerson, desk: Desk, recording: int) -> None:
    rita, sam, noor = as_person("rita"), as_person("sam"), as_person("noor")
    send(rita, f"{CALL}/comments", at=46, text="well put")
    send(sam, f"{CALL}/comments", at=50, text="not for the agent")
    send(sam, f"{CALL}/evaluation", version=0, note="not for the agent either")
    send(rita, f"{CALL}/evaluation", version=0, do="finish", note="keep on", q_keep_doing="listening", **all_answered())
    before = noor.get(f"{CALL}/review").text
    assert "Nobody has handed you" in before
    assert "well put" not in before
    assert "Nothing was handed" in noor.get("/my-reviews").text
    send(rita, f"{CALL}/evaluation/hand", version=2)
    assert "call-0" in noor.get("/my-reviews").text
    handed = noor.get(f"{CALL}/review").text
    for shown in ("well put", "keep on", "listening", "by Rita"):
        assert shown in handed
    assert "not for the agent" not in handed
    review = next(review for review in reviews_of(desk.engine, recording) if review.name == "Rita")
    assert "Your reply is sent" in send(noor, f"{CALL}/evaluation/{review.id}/reply", text="thank you").text
    assert "replied already" in send(noor, f"{CALL}/evaluation/{review.id}/reply", text="and more").text
    assert "thank you" in rita.get(f"{CALL}/review").text
    assert "answered by the agent" in rita.get("/reviews").text
    done = [deed.action for _, deed in deeds(desk.engine, login="noor")]
    assert done.count("replied to an evaluation") == 1


def test_only_the_calls_agent_replies(as_person: AsPerson, desk: Desk) -> None:
    rita = as_person("rita")
    handed_over(rita, "/calls/call-1")
    (review,) = reviews_of(desk.engine, recording_of(desk, "call-1"))
    path = f"/calls/call-1/evaluation/{review.id}/reply"
    assert send(as_person("noor"), path, text="mine?").status_code == 404
    assert send(as_person("sam"), path, text="mine?").status_code == 404
    assert send(as_person("omar"), path, text="mine?").status_code == 403
    (review,) = reviews_of(desk.engine, recording_of(desk, "call-1"))
    assert (review.state, review.reply) == ("handed", None)


def test_a_reply_to_another_calls_review_reaches_nothing(as_person: AsPerson, desk: Desk) -> None:
    rita = as_person("rita")
    handed_over(rita, "/calls/call-1")
    (review,) = reviews_of(desk.engine, recording_of(desk, "call-1"))
    send(as_person("noor"), f"{CALL}/evaluation/{review.id}/reply", text="through my own call")
    assert reviews_of(desk.engine, recording_of(desk, "call-1"))[0].reply is None


def test_the_labels_are_read_by_calibrate(as_person: AsPerson, desk: Desk, tmp_path: Path) -> None:
    rita = as_person("rita")
    for call in range(6):
        page = rita.get(f"/calls/call-{call}/review").text
        row = next(row for row in page.split("<li") if 'data-mark="apology"' in row)
        span = {name: row.split(f'name="{name}" value="')[1].split('"')[0] for name in ("start_ms", "end_ms")}
        verdict = "dispute" if call == 5 else "agree"
        send(rita, f"/calls/call-{call}/verdicts", marker="apology", verdict=verdict, **span)
    send(rita, f"{CALL}/marks", marker="reassurance", at=51.5)
    table = rita.get("/reviews/labels.csv")
    assert table.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(table.text)))
    assert {line["verdict"] for line in lines} == {"agree", "dispute", "missed"}
    file = tmp_path / "labels.csv"
    file.write_text(table.text)
    found = calibrate_folder(read_labels(file), desk.out, load_settings())
    (figures,) = found.markers
    assert (figures.marker, figures.right, figures.wrong) == ("apology", 5, 1)
    shown = rita.get("/agreement").text
    row = shown.split('<th scope="row">Apology</th>')[1].split("</tr>")[0]
    assert figures.kappa_machine
    assert f"{figures.kappa_machine.value:.2f}" in row
    assert f"κ {figures.kappa_machine.value:.2f}" in rita.get(f"{CALL}/review").text
    of_sam = as_person("sam").get("/reviews/labels.csv").text
    assert "call-2" not in of_sam
    assert "call-0" in of_sam


def test_reading_the_panel_leaves_a_trace(as_person: AsPerson, desk: Desk) -> None:
    rita = as_person("rita")
    for _ in range(3):
        assert rita.get("/calls/call-2/review/panel").status_code == 200
    assert [deed.action for _, deed in deeds(desk.engine, login="rita", call_id="call-2")] == ["opened for review"]


def test_an_agents_lists_and_exports_tell_nothing_of_reviews_at_work(
    as_person: AsPerson, desk: Desk, apology: dict[str, object]
) -> None:
    rita, noor = as_person("rita"), as_person("noor")
    before = noor.get("/calls").text, noor.get("/calls?format=csv").text
    send(rita, f"{CALL}/verdicts", verdict="dispute", **apology)
    send(rita, f"{CALL}/evaluation", version=0, do="save", q_greeted="no")
    assert (noor.get("/calls").text.split("<main")[1], noor.get("/calls?format=csv").text) == (
        before[0].split("<main")[1],
        before[1],
    )
    assert "most worth hearing" not in before[0]
    assert "a mark is disputed" in rita.get("/calls").text
    assert "being reviewed" in rita.get("/calls").text


def test_an_agent_reads_corrections_of_handed_evaluations_only(as_person: AsPerson) -> None:
    rita, noor = as_person("rita"), as_person("noor")
    send(rita, f"{CALL}/corrections", kind="role", stretch="46100-53000", after="customer")
    assert "Reviewers corrected roles" in rita.get(CALL).text
    assert "Reviewers corrected roles" not in noor.get(CALL).text
    handed_over(rita)
    assert "Reviewers corrected roles" in noor.get(CALL).text


@pytest.fixture(autouse=True)
def _no_figures_of_other_tests() -> Iterator[None]:
    from web.review import agreeing  # noqa: PLC0415

    agreeing._made.clear()
    yield
