"""`warmline evaluate` where it analyses the labelled calls itself."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from made_up import MadeUpAnalysis
from typer.testing import CliRunner, Result

from cli.main import app

LABELS = {"agent_delivery": "flat", "segments": [], "labelled": ["hold"]}


@pytest.fixture
def labelled(tmp_path: Path, write_wav: Callable[..., Path], analysis: MadeUpAnalysis) -> Path:
    """A folder with one labelled call, which has a recording."""
    folder = tmp_path / "labelled"
    folder.mkdir()
    write_wav(folder / "call-7.wav")
    (folder / "call-7.json").write_text(json.dumps(LABELS))
    return folder


def evaluate(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", str(folder), "--out", str(folder.parent / "out"), *arguments])


def test_a_labelled_call_is_analysed_then_compared(labelled: Path, analysis: MadeUpAnalysis) -> None:
    result = evaluate(labelled)
    assert result.exit_code == 0, result.output
    assert analysis.calls == ["call-7"]
    assert result.stdout.startswith("1 call compared\n")
    assert any(line.split()[:2] == ["call-7", "flat"] for line in result.stdout.splitlines())


def test_the_second_time_analyses_nothing_unless_told(labelled: Path, analysis: MadeUpAnalysis) -> None:
    first = evaluate(labelled)
    assert evaluate(labelled).stdout == first.stdout
    assert analysis.calls == ["call-7"]
    assert evaluate(labelled, "--again").exit_code == 0
    assert analysis.calls == ["call-7", "call-7"]


def test_a_faulty_truth_is_told_before_any_call_is_analysed_and_the_others_go_on(
    labelled: Path, write_wav: Callable[..., Path], analysis: MadeUpAnalysis
) -> None:
    write_wav(labelled / "call-8.wav", hz=500)
    (labelled / "call-8.json").write_text('{"agent_delivery": "dull"}')
    result = evaluate(labelled)
    assert result.exit_code == 1
    first, *_ = result.stderr.splitlines()
    assert "call-8.json: 'agent_delivery': input should be 'flat', 'natural' or 'lively'" in first
    assert analysis.calls == ["call-7"]
    assert "1 call compared" in result.stdout


def test_without_a_sound_truth_nothing_is_analysed(labelled: Path, analysis: MadeUpAnalysis) -> None:
    (labelled / "call-7.json").write_text('{"turn": []}')
    result = evaluate(labelled)
    assert result.exit_code == 1
    assert "do you mean 'turns'?" in result.stderr
    assert analysis.calls == []
    assert not (labelled.parent / "out").exists()


def test_json_carries_every_problem(labelled: Path, write_wav: Callable[..., Path]) -> None:
    write_wav(labelled / "call_mute.wav", hz=600)
    (labelled / "call_mute.json").write_text('{"keys": []}')
    (labelled / "misspelled.json").write_text('{"key": []}')
    (labelled / "unrecorded.json").write_text('{"keys": []}')
    result = evaluate(labelled, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["missing"] == ["call_mute", "unrecorded"]
    misspelled, mute, unrecorded = found["problems"]
    assert "misspelled.json: no field is called 'key'; do you mean 'keys'?" in misspelled
    assert "call_mute.wav: mute" in mute
    assert "unrecorded.json: no recording unrecorded.* in" in unrecorded
    assert [call["call_id"] for call in found["by_call"]] == ["call-7"]


def test_a_recording_without_labels_is_not_analysed(
    labelled: Path, write_wav: Callable[..., Path], analysis: MadeUpAnalysis
) -> None:
    write_wav(labelled / "call-9.wav", hz=700)
    (labelled / "call-9.json").write_text('{"agent_id": "A1"}')
    result = evaluate(labelled)
    assert result.exit_code == 0
    assert analysis.calls == ["call-7"]
    assert result.stdout.startswith("1 call compared, 1 JSON files without labels\n")
