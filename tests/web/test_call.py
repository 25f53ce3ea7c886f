"""A call at the desk over HTTP: who sees it, its sound in parts, what is kept of it, what is written down."""

import base64
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from made_desk import NOW, add_call
from pypdf import PdfReader
from starlette.testclient import TestClient

from reports.report_read import read_report
from reports.withdraw import withdraw_report, withdraw_sound
from store.audit import deeds
from store.retention import call_now, calls_before, note_gone
from web.call.ranges import NotInFile, asked_part
from web.desk import Desk

AsPerson = Callable[[str], TestClient]
NOORS, ZOES, OWN = "/calls/call-0", "/calls/call-2", "/calls/own"
PARTS = ("", "/sound", "/report.html", "/report.pdf")


def own_call(desk: Desk) -> Path:
    """The folder of a call that no other test shares."""
    add_call(desk, "own", "A117", "Noor", "Care North", NOW)
    return desk.out / "own"


@pytest.mark.parametrize("part", PARTS)
def test_nobody_opens_a_call_without_signing_in(as_person: AsPerson, part: str) -> None:
    assert as_person("").get(NOORS + part).url.path == "/sign-in"


@pytest.mark.parametrize("part", PARTS)
def test_an_operator_opens_no_call(as_person: AsPerson, part: str) -> None:
    assert as_person("omar").get(NOORS + part).status_code == 403


@pytest.mark.parametrize("part", PARTS)
def test_a_reviewer_opens_every_call_a_supervisor_those_of_the_teams(as_person: AsPerson, part: str) -> None:
    reviewer, supervisor = as_person("rita"), as_person("sam")
    assert reviewer.get(NOORS + part).status_code == reviewer.get(ZOES + part).status_code == 200
    assert supervisor.get(NOORS + part).status_code == 200
    assert supervisor.get(ZOES + part).status_code == 404
    assert reviewer.get("/calls/no-such-call" + part).status_code == 404


def test_an_agent_hears_own_calls_only_and_takes_none_away(as_person: AsPerson) -> None:
    agent = as_person("noor")
    assert agent.get(NOORS).status_code == agent.get(NOORS + "/sound").status_code == 200
    assert agent.get(ZOES).status_code == agent.get(ZOES + "/sound").status_code == 404
    assert agent.get(NOORS + "/report.html").status_code == agent.get(NOORS + "/report.pdf").status_code == 403
    assert "report.pdf" not in agent.get(NOORS).text
    assert "report.pdf" in as_person("rita").get(NOORS).text


def test_a_call_by_any_file_name_has_an_address(desk: Desk, as_person: AsPerson) -> None:
    name = "call 7 #2 & 100% ünï?"
    add_call(desk, name, "A117", "Noor", "Care North", NOW)
    client, address = as_person("rita"), f"/calls/{quote(name, safe='')}"
    page = client.get(address)
    assert "call 7 #2 &amp; 100% ünï?" in page.text
    sound = re.search(r'<audio [^>]*src="([^"]+)"', page.text)
    assert sound
    assert client.get(sound[1]).status_code == 200
    assert quote(f"{name}.pdf", safe="") in client.get(address + "/report.pdf").headers["content-disposition"]


def test_the_page_has_what_a_review_needs_of_marks_rows_and_words(as_person: AsPerson) -> None:
    page = as_person("rita").get(NOORS).text
    tag = re.search(r'<button type="button" class="tag bad" ([^>]+)>', page)
    assert tag
    for name in ('data-marker="policy_shield"', 'data-role="agent"', "data-start-ms=", "data-end-ms="):
        assert name in tag[1]
    assert re.search(r'<li class="row turn customer" data-start-ms="35600" data-end-ms="45400">', page)
    assert re.search(r'<span data-start-ms="\d+" data-end-ms="\d+">tether.</span>', page)


def test_a_report_without_curves_is_shown_without_those_lanes(desk: Desk, as_person: AsPerson) -> None:
    client = as_person("rita")
    assert ">Pitch <b" in client.get(NOORS).text
    path = own_call(desk) / "report.json"
    path.write_text(path.read_text("utf-8").replace('"curves": {', '"other": {'), "utf-8")
    page = client.get(OWN)
    assert page.status_code == 200
    assert ">Pitch <b" not in page.text


# Sound


