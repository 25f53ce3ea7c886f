"""What the doctor finds on this machine."""

import pytest
from typer.testing import CliRunner

from cli.main import app

COMMAND = CliRunner()


@pytest.mark.slow
def test_every_network_of_the_settings_runs_on_the_cpu() -> None:
    ended = COMMAND.invoke(app, ["doctor", "--device", "cpu"])
    assert ended.exit_code == 0, ended.output
    for network in ("words (whisper-base)", "speech (silero)", "voices (segmentation)", "voices (campplus)", "pitch"):
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
