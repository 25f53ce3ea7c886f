"""Pitch: swift-f0 on ONNX Runtime (https://github.com/lars76/swift-f0)."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import onnxruntime as ort
import soxr
from numpy.typing import NDArray

from calls.sound import Samples
from configs.operation_settings import ComputeSettings, ModelSettings
from models.cores import abreast
from models.fetch import ensure_model
from models.sessions import make_session

RATE = 16_000
HOP = 256
HOP_S = HOP / RATE
LOW_HZ, HIGH_HZ = 47.0, 700.0
"""Adults speak between 70 and 450 Hz, lively ones too (Traunmüller & Eriksson 1995). Wider, to what the network knows
(47 Hz) and above: a voice that an end of the range cuts into reads as flatter than it is (benchmarks/delivery.py)."""
_BLOCK = 625
"""Frames a run, 10 s: what runs hold in memory stays small however long the call, for one each core."""
_BEFORE, _AFTER = 11, 10
"""Frames a run needs around those it answers for: the network's field (2815 samples each way)."""
_SILENT_PEAK = 1e-3
"""Frames that never exceed this are idle line; the network, which never saw such, finds random voices in them."""


@dataclass(frozen=True, slots=True, eq=False)
class PitchTrack:
    """Pitch every 16 ms, arrays of shape (n,): `times_s` the moment each speaks for, `hz`, `confidence` 0 to 1.

    A frame is voiced from a confidence of 0.5 (swift-f0's calibration); `hz` of other frames means nothing.
    """

    times_s: NDArray[np.float64]
    hz: NDArray[np.float32]
    confidence: NDArray[np.float32]


def track_pitch(
    samples: Samples, rate: int, low_hz: float = LOW_HZ, high_hz: float = HIGH_HZ, threads: int = 1
) -> PitchTrack:
    """The pitch of `samples` (n,) at `rate` Hz, between `low_hz` and `high_hz`; empty for no samples."""
    wide = samples if rate == RATE else soxr.resample(samples, rate, RATE)
    frames = len(wide) // HOP

    def block(first: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return _block(wide, first, min(first + _BLOCK, frames), low_hz, high_hz)

    blocks = abreast(block, range(0, frames, _BLOCK), threads)
    if not blocks:
        return PitchTrack(np.zeros(0), np.zeros(0, np.float32), np.zeros(0, np.float32))
    hz, confidence = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    peaks = np.abs(wide[: frames * HOP]).reshape(frames, HOP).max(axis=1)
    confidence[peaks < _SILENT_PEAK] = 0.0
    return PitchTrack(np.linspace(0.0, (frames - 1) * HOP_S, frames), hz, confidence)


def _block(
    wide: Samples, first: int, last: int, low_hz: float, high_hz: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Pitch and confidence of frames `first` to `last`."""
    start = max(0, first - _BEFORE)
    heard = wide[start * HOP : (last + _AFTER) * HOP]
    feed = {"audio": heard[None], "fmin": np.float32(low_hz), "fmax": np.float32(high_hz)}
    hz, confidence = _network().run(["pitch", "confidence"], {k: np.asarray(v, np.float32) for k, v in feed.items()})
    return hz[0, first - start : last - start], confidence[0, first - start : last - start]


@cache
def _network() -> ort.InferenceSession:
    """The network, on one CPU thread: 0.4 % of real time, nothing for a GPU to gain."""
    path = ensure_model("swift-f0", ModelSettings(folder=""))
    return make_session(path, ComputeSettings(device="cpu", threads=1))
