"""Menus and waits as the desk shows them, and to whom."""

import csv
import io
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from accessible import assert_accessible
from made_desk import NOW, add_rows, empty_desk
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from calls.measures import Prompt
from calls.report import CallReport
from calls.sound import KeyPress
from web.desk import Desk

AsPerson = Callable[[str], TestClient]
MENU = "For invoices, press 1. For deliveries, press 2. For returns, press 3."


@pytest.fixture(scope="module")
def pattern(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty calls through a menu: half press 0 over it, the rest choose 1 or 2, never 3; ten of Care South."""
    out = shutil.copytree(pattern, tmp_path_factory.mktemp("waited") / "out")
    made = empty_desk(out)
    for number in range(20):
        key = "0" if number % 2 else "12"[number % 3 % 2]

        def change(report: CallReport, key: str = key, number: int = number) -> CallReport:
            menu = Prompt(1.0, 6.0, MENU, True, 3, False, False, False, 3, None if key == "0" else key)
            press = KeyPress(key if key == "0" else "masked", 6.5, 6.6, 0)
            ivr = replace(report.measures.ivr, prompts=(menu,), total_s=0.0)
            waited = replace(report.measures.queue, total_s=10.0 * number)
            return replace(
                report,
                measures=replace(report.measures, ivr=ivr, queue=waited),
                timeline=replace(report.timeline, keys=(press,)),
            )

        team = "Care South" if number < 10 else "Care North"
        add_rows(made, f"menu-{number}", "A117", "Noor", team, NOW - timedelta(days=1 + number % 7), change)
    made.engine.dispose()
    return out


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_menu_that_makes_people_press_0_and_its_option_never_chosen(as_person: AsPerson) -> None:
    shown = as_person("rita").get("/waits").text
    card = words(next(part for part in shown.split('<li class="card">') if MENU in part))
    assert re.search(r"Heard 20 0 pressed 50&nbsp;% \(30 to 70\)", card), card
    assert re.search(r"3 0 never chosen \(up to 28&nbsp;% could\)", card), card
    assert "10 choices known" in card


def test_hours_hold_the_mean_wait_of_their_calls_and_the_worst_is_named(as_person: AsPerson, desk: Desk) -> None:
    shown = as_person("ada").get("/waits").text
    hour = f"{(NOW.astimezone(desk.zone)).hour}"
    assert f"billing at {hour} o’clock" in words(shown)
    assert "By weekday and hour" in shown


@pytest.mark.parametrize(("login", "calls"), [("rita", 26), ("ada", 26), ("omar", 26), ("sam", 14)])
def test_sums_are_of_the_calls_of_ones_teams_and_operators_have_all(
    as_person: AsPerson, login: str, calls: int
) -> None:
    client = as_person(login)
    assert f"over {calls} calls" in client.get("/waits").text
    rows = csv.DictReader(io.StringIO(client.get("/waits?table=hours&format=csv").content.decode("utf-8-sig")))
    assert sum(int(row["calls"]) for row in rows) == calls


def test_an_operator_reads_no_word_that_people_said(as_person: AsPerson) -> None:
    client = as_person("omar")
    shown = client.get("/waits").text
    assert MENU in shown
    assert "call-0" not in shown
    assert client.get("/calls").status_code == 403
    assert client.get("/queue").status_code == 403


def test_an_agent_has_no_such_page(as_person: AsPerson) -> None:
    client = as_person("noor")
    assert client.get("/waits").status_code == 403
    assert client.get("/waits?format=csv&table=prompts").status_code == 403


def test_days_and_queue_narrow_it_and_days_without_a_call_say_so(as_person: AsPerson) -> None:
    client = as_person("rita")
    assert "No call began in these days" in client.get("/waits?since=2020-01-01&until=2020-02-01").text
    assert "No call began in these days" in client.get("/waits?queue=none+such").text
    assert client.get("/waits?figure=words").status_code == 422
    assert client.get("/waits?until=2020-01-01&since=2020-03-01").status_code == 200


@pytest.mark.parametrize("table", ["hours", "prompts", "moods"])
def test_each_table_is_a_file(as_person: AsPerson, table: str) -> None:
    assert as_person("omar").get(f"/waits?table={table}&format=parquet").content.startswith(b"PAR1")


@pytest.mark.browser
def test_an_operator_finds_the_worst_hour_and_menu(browse: Callable[..., Page]) -> None:
    page = browse("omar", "/waits")
    assert_accessible(page)
    page.get_by_label("Wait", exact=True).select_option("on hold")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_text("Mean time on hold")).to_be_visible()
    expect(page.get_by_role("table", name="By queue and hour")).to_be_visible()
    expect(page.get_by_text("never chosen")).to_be_visible()
    narrow = browse("omar", "/waits", width=400, scheme="dark")
    assert_accessible(narrow)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 400
