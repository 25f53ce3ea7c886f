"""`warmline health`: what an alarm system asks each hour."""

import json
import os
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app

HERE = {"whisper": True, "segmentation": True}


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    here = dict(HERE)
    monkeypatch.setattr("flows.health.fetched_already", lambda _: here)
    return here


def asked(out: Path, *more: str) -> tuple[int, dict[str, str | None]]:
    """Exit code, and each check's problem by its name."""
    found = CliRunner().invoke(app, ["health", "--out", str(out), "--json", *more])
    told = json.loads(found.stdout)
    assert told["well"] == (found.exit_code == 0)
    return found.exit_code, {check["name"]: check["problem"] for check in told["checks"]}


def night_ended(out: Path, hours_ago: float) -> None:
    out.mkdir(exist_ok=True)
    (out / "morning.md").write_text("a night")
    at = time.time() - 3600 * hours_ago
    os.utime(out / "morning.md", (at, at))


def test_all_is_well_after_a_good_night(tmp_path: Path) -> None:
    night_ended(tmp_path / "out", 3)
    code, problems = asked(tmp_path / "out", str(tmp_path))
    assert code == 0
    assert set(problems) == {"store", "last night", "models", "disk", f"source {tmp_path}"}


def test_a_night_that_did_not_run_is_wrong(tmp_path: Path) -> None:
    night_ended(tmp_path / "out", 30)
    code, problems = asked(tmp_path / "out")
    assert code == 5
    assert "no night has ended for 26 h" in (problems["last night"] or "")
    assert problems["store"] is None


def test_before_the_first_night_it_says_so_and_makes_nothing(tmp_path: Path) -> None:
    code, problems = asked(tmp_path / "none")
    assert code == 5
    assert "has `warmline nightly` run" in (problems["last night"] or "")
    assert not (tmp_path / "none").exists()


def test_a_missing_model_and_a_missing_source_are_told_together(tmp_path: Path, models: dict[str, bool]) -> None:
    night_ended(tmp_path / "out", 3)
    models["whisper"] = False
    code, problems = asked(tmp_path / "out", str(tmp_path / "unmounted"))
    assert code == 5
    assert "warmline models" in (problems["models"] or "")
    assert "check the path or its mount" in (problems[f"source {tmp_path / 'unmounted'}"] or "")


def test_a_store_that_does_not_answer_is_told_in_a_sentence_without_its_password(tmp_path: Path) -> None:
    night_ended(tmp_path / "out", 3)
    config = tmp_path / "own.toml"
    config.write_text('[store]\nurl = "postgresql+psycopg://warmline:secret@127.0.0.1:1/warmline"\n')
    code, problems = asked(tmp_path / "out", "--config", str(config))
    assert code == 5
    assert "can't be reached" in (problems["store"] or "")
    assert "secret" not in str(problems)


def test_too_little_room_is_wrong(tmp_path: Path) -> None:
    night_ended(tmp_path / "out", 3)
    config = tmp_path / "own.toml"
    config.write_text("[health]\nmin_free_gb = 1e9\n")
    assert "free space" in (asked(tmp_path / "out", "--config", str(config))[1]["disk"] or "")


def test_people_read_it_line_by_line(tmp_path: Path) -> None:
    night_ended(tmp_path / "out", 30)
    lines = CliRunner().invoke(app, ["health", "--out", str(tmp_path / "out")]).stdout.splitlines()
    assert lines[0].startswith("well  store:")
    assert lines[1] == "WRONG  last night: ended 30.0 h ago"
