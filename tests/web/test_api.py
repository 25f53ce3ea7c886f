"""The HTTP API: what a token may read, how it says no, and that every route is documented."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from accessible import assert_accessible
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_desk import send
from playwright.sync_api import Page
from starlette.testclient import TestClient

from store.accounts import change_person, make_token, password_of
from store.audit import deeds
from store.initiatives import Initiative, begin
from web.app import make_app
from web.desk import Desk

ALL = ("calls", "scorecards", "waits", "nights")
DOCS = Path(__file__).parents[2] / "docs" / "api.md"
Reads = Callable[..., TestClient]


@pytest.fixture
def reads(desk: Desk) -> Iterator[Reads]:
    """`reads("sam")`: a program with a token of Sam's, with all scopes or those named."""
    app, clients = make_app(desk), []

    def program(login: str, scopes: tuple[str, ...] = ALL, days: float = 1) -> TestClient:
        found = password_of(desk.engine, login)
        assert found
        until = datetime.now(UTC) + timedelta(days=days)
        _, text = make_token(desk.engine, found[0].id, "tests", scopes, until)
        clients.append(TestClient(app, headers={"Authorization": f"Bearer {text}"}))
        return clients[-1]

    yield program
    for client in clients:
        client.close()


def sentence(answer) -> str:
    """The one thing that a refusal says."""
    told = answer.json()
    assert list(told) == ["error"]
    assert told["error"].endswith(".") or answer.status_code == 422
    return told["error"]


def routes(desk: Desk) -> dict[str, dict]:
    with TestClient(make_app(desk)) as client:
        return client.get("/api/openapi.json").json()["paths"]


def test_nothing_is_read_without_a_token_that_holds(desk: Desk, reads: Reads, as_person) -> None:
    signed_in = as_person("ada")
    for path in routes(desk):
        asked = path.replace("{call_id}", "call-0").replace("{agent_id}", "A117").replace("{number}", "1")
        assert signed_in.get(asked).status_code == 401, "a session is no token"
    over = reads("ada", days=-1).get("/api/v1/calls")
    assert (over.status_code, "over" in sentence(over)) == (401, True)
    assert over.headers["www-authenticate"].startswith("Bearer")
    unknown = TestClient(make_app(desk), headers={"Authorization": "Bearer wl_nonsense"}).get("/api/v1/calls")
    assert unknown.status_code == 401


def test_a_switched_off_owner_reads_no_more(desk: Desk, reads: Reads) -> None:
    program = reads("rita")
    assert program.get("/api/v1/calls").status_code == 200
    found = password_of(desk.engine, "rita")
    assert found
    change_person(desk.engine, replace(found[0], is_active=False))
    assert program.get("/api/v1/calls").status_code == 401


@pytest.mark.parametrize(
    ("login", "allowed"),
    [
        ("rita", {"calls", "waits"}),
        ("sam", {"calls", "agents", "waits", "initiatives"}),
        ("noor", {"calls", "agents"}),
        ("omar", {"waits", "nights"}),
        ("ada", {"calls", "agents", "waits", "initiatives", "nights"}),
    ],
)
def test_a_token_reads_no_more_than_its_owners_role(reads: Reads, login: str, allowed: set[str]) -> None:
    program = reads(login)
    for name in ("calls", "agents", "waits", "initiatives", "nights"):
        answer = program.get(f"/api/v1/{name}")
        assert answer.status_code == (200 if name in allowed else 403), name
        if name not in allowed:
            assert login == "ada" or "role" in sentence(answer)


def test_a_token_reads_no_more_than_its_scopes(reads: Reads) -> None:
    program = reads("ada", ("waits",))
    assert program.get("/api/v1/waits").status_code == 200
    for name in ("calls", "calls/call-0", "agents", "agents/A117/scorecard", "initiatives", "nights"):
        answer = program.get(f"/api/v1/{name}")
        assert (answer.status_code, "scope" in sentence(answer)) == (403, True)


@pytest.mark.parametrize(("login", "calls"), [("ada", 6), ("rita", 6), ("sam", 4), ("noor", 2)])
def test_calls_are_those_one_may_see_a_page_at_a_time(reads: Reads, login: str, calls: int) -> None:
    program, found, number = reads(login), [], 1
    while True:
        answer = program.get("/api/v1/calls", params={"size": 2, "page": number}).json()
        found += answer["calls"]
        if not answer["more"]:
            break
        number += 1
    assert len({call["call_id"] for call in found}) == len(found) == calls
    assert found == sorted(found, key=lambda call: call["began"], reverse=True)
    assert program.get("/api/v1/calls", params={"agent": "A117"}).json()["calls"][0]["agent_id"] == "A117"


def test_a_call_is_its_report_and_anothers_is_not_there(reads: Reads, desk: Desk) -> None:
    report = reads("noor").get("/api/v1/calls/call-0").json()
    assert report["call"]["id"] == "call-0"
    assert {"timeline", "turns", "scores", "evidence", "provenance"} <= set(report)
    assert "/" not in report["call"]["file"]
    for path in ("calls/call-1", "calls/none", "agents/A118/scorecard", "agents/none/scorecard"):
        answer = reads("noor").get(f"/api/v1/{path}")
        assert answer.status_code == 404
        assert sentence(answer)
    (_, logged), *_ = deeds(desk.engine, login="noor", action="read by API", call_id="call-0")
    assert logged.told == {"path": "/api/v1/calls/call-0"}


