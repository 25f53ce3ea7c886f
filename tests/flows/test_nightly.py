"""A night from the command line, without a server."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from made_up import MadeUpAnalysis
from typer.testing import CliRunner

from cli.main import app

ALONE = "[batch]\nworkers = 1\nlimit_factor = 0\nlimit_memory_mb = 0\nretries = 0\n[nightly]\nmax_left = 0\n"
Night = Callable[..., tuple[int, str, str]]


@pytest.fixture
def night(tmp_path: Path, analysis: MadeUpAnalysis, monkeypatch: pytest.MonkeyPatch) -> Night:
    """Exit code, the summary and stderr."""
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setattr("flows.nightly.fetch_all", lambda *_: None)
    (tmp_path / "own.toml").write_text(ALONE)

    def run(folder: Path, *options: str, age_s: float = 3600.0) -> tuple[int, str, str]:
        for file in folder.iterdir():
            os.utime(file, (time.time() - age_s,) * 2)
        out = tmp_path / "out"
        order = ["nightly", str(folder), "--out", str(out), "--config", str(tmp_path / "own.toml"), *options]
        found = CliRunner().invoke(app, order)
        return found.exit_code, (out / "morning.md").read_text(), found.stderr

    return run


def test_a_good_night_ends_well_and_leaves_its_summary(
    night: Night, recordings: Callable[..., Path], tmp_path: Path
) -> None:
    code, summary, _ = night(recordings("alpha", "beta"))
    assert code == 0
    assert "| 2 | 0 | 0 | 0 | 0 |" in summary
    assert len(list((tmp_path / "out").glob("morning-*.md"))) == 1
    assert (tmp_path / "out" / "morning.html").read_text().rstrip().endswith("</html>")


def test_a_night_worse_than_its_limits_ends_with_code_5_and_says_why(
    night: Night, recordings: Callable[..., Path]
) -> None:
    code, summary, told = night(recordings("alpha", "b_mute"))
    assert code == 5
    assert "1 of 2 recordings failed, more than 5%" in told
    assert "Needs attention" in summary
    code, summary, _ = night(recordings("alpha", "b_mute"))
    assert code == 0, "what was quarantined is no new alarm"
    assert "mute" in summary.split("## Quarantined")[1]
    assert night(recordings("alpha", "b_mute"), "--retry-failed")[0] == 5


def test_recordings_left_over_are_counted(night: Night, recordings: Callable[..., Path]) -> None:
    code, summary, told = night(recordings("fresh"), age_s=0.0)
    assert (code, "left over" in told) == (5, True)
    assert "may still be being written" in summary


def test_the_json_log_has_ids_and_seconds(night: Night, recordings: Callable[..., Path]) -> None:
    _, _, told = night(recordings("alpha"), "--json-log")
    lines = [json.loads(line) for line in told.splitlines()]
    assert {"call done", "night done"} <= {line["message"] for line in lines}
    assert {line["call_id"] for line in lines if "call_id" in line} == {"alpha"}
    (last,) = [line for line in lines if line["message"] == "night done"]
    assert last["done"] == 1
    assert "refund" not in told, "a word of the made-up call"


def test_the_json_log_of_a_bad_night_is_json_alone_and_says_why(night: Night, recordings: Callable[..., Path]) -> None:
    code, _, told = night(recordings("alpha_mute"), "--json-log")
    lines = [json.loads(line) for line in told.splitlines()]
    (failed,) = [line for line in lines if line["message"] == "call failed"]
    assert (failed["call_id"], failed["stage"]) == ("alpha_mute", "listen")
    assert failed["why"].endswith("alpha_mute.wav: mute")
    assert (code, lines[-1]["exit_code"]) == (5, 5)
    assert "needs attention: 1 of 1 recordings failed" in lines[-1]["message"]


def test_a_night_leaves_its_figures_for_prometheus(
    night: Night, recordings: Callable[..., Path], tmp_path: Path
) -> None:
    night(recordings("alpha", "b_mute"))
    text = (tmp_path / "out" / "warmline.prom").read_text()
    assert 'warmline_night_calls{status="done"} 1.0' in text
    assert 'warmline_night_calls{status="failed"} 1.0' in text
    assert "warmline_night_within_limits 0.0" in text
    assert not list((tmp_path / "out").glob(".warmline.prom*"))
