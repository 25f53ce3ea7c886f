"""What the doctor finds on this machine."""

import pytest
from typer.testing import CliRunner

from cli.main import app
from models import trial

COMMAND = CliRunner()


@pytest.mark.slow
def test_every_network_of_the_settings_runs_on_the_cpu() -> None:
    ended = COMMAND.invoke(app, ["doctor", "--device", "cpu"])
    assert ended.exit_code == 0, ended.output
    for network in (
        "words (whisper-base)",
        "speech (silero)",
        "voices (segmentation)",
        "voices (campplus)",
        "pitch",
        "markers",
    ):
        (line,) = [line for line in ended.output.splitlines() if line.startswith(network)]
        assert "works on cpu" in line
    assert "ONNX Runtime" in ended.output and "CPUExecutionProvider" in ended.output


@pytest.mark.slow
def test_a_gpu_that_is_not_there_is_said_for_each_network_and_fails() -> None:
    import onnxruntime as ort  # noqa: PLC0415

    if "CUDAExecutionProvider" in ort.get_available_providers():
        pytest.skip("ONNX Runtime can use a GPU here")
    ended = COMMAND.invoke(app, ["doctor", "--device", "cuda"])
    assert ended.exit_code == 2
    assert "voices (campplus): device 'cuda' was asked for" in ended.output
    assert "pitch (swift-f0): works on cpu" in ended.output


def test_two_builds_of_onnx_runtime_are_a_fault_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"onnxruntime": ["onnxruntime-gpu", "onnxruntime"]}
    monkeypatch.setattr(trial, "packages_distributions", lambda: both)
    monkeypatch.setattr(trial, "try_networks", lambda _: iter(()))
    ended = COMMAND.invoke(app, ["doctor"])
    assert ended.exit_code == 2
    assert "pip install --no-deps onnxruntime-gpu" in ended.output
