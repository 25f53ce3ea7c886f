"""The one place that makes ONNX Runtime sessions, so that the device asked for is the device that runs.

Asked for CUDA where it doesn't work, ONNX Runtime makes a CPU session and merely warns: the session's own list of
providers tells what it runs on.
"""

import logging
from functools import cache
from pathlib import Path

import onnxruntime as ort

from calls.errors import SetupBroken
from configs.operation_settings import ComputeSettings

CPU, CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"
_SEVERE = 3
"""ONNX Runtime's log level: errors only, what else it says about providers we say ourselves."""

log = logging.getLogger(__name__)


def make_session(path: Path, compute: ComputeSettings) -> ort.InferenceSession:
    """A session for the network at `path` on the device that `compute` asks for, on `threads` threads.

    "cpu": the CPU alone. "cuda": raises SetupBroken unless the GPU runs it. "auto": the GPU if one works, with one
    warning where it should and doesn't.
    """
    offered = CUDA in ort.get_available_providers()
    if compute.device == "cpu" or (compute.device == "auto" and not offered):
        return _session(path, [CPU], compute.threads)
    session = _session(path, [CUDA, CPU], compute.threads) if offered else None
    if session is not None and provider_in_use(session) == CUDA:
        return session
    if session is None or compute.device == "cuda":
        raise SetupBroken(
            "device 'cuda' was asked for, but ONNX Runtime can't use a GPU here; "
            "install onnxruntime-gpu alone and a CUDA it supports, or use --device cpu"
        )
    _warn_once()
    return session


def provider_in_use(session: ort.InferenceSession) -> str:
    """The provider that actually runs the session."""
    return str(session.get_providers()[0])


def device_of(session: ort.InferenceSession) -> str:
    """The device that actually runs the session: "cuda" or "cpu"."""
    return "cuda" if provider_in_use(session) == CUDA else "cpu"


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