def test_the_sound_comes_whole_or_in_the_part_asked_for(as_person: AsPerson) -> None:
    client = as_person("rita")
    whole = client.get(NOORS + "/sound")
    assert whole.headers["content-type"] == "audio/ogg"
    assert whole.content.startswith(b"OggS")
    assert whole.headers["cache-control"] == "private, no-store"
    size = len(whole.content)
    for asked, first, last in (
        ("bytes=0-99", 0, 100),
        ("bytes=1001-5000", 1001, 5001),
        (f"bytes={size - 7}-", size - 7, size),
        ("bytes=-7", size - 7, size),
        (f"bytes=5-{size * 2}", 5, size),
    ):
        part = client.get(NOORS + "/sound", headers={"range": asked})
        assert (part.status_code, part.content) == (206, whole.content[first:last]), asked
        assert part.headers["content-range"] == f"bytes {first}-{last - 1}/{size}"
    beyond = client.get(NOORS + "/sound", headers={"range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    told = client.head(NOORS + "/sound")
    assert (told.status_code, told.content, told.headers["content-length"]) == (200, b"", str(size))


@pytest.mark.parametrize(
    "header", [None, "", "bytes=", "bytes=-", "bytes=9-3", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b"]
)
def test_what_is_no_range_asks_for_the_whole(header: str | None) -> None:
    assert asked_part(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_after_the_end_is_refused(header: str) -> None:
    with pytest.raises(NotInFile):
        asked_part(header, 100)


def test_nothing_is_heard_or_kept_once_retention_deleted_the_sound(desk: Desk, as_person: AsPerson) -> None:
    client, folder = as_person("rita"), own_call(desk)
    assert client.get(OWN + "/sound").status_code == 200
    withdraw_sound(folder, desk.settings.buckets)
    at_once = client.get(OWN + "/sound", headers={"accept": "application/json"})
    assert at_once.status_code == 410
    assert "deleted when its time was over" in at_once.json()["error"]
    _note(desk, "own", "sound")
    page = client.get(OWN)
    assert "The sound of this call was deleted" in page.text
    assert 'src=""' in page.text
    assert client.get(OWN + "/sound").status_code == 410
    assert "data:audio" not in client.get(OWN + "/report.html").text
    assert client.get(OWN + "/report.pdf").status_code == 200


def test_a_deleted_report_says_so(desk: Desk, as_person: AsPerson) -> None:
    withdraw_report(own_call(desk), desk.settings.buckets)
    _note(desk, "own", "report")
    for part in PARTS:
        answer = as_person("rita").get(OWN + part)
        assert answer.status_code == 410, part
        assert "deleted when its time was over" in answer.text


def test_a_report_that_was_moved_away_is_one_sentence_without_a_path(desk: Desk, as_person: AsPerson) -> None:
    withdraw_report(own_call(desk), desk.settings.buckets)
    answer = as_person("rita").get(OWN)
    assert answer.status_code == 410
    assert "is not where it was written" in answer.text
    assert str(desk.out) not in answer.text


# What is written down


def done(desk: Desk, *actions: str) -> list[tuple[str, str | None]]:
    return [(deed.action, deed.call_id) for _, deed in deeds(desk.engine, login="rita") if deed.action in actions]


def test_opening_listening_and_taking_away_are_audited_once_each(desk: Desk, as_person: AsPerson) -> None:
    client = as_person("rita")
    for _ in range(2):
        page = client.get(NOORS).text
        sound = re.search(r'<audio [^>]*src="([^"]+)"', page)
        assert sound
        client.head(sound[1])
        for first in (0, 100, 5000):
            client.get(sound[1], headers={"range": f"bytes={first}-"})
    assert sorted(done(desk, "opened", "listened")) == [("listened", "call-0")] * 2 + [("opened", "call-0")] * 2
    client.get(NOORS + "/sound")
    client.get(NOORS + "/sound", headers={"range": "bytes=9-"})
    assert len(done(desk, "listened")) == 3, "a request that names no page counts once a session"
    client.get(NOORS + "/report.html")
    client.get(NOORS + "/report.pdf")
    assert done(desk, "exported") == [("exported", "call-0")] * 2


def test_what_was_refused_is_no_listening(desk: Desk, as_person: AsPerson) -> None:
    as_person("omar").get(NOORS + "/sound")
    as_person("sam").get(ZOES + "/sound")
    assert not [deed for _, deed in deeds(desk.engine) if deed.action in ("opened", "listened", "exported")]


# To keep


def test_the_page_to_keep_is_one_file_with_its_sound(desk: Desk, as_person: AsPerson) -> None:
    client = as_person("rita")
    kept = client.get(NOORS + "/report.html")
    assert kept.headers["content-disposition"].startswith("attachment")
    assert kept.text == (desk.out / "call-0" / "report.html").read_text("utf-8")
    coded = re.search(r'src="data:audio/ogg;base64,([^"]+)"', kept.text)
    assert coded
    assert base64.b64decode(coded[1]) == client.get(NOORS + "/sound").content


def test_the_pdf_tells_the_call_its_scores_marks_and_words(desk: Desk, as_person: AsPerson) -> None:
    made = as_person("rita").get(NOORS + "/report.pdf")
    assert made.headers["content-type"] == "application/pdf"
    pdf = PdfReader(BytesIO(made.content))
    assert pdf.metadata
    assert pdf.metadata.title == "Call call-0"
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    report = read_report(desk.out / "call-0", desk.settings.buckets)
    for told in (
        "Noor, A117", "Care North", "68", "likely 55 to 79", "Moments met +14", "Policy without help −7",
        "The agent speaks for 18 s", "It is our policy", "Hold 29 s, music", "On hold 29 s", "Pitch spread",
        "<b>Then</b>", report.recording.sha256[:40],
    ):  # fmt: skip
        assert told in text, told
    for turn in report.turns:
        assert turn.text.split()[0] in text


def _note(desk: Desk, call_id: str, what: str) -> None:
    found = next(call for call in calls_before(desk.engine, NOW + timedelta(days=1)) if call.call_id == call_id)
    latest = call_now(desk.engine, found)
    assert latest
    note_gone(desk.engine, latest, what)  # type: ignore[arg-type]
