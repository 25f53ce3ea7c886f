import logging
from pathlib import Path

import onnxruntime as ort
import pytest

from calls.errors import SetupBroken
from configs.operation_settings import ComputeSettings, Device, ModelSettings
from models import sessions
from models.fetch import ensure_model
from models.sessions import CUDA, PROVIDERS, device_of, make_session, provider_in_use


@pytest.fixture
def network() -> Path:
    return ensure_model("swift-f0", ModelSettings(folder=""))


def without_gpu() -> bool:
    try:
        return CUDA not in ort.get_available_providers()
    except AttributeError:
        return True


def test_cpu_is_the_cpu_alone(network: Path) -> None:
    session = make_session(network, ComputeSettings(device="cpu", threads=1))
    assert session.get_providers() == ["CPUExecutionProvider"]
    assert device_of(session) == "cpu"


@pytest.mark.parametrize("device", ["cuda", "tensorrt", "directml", "coreml", "openvino"])
def test_a_device_that_is_not_there_is_refused_and_says_what_to_do(network: Path, device: Device) -> None:
    if PROVIDERS[device] in ort.get_available_providers():
        pytest.skip(f"this build of ONNX Runtime has {device}")
    with pytest.raises(SetupBroken, match=f"'{device}'.*--device cpu"):
        make_session(network, ComputeSettings(device=device, threads=1))


@pytest.mark.skipif(not without_gpu(), reason="a GPU build of ONNX Runtime is installed")
def test_a_device_that_is_promised_but_does_not_load_is_refused(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ort, "get_available_providers", lambda: [CUDA, "CPUExecutionProvider"])
    with pytest.raises(SetupBroken, match="can't use it here"):
        make_session(network, ComputeSettings(device="cuda", threads=1))


def test_auto_runs_on_what_works(network: Path) -> None:
    session = make_session(network, ComputeSettings(device="auto", threads=1))
    assert provider_in_use(session) in ort.get_available_providers()


def test_auto_warns_once_where_a_gpu_build_finds_no_gpu(
    network: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if not without_gpu():
        pytest.skip("a GPU build of ONNX Runtime is installed")
    monkeypatch.setattr(ort, "get_available_providers", lambda: [CUDA, "CPUExecutionProvider"])
    sessions._warn_once.cache_clear()
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert device_of(make_session(network, ComputeSettings(device="auto", threads=1))) == "cpu"
    assert len([r for r in caplog.records if r.name == "models.sessions"]) == 1


def test_a_file_that_is_no_network_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "net.onnx"
    wrong.write_bytes(b"no network")
    with pytest.raises(SetupBroken, match=r"net\.onnx"):
        make_session(wrong, ComputeSettings(device="cpu", threads=1))