def test_an_agents_program_reads_nothing_of_what_reviewers_do(reads: Reads) -> None:
    for order in ("worth", "newest"):
        calls = reads("noor").get("/api/v1/calls", params={"order": order, "unheard": True}).json()["calls"]
        assert len(calls) == 2
        assert {(each["worth"], each["reviewers"], each["disputed"], *each["reasons"]) for each in calls} == {
            (None, None, None)
        }
    assert all(each["worth"] is not None for each in reads("rita").get("/api/v1/calls").json()["calls"])


def test_a_scorecard_says_how_sure_it_is(reads: Reads) -> None:
    card = reads("sam").get("/api/v1/agents/A117/scorecard", params={"since": "2020-01-01"}).json()
    assert (card["agent_id"], card["calls"]) == ("A117", 2)
    empathy = next(figure for figure in card["figures"] if figure["name"] == "empathy")
    assert empathy["estimate"]["low"] <= empathy["estimate"]["value"] <= empathy["estimate"]["high"]
    assert empathy["against_team"]["is_shown"] is False
    assert reads("sam").get("/api/v1/agents").json()["agents"][0] == {
        "id": "A117",
        "name": "Noor",
        "team": "Care North",
    }
    assert reads("sam").get("/api/v1/agents/A200/scorecard").status_code == 404


def test_initiatives_are_read_with_what_changed(reads: Reads, desk: Desk) -> None:
    mine = begin(desk.engine, Initiative(0, "Training", "", date(2026, 1, 1), None, frozenset({"A117"}), None))
    theirs = begin(desk.engine, Initiative(0, "Other", "", date(2026, 1, 1), None, frozenset({"A200"}), None))
    program = reads("sam")
    assert [each["id"] for each in program.get("/api/v1/initiatives").json()["initiatives"]] == [mine.id]
    found = program.get(f"/api/v1/initiatives/{mine.id}").json()
    assert found["initiative"]["agents"] == ["A117"]
    assert {change["figure"] for change in found["changes"]} >= {"empathy", "hold_s"}
    assert program.get(f"/api/v1/initiatives/{theirs.id}").status_code == 404


def test_waits_have_no_word_that_people_said_and_nights_no_path(reads: Reads) -> None:
    waits = reads("omar").get("/api/v1/waits").json()
    assert waits["calls"] == 6
    assert all(prompt["zeroed"]["low"] <= prompt["zeroed"]["value"] for prompt in waits["prompts"])
    assert reads("omar").get("/api/v1/nights").json() == {"nights": [], "failures": []}
    assert reads("omar").get("/api/v1/calls/call-0").status_code == 403


def test_a_wrong_parameter_is_told_in_one_sentence(reads: Reads) -> None:
    program = reads("ada")
    for path in ("calls?since=yesterday", "calls?size=0", "calls?order=best", "waits?until=x", "initiatives/one"):
        answer = program.get(f"/api/v1/{path}")
        assert answer.status_code == 422, path
        assert re.match(r"(query|path) \w+: ", sentence(answer))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_asked_the_answer_is_one_the_schema_names(data, reads: Reads, desk: Desk) -> None:
    program, paths = reads("ada"), routes(desk)
    path = data.draw(st.sampled_from(sorted(paths)))
    about = paths[path]["get"]
    days = st.sampled_from(["2026-02-30", "0001-01-01", "9999-12-31", "1970-01-02", "2200-01-01"])
    wild = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.integers().map(str) | days
    asked = {p["name"]: data.draw(wild) for p in about.get("parameters", ()) if p["in"] == "query"}
    for name in re.findall(r"{(\w+)}", path):
        part = data.draw(st.sampled_from(["call-0", "A117", "1", "%00", "ä", "99999999999999"]))
        path = path.replace("{" + name + "}", part)
    answer = program.get(path, params=asked)
    assert str(answer.status_code) in about["responses"], (path, asked, answer.text)


def test_only_the_apis_routes_are_in_the_schema_each_with_description_and_security(desk: Desk) -> None:
    for path, methods in routes(desk).items():
        assert path.startswith("/api/v1/")
        assert list(methods) == ["get"]
        assert methods["get"]["security"] == [{"token": []}]
        assert "Scope `" in methods["get"]["description"]
        assert {"200", "401", "403", "422"} <= set(methods["get"]["responses"])


def test_every_route_and_parameter_is_documented(desk: Desk) -> None:
    text = DOCS.read_text("utf-8")
    for path, methods in routes(desk).items():
        assert f"GET {path}" in text
        for parameter in methods["get"].get("parameters", ()):
            assert f"`{parameter['name']}`" in text, (path, parameter["name"])


def test_the_page_for_people_lists_every_route_and_needs_signing_in(desk: Desk, as_person) -> None:
    assert as_person("").get("/api").url.path == "/sign-in"
    shown = as_person("noor").get("/api").text
    for path in routes(desk):
        assert f"GET {path}" in shown
    assert "curl -H" in shown


def test_a_token_made_at_the_desk_works_and_ends(as_person, desk: Desk) -> None:
    client = as_person("sam")
    shown = send(client, "/account/tokens", name="report", days=3, scope=["calls"])
    text = shown.text.split('class="secret">')[1].split("<")[0]
    program = TestClient(make_app(desk), headers={"Authorization": f"Bearer {text}"})
    assert len(program.get("/api/v1/calls").json()["calls"]) == 4
    number = re.search(r"/account/tokens/(\d+)/end", shown.text)
    assert number
    send(client, number[0])
    assert program.get("/api/v1/calls").status_code == 401


@pytest.mark.browser
def test_the_page_for_people_is_accessible(browse: Callable[..., Page]) -> None:
    for width, scheme in ((1400, "light"), (400, "dark")):
        page = browse("sam", "/api", width=width, scheme=scheme)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
