"""`warmline scorecard`, and the cards that a night leaves."""

import csv
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from made_up import MadeUpAnalysis
from typer.testing import CliRunner

from cli.main import app


@pytest.fixture
def out(recordings: Callable[..., Path], analysis: MadeUpAnalysis, tmp_path: Path) -> Path:
    folder = recordings("one", "two", "three", "four")
    for number, name in enumerate(("one", "two", "three", "four")):
        (folder / f"{name}.json").write_text(json.dumps({"agent_id": f"A{number % 2}", "queue": "billing"}))
    assert CliRunner().invoke(app, ["analyse", str(folder), "--out", str(tmp_path / "out")]).exit_code == 0
    return tmp_path / "out"


def run(*options: str) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, ["scorecard", *options])
    return found.exit_code, found.stdout, found.stderr


def test_an_agents_card_is_read_on_a_terminal(out: Path) -> None:
    code, told, _ = run("--out", str(out), "--agent", "A0", "--since", "2020-01-01")
    assert code == 0
    assert told.startswith("A0: 2 calls, 2020-01-01 to ")
    assert "Empathy score" in told
    assert "A1" not in told


def test_programs_and_spreadsheets_get_all_agents(out: Path) -> None:
    found = json.loads(run("--out", str(out), "--since", "2020-01-01", "--format", "json")[1])
    assert [card["agent_id"] for card in found] == ["A0", "A1"]
    rows = list(csv.DictReader(run("--out", str(out), "--since", "2020-01-01", "--format", "csv")[1].splitlines()))
    assert {row["agent_id"] for row in rows} == {"A0", "A1"}


def test_an_agent_without_calls_is_told_with_those_who_have(out: Path) -> None:
    code, _, why = run("--out", str(out), "--agent", "A7", "--since", "2020-01-01")
    assert code == 2
    assert "there are A0, A1" in why
    assert "no calls since 0d" in run("--out", str(out), "--since", "0d")[1]


def test_a_page_of_its_own_shows_the_agent_asked_for_and_loads_nothing(out: Path) -> None:
    code, page, _ = run("--out", str(out), "--agent", "A0", "--since", "2020-01-01", "--format", "html")
    assert code == 0
    assert page.lstrip().startswith("<!doctype html>")
    assert "A0" in page
    assert "A1" not in page
    assert "no difference shown from the team" in page or "no like calls of the team" in page
    assert "default-src 'none'" in unescape(page)
    assert not re.findall(r'(?:src|href)="', page)
    assert run("--out", str(out), "--since", "0d", "--format", "html")[1].count("No calls of agents") == 1
