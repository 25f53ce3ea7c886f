"""The supervisor's initiatives: begun, looked at, ended; and who must not reach them."""

import csv
import io
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from accessible import assert_accessible
from made_desk import NOW, add_rows, empty_desk, send
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from calls.report import CallReport
from calls.scores import Score
from store.audit import deeds
from store.initiatives import initiatives
from web.desk import Desk

AsPerson = Callable[[str], TestClient]
STARTED = NOW - timedelta(days=14)
DAY = f"{STARTED:%Y-%m-%d}"


@pytest.fixture(scope="module")
def pattern(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five agents of Care North with calls before and after; A117 and A118 gain 25 points of empathy afterwards."""
    out = shutil.copytree(pattern, tmp_path_factory.mktemp("trained") / "out")
    made, chance = empty_desk(out), random.Random(3)
    for agent in ("A117", "A118", "A119", "A120", "A121"):
        for day in range(-6, 6):
            gain = 25.0 * (agent in ("A117", "A118") and day >= 0)

            def change(report: CallReport, gain: float = gain) -> CallReport:
                value = chance.gauss(50, 4) + gain
                return replace(report, scores=replace(report.scores, empathy=Score(value, value - 9, value + 9, ())))

            began = STARTED + timedelta(days=day, hours=1)
            add_rows(made, f"{agent}-{day}", agent, agent.title(), "Care North", began, change)
    made.engine.dispose()
    return out


def begin(client: TestClient, **fields: object) -> int:
    asked = {"name": "Empathy training", "note": "", "starts_on": DAY, "agent": ["A117", "A118"], **fields}
    answer = send(client, "/initiatives", **asked)
    assert answer.status_code == 200, answer.text
    return int(answer.url.path.rsplit("/", 1)[1])


def row(text: str, figure: str) -> str:
    found = re.search(rf"<tr><th scope=\"row\"><a href=\"\?figure={figure}#.*?</tr>", text, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", " ", found[0])


def test_a_training_that_helped_is_told_with_what_it_rests_on(as_person: AsPerson, desk: Desk) -> None:
    client = as_person("sam")
    shown = client.get(f"/initiatives/{begin(client)}").text
    empathy = row(shown, "empathy")
    assert "up against the others, for the better" in empathy
    assert re.search(r"\+2\d\s+\(\+1\d to \+[23]\d\)", " ".join(empathy.split()))
    assert "calls of 2 agents" in " ".join(empathy.split())
    assert "no change shown" in row(shown, "friction")
    for said in ("regression to the mean", "no experiment", "Few calls", "calls of these agents in a window"):
        assert said in shown
    assert shown.count("<circle") > 2
    assert client.get(f"/initiatives/{begin(client)}?figure=hold_s").status_code == 200


def test_a_training_of_agents_who_did_not_change_shows_no_change(as_person: AsPerson, desk: Desk) -> None:
    client = as_person("ada")
    shown = client.get(f"/initiatives/{begin(client, agent=['A119', 'A120'])}").text
    assert "no change shown" in row(shown, "friction")
    assert "for the better" not in row(shown, "empathy")


def test_one_that_begins_tomorrow_has_nothing_to_compare(as_person: AsPerson, desk: Desk) -> None:
    client = as_person("sam")
    number = begin(client, starts_on=f"{NOW + timedelta(days=3):%Y-%m-%d}")
    assert "It has not begun" in client.get(f"/initiatives/{number}").text


def test_another_one_at_the_same_time_is_told(as_person: AsPerson, desk: Desk) -> None:
    client = as_person("sam")
    first, second = begin(client), begin(client, name="New script", agent=["A118"])
    assert "“New script”" in client.get(f"/initiatives/{first}").text
    assert "is for 1 of these agents" in client.get(f"/initiatives/{second}").text
    begin(client, name="Long ago", starts_on="2020-01-01")
    assert "Long ago" in client.get(f"/initiatives/{first}").text, "it goes on"


def test_an_agent_of_another_team_cant_be_chosen_nor_seen(as_person: AsPerson, desk: Desk) -> None:
    sam, ada = as_person("sam"), as_person("ada")
    refused = send(sam, "/initiatives", name="Mine", note="a note", starts_on=DAY, agent=["A200"])
    assert refused.status_code == 422
    assert "not of your teams" in refused.text
    assert 'value="Mine"' in refused.text, "what was typed stays"
    assert "a note" in refused.text
    assert "A200" not in sam.get("/initiatives").text
    number = begin(ada, agent=["A117", "A200"])
    assert sam.get(f"/initiatives/{number}").status_code == 404
    assert send(sam, f"/initiatives/{number}/end").status_code == 404
    assert send(sam, f"/initiatives/{number}/delete").status_code == 404
    assert f"/initiatives/{number}" not in sam.get("/initiatives").text
    assert len(initiatives(desk.engine)) == 1


def test_without_an_agent_none_is_begun(as_person: AsPerson, desk: Desk) -> None:
    answer = send(as_person("sam"), "/initiatives", name="Mine", starts_on=DAY)
    assert (answer.status_code, initiatives(desk.engine)) == (422, ())


@pytest.mark.parametrize("login", ["rita", "noor", "omar"])
def test_reviewers_agents_and_operators_have_no_initiatives(as_person: AsPerson, login: str, desk: Desk) -> None:
    number = begin(as_person("ada"))
    client = as_person(login)
    assert client.get("/initiatives").status_code == 403
    assert client.get(f"/initiatives/{number}").status_code == 403
    assert client.get(f"/initiatives/{number}?format=csv").status_code == 403
    for path in ("/initiatives", f"/initiatives/{number}/end", f"/initiatives/{number}/delete"):
        assert send(client, path, name="x", starts_on=DAY, agent=["A117"]).status_code == 403
    assert [each.ends_on for each in initiatives(desk.engine)] == [None]


def test_ending_and_deleting_are_logged(as_person: AsPerson, desk: Desk) -> None:
    client = as_person("sam")
    number = begin(client)
    assert "has ended" in send(client, f"/initiatives/{number}/end").text
    assert "is deleted" in send(client, f"/initiatives/{number}/delete").text
    assert client.get(f"/initiatives/{number}").status_code == 404
    done = [deed.action for _, deed in deeds(desk.engine, login="sam")]
    assert done[:3] == ["deleted an initiative", "ended an initiative", "began an initiative"]


def test_changes_are_exported_with_their_intervals(as_person: AsPerson, desk: Desk) -> None:
    client = as_person("sam")
    text = client.get(f"/initiatives/{begin(client)}?format=csv").content.decode("utf-8-sig")
    rows = {row["figure"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["empathy"]["change_shown"] == "true"
    assert float(rows["empathy"]["low"]) < float(rows["empathy"]["change"]) < float(rows["empathy"]["high"])
    assert client.get("/initiatives?format=parquet").content.startswith(b"PAR1")


@pytest.mark.browser
def test_a_supervisor_begins_one_and_reads_it_by_keyboard_and_eye(browse: Callable[..., Page], desk: Desk) -> None:
    page = browse("sam", "/initiatives")
    assert_accessible(page)
    page.get_by_label("What is it?").fill("Empathy training")
    page.get_by_label("From this day on").fill(DAY)
    page.get_by_label("A117").check()
    page.get_by_label("A118").press("Space")
    page.get_by_role("button", name="Begin").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Empathy training")
    expect(page.get_by_role("row", name=re.compile("^Empathy score"))).to_contain_text("for the better")
    page.get_by_role("link", name="On hold, s").click()
    expect(page.get_by_role("heading", name="On hold, s, week by week")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="End it today").click()
    expect(page.get_by_role("status")).to_contain_text("has ended")
    page.get_by_role("link", name="Initiatives").click()
    expect(page.get_by_role("row", name=re.compile("^Empathy training"))).not_to_contain_text("goes on")
