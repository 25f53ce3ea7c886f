"""The one place that makes ONNX Runtime sessions, so that the device asked for is the device that runs.

Asked for CUDA where it doesn't work, ONNX Runtime makes a CPU session and merely warns: the session's own list of
providers tells what it runs on.
"""

import logging
from dataclasses import replace
from functools import cache
from pathlib import Path

import onnxruntime as ort

from calls.errors import SetupBroken
from configs.operation_settings import ComputeSettings
from models.cores import cores_of

PROVIDERS = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "tensorrt": "TensorrtExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
}
"""ONNX Runtime's names of what the setting `device` names; each comes in a build of its own."""
BEHIND = {"tensorrt": ("cuda",)}
"""What runs the parts of a network that a provider can't; the CPU always does."""
CPU, CUDA = PROVIDERS["cpu"], PROVIDERS["cuda"]
_SEVERE = 3
"""ONNX Runtime's log level: errors only, what else it says about providers we say ourselves."""

log = logging.getLogger(__name__)


def make_session(path: Path, compute: ComputeSettings) -> ort.InferenceSession:
    """A session for the network at `path` on the device that `compute` asks for, on `threads` threads.

    "cpu": the CPU alone. "auto": an NVIDIA GPU if one works, with one warning where it should and doesn't. Any other
    of PROVIDERS: raises SetupBroken unless that one runs it.
    """
    offered = ort.get_available_providers()
    wanted = "cuda" if compute.device == "auto" else compute.device
    if wanted == "cpu" or (compute.device == "auto" and CUDA not in offered):
        return _session(path, [CPU], compute.threads)
    if PROVIDERS[wanted] not in offered:
        raise SetupBroken(f"{_asked_for(wanted)}, but this ONNX Runtime has {', '.join(offered)} only; {_REMEDY}")
    chain = [wanted, *BEHIND.get(wanted, ()), "cpu"]
    session = _session(path, [PROVIDERS[name] for name in chain], compute.threads)
    if provider_in_use(session) == PROVIDERS[wanted]:
        return session
    if compute.device != "auto":
        raise SetupBroken(f"{_asked_for(wanted)}, but ONNX Runtime can't use it here; {_REMEDY}")
    _warn_once()
    return session


def session_abreast(path: Path, compute: ComputeSettings) -> tuple[ort.InferenceSession, int]:
    """A session as make_session makes it, and by how many threads at once it is best run: on a CPU, one a core."""
    session = make_session(path, replace(compute, threads=1))
    return session, cores_of(compute) if provider_in_use(session) == CPU else 1


_REMEDY = "install the one build of onnxruntime that brings it (docs/devices.md), or use --device cpu"


def _asked_for(device: str) -> str:
    return f"device '{device}' was asked for"


def provider_in_use(session: ort.InferenceSession) -> str:
    """The provider that actually runs the session."""
    return str(session.get_providers()[0])


def device_of(session: ort.InferenceSession) -> str:
    """The device that actually runs the session, one of PROVIDERS."""
    return next((name for name, provider in PROVIDERS.items() if provider == provider_in_use(session)), "cpu")


def _session(path: Path, providers: list[str], threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = _SEVERE
    # Threads that spin while they wait take the other processes' cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return ort.InferenceSession(str(path), options, providers=providers)
    except Exception as error:  # ONNX Runtime's own errors derive from Exception alone
        reason = " ".join(str(error).split())
        raise SetupBroken(f"{path}: ONNX Runtime can't load this network ({reason[:160]}); install it again") from error


@cache
def _warn_once() -> None:
    log.warning("A GPU build of ONNX Runtime is installed but no GPU works; the networks run on the CPU.")
