"""The nights' page: the summaries as written, what is in quarantine, and no call."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from starlette.testclient import TestClient

from calls.errors import RecordingRejected
from reports.publish import dated, publish_text
from store.ledger import failed_now, save_failure
from web.desk import Desk

AsPerson = Callable[[str], TestClient]
NIGHT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def test_an_operator_reads_the_nights_and_the_quarantine_but_opens_no_call(as_person: AsPerson, desk: Desk) -> None:
    text = '<html><style>p { color: red }</style><p>12 calls</p><a href="call-0/report.html">call-0</a></html>'
    publish_text(dated(desk.out / "morning.html", NIGHT), text)
    rejected = RecordingRejected("broken.wav: no sound inside; check the recorder")
    save_failure(desk.engine, failed_now(Path("/calls/broken.wav"), rejected, "ab" * 32))
    operator = as_person("omar")
    shown = operator.get("/nights").text
    assert "24 Nov 2026, 05:00" in shown
    assert "no sound inside; check the recorder" in shown
    night = operator.get("/nights/morning-2026-11-24T050000Z")
    assert night.text == text
    assert "sha256-" in night.headers["content-security-policy"], "its own style, and no other"
    assert operator.get("/nights/call-0/report.html").status_code == 403, (
        "the link leads to the call, not for operators"
    )
    assert as_person("ada").get("/nights/call-0/report.html").url.path == "/calls/call-0"


def test_a_call_whose_id_needs_quoting_is_found(as_person: AsPerson) -> None:
    answer = as_person("ada").get("/nights/what%20%231%3F/report.html", follow_redirects=False)
    assert answer.headers["location"] == "/calls/what%20%231%3F"


def test_what_is_no_summary_is_not_served(as_person: AsPerson) -> None:
    operator = as_person("omar")
    for name in ("warmline", "..%2Fwarmline", "morning", ".desk-secret"):
        assert operator.get(f"/nights/{name}").status_code == 404


def test_reviewers_supervisors_and_agents_see_no_nights(as_person: AsPerson) -> None:
    for login in ("rita", "sam", "noor"):
        assert as_person(login).get("/nights").status_code == 403
