"""`warmline scripted` over a store of calls."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from made_up import MadeUpAnalysis
from typer.testing import CliRunner

from calls.recording import CallMetadata, Recording
from calls.report import CallReport
from calls.transcript import Turn, Word
from cli.main import app
from configs.settings import load_settings
from store.connect import open_store, store_url
from store.ledger import save_report

SCRIPT = "I have gone ahead and made a note of that on the system."
NOTICE = "This call is being recorded for training and quality purposes today."
OWN = ("violet", "crooked", "hollow", "silver", "gentle", "broken", "yellow", "distant", "early", "wooden")


def turn(text: str, start: float, speaker: str = "agent") -> Turn:
    words = tuple(Word(w, start + i * 0.4, start + i * 0.4 + 0.4, 1.0, 0) for i, w in enumerate(text.split()))
    return Turn("agent", speaker, start, words[-1].end, words)


def call(agent: str, number: int, *turns: Turn) -> CallReport:
    name = f"{agent}-{number}"
    known = CallMetadata(agent_id=agent, started_at=datetime.now(UTC) - timedelta(days=1))
    recording = Recording(Path(f"{name}.wav"), hashlib.sha256(name.encode()).hexdigest(), name, known)
    report, _ = MadeUpAnalysis()(recording, None, None)
    return replace(report, turns=turns, evidence=())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    settings = load_settings().store
    store = open_store(store_url(settings, tmp_path), settings)
    for n in range(10):
        free = " ".join(OWN[(n * k + k) % 10] for k in (1, 3, 7, 9, 2, 4)) + "."
        turns = (
            turn(f"Good morning, this is Ann speaking, how can I help? {NOTICE}", 0.0),
            turn(SCRIPT, 20.0),
            turn(free, 40.0),
        )
        save_report(store, call("A1", n, *turns), tmp_path / "r")
    save_report(store, call("A1", 99, turn(SCRIPT, 0.0), turn(SCRIPT, 20.0, "agent 2")), tmp_path / "r")
    save_report(store, call("A2", 0, turn(SCRIPT, 0.0)), tmp_path / "r")
    store.dispose()
    return tmp_path


def run(*options: str) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, ["scripted", *options])
    return found.exit_code, found.stdout, found.stderr


def test_an_agent_is_told_what_is_said_again_and_where_to_hear_it(out: Path) -> None:
    code, told, _ = run("--out", str(out), "--agent", "A1")
    assert code == 0
    first, second = told.splitlines()
    assert first.startswith("A1: ")
    assert "of the words, 10 calls" in first, "the call with two agents is left out"
    assert SCRIPT.removesuffix(".") in second
    assert "A1-0/report.html#t=20.0" in second


def test_greetings_and_required_wording_are_left_out(out: Path) -> None:
    _, told, _ = run("--out", str(out), "--json")
    found = json.loads(told)
    assert [each["text"] for each in found["A1"]["most"]] == [SCRIPT.removesuffix(".")]
    assert 0.4 < found["A1"]["share"] < 0.7


def test_an_agent_with_few_calls_is_not_judged(out: Path) -> None:
    assert "A2: not judged: 1 calls; 8 are needed." in run("--out", str(out))[1]


def test_an_agent_nobody_knows_and_a_time_that_is_none_are_told(out: Path) -> None:
    code, _, why = run("--out", str(out), "--agent", "A9")
    assert code == 2
    assert "there are A1, A2" in why
    assert "30d or 2026-11-01" in run("--out", str(out), "--since", "soon")[2]


def test_calls_before_the_time_are_not_looked_at(out: Path) -> None:
    assert "no calls since 0d" in run("--out", str(out), "--since", "0d")[1]
