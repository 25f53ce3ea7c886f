"""What the command shows when all is well."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from made_up import MadeUpAnalysis
from typer.testing import CliRunner, Result

from cli.main import app


@pytest.fixture
def recording(tmp_path: Path, write_wav: Callable[..., Path], analysis: MadeUpAnalysis) -> Path:
    return write_wav(tmp_path / "call-7.wav")


def analyse(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["analyse", *(str(argument) for argument in arguments)])


def test_a_call_is_a_line_on_stdout_and_progress_on_stderr(recording: Path, tmp_path: Path) -> None:
    result = analyse(recording, "--out", tmp_path / "out")
    assert result.exit_code == 0
    line, total = result.stdout.splitlines()
    for shown in ("call-7", "hold", "IVR", "empathy", "delivery", "real time"):
        assert shown in line
    assert total == f"1 analysed, 0 skipped, 0 failed; reports in {tmp_path / 'out'}"
    assert "[1/1] call-7: done" in result.stderr


def test_the_second_time_does_nothing_and_says_so(recording: Path, tmp_path: Path, analysis: MadeUpAnalysis) -> None:
    analyse(recording, "--out", tmp_path / "out")
    result = analyse(recording, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "call-7: analysed before by the same recipe; --again forces it" in result.stdout
    assert analysis.calls == ["call-7"]
    assert "1 analysed" in analyse(recording, "--out", tmp_path / "out", "--again").stdout


def test_the_json_log_is_json_alone_and_holds_no_words(recording: Path, tmp_path: Path) -> None:
    result = analyse(recording, "--out", tmp_path / "out", "--json-log")
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert [line["stage"] for line in lines if "stage" in line] == ["listen", "report"]
    assert {line["call_id"] for line in lines} == {"call-7"}
    assert "tether" not in result.stderr, "a word of the made-up call"


def test_the_device_reaches_the_engines(recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    devices: list[str] = []
    monkeypatch.setattr("flows.run.load_engines", lambda settings, *_: devices.append(settings.compute.device))
    analyse(recording, "--out", tmp_path / "out", "--device", "cpu")
    assert devices == ["cpu"]
