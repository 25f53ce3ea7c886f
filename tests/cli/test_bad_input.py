"""Bad input: one sentence each that names the file and says what to do; the other calls go on; the exit code tells."""

from collections.abc import Callable
from pathlib import Path

import pytest
from made_up import MadeUpAnalysis
from typer.testing import CliRunner, Result

from cli.main import app

WriteWav = Callable[..., Path]


def analyse(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["analyse", *(str(argument) for argument in arguments)])


def failures(result: Result) -> list[str]:
    return [line.removeprefix("failed: ") for line in result.stderr.splitlines() if line.startswith("failed: ")]


def only_failure(result: Result, path: Path) -> str:
    (sentence,) = failures(result)
    assert str(path) in sentence
    assert "Traceback" not in result.output + result.stderr
    return sentence


@pytest.fixture
def calls(tmp_path: Path, write_wav: WriteWav, analysis: MadeUpAnalysis) -> Path:
    """A folder with one good call, which every test expects to be analysed."""
    folder = tmp_path / "calls"
    folder.mkdir()
    write_wav(folder / "good.wav")
    return folder


def spoil_empty(path: Path, _write: WriteWav) -> None:
    path.touch()


def spoil_text(path: Path, _write: WriteWav) -> None:
    path.write_text("Dear customer, thank you for your call.\n" * 50)


def spoil_headless(path: Path, write: WriteWav) -> None:
    path.write_bytes(write(path).read_bytes()[:20])


def spoil_nine_channels(path: Path, write: WriteWav) -> None:
    write(path, channels=9)


@pytest.mark.parametrize("spoil", [spoil_empty, spoil_text, spoil_headless, spoil_nine_channels])
def test_a_spoilt_file_is_named_and_the_others_go_on(
    calls: Path, tmp_path: Path, write_wav: WriteWav, spoil: Callable[[Path, WriteWav], None]
) -> None:
    spoil(calls / "spoilt.wav", write_wav)
    result = analyse(calls, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert only_failure(result, calls / "spoilt.wav").count("\n") == 0
    assert (tmp_path / "out" / "good" / "report.json").exists()
    assert "1 analysed, 0 skipped, 1 failed" in result.stdout


def test_a_truncated_wav_is_analysed_as_far_as_it_goes(calls: Path, tmp_path: Path, write_wav: WriteWav) -> None:
    path = write_wav(calls / "short.wav", hz=600)
    path.write_bytes(path.read_bytes()[:4000])
    result = analyse(calls, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert (tmp_path / "out" / "short" / "report.json").exists()


def test_a_file_that_vanishes_is_named_and_the_others_go_on(
    calls: Path, tmp_path: Path, write_wav: WriteWav, analysis: MadeUpAnalysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = write_wav(calls / "gone.wav", hz=700)
    begin = analysis.begin

    def vanish(path: Path) -> None:
        gone.unlink(missing_ok=True)
        begin(path)

    monkeypatch.setattr(analysis, "begin", vanish)
    result = analyse(calls, "--out", tmp_path / "out")
    assert result.exit_code == 1
    only_failure(result, gone)
    assert (tmp_path / "out" / "good" / "report.json").exists()


def test_a_folder_without_calls_is_named(tmp_path: Path, analysis: MadeUpAnalysis) -> None:
    (tmp_path / "empty").mkdir()
    result = analyse(tmp_path / "empty", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "holds no recordings" in only_failure(result, tmp_path / "empty")


def test_a_path_that_is_not_there_is_named_and_the_others_go_on(calls: Path, tmp_path: Path) -> None:
    result = analyse(tmp_path / "nowhere.wav", calls, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "no such file" in only_failure(result, tmp_path / "nowhere.wav")
    assert (tmp_path / "out" / "good" / "report.json").exists()


def test_an_unwritable_output_is_told_before_anything_is_analysed(
    calls: Path, tmp_path: Path, analysis: MadeUpAnalysis
) -> None:
    (tmp_path / "file").write_text("in the way")
    result = analyse(calls, "--out", tmp_path / "file" / "out")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"warmline: {tmp_path / 'file' / 'out'}: the output folder can't be written")
    assert analysis.calls == []


@pytest.mark.parametrize("content", ["[speech]\nthreshold = 'high'\n", "[speech\n", "[batch]\nworkres = 2\n"])
def test_wrong_settings_are_told_before_anything_is_analysed(
    calls: Path, tmp_path: Path, analysis: MadeUpAnalysis, content: str
) -> None:
    config = tmp_path / "own.toml"
    config.write_text(content)
    result = analyse(calls, "--out", tmp_path / "out", "--config", config)
    assert result.exit_code == 2
    assert str(config) in result.stderr
    assert analysis.calls == []


def test_a_name_that_is_no_text_does_no_harm(calls: Path, tmp_path: Path, write_wav: WriteWav) -> None:
    write_wav(tmp_path / "plain.wav", hz=900).rename(calls / "caf\udce9.wav")
    result = analyse(calls, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert "2 analysed" in result.stdout
