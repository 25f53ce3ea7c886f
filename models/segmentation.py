"""Who speaks when within ten seconds: pyannote's segmentation-3.0 on ONNX Runtime.

Bredin, "pyannote.audio 2.1", and Plaquet & Bredin, "Powerset multi-class cross entropy loss for neural speaker
diarization", Interspeech 2023: up to three speakers a window, up to two at once, told apart only within the window.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio.resample import Readable
from configs.operation_settings import ComputeSettings
from models.cores import abreast
from models.sessions import device_of, session_abreast

RATE = 16_000
WINDOW_S = 10.0
FRAME_STEP_S = 270 / RATE
FRAME_FIRST_S = 0.5 * 991 / RATE
"""Frames are 16.875 ms apart; the first one's middle lies half the network's field (61.9 ms) into the window."""
SPEAKERS = 3
_SETS = ((), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2))
_POWERSET = np.array([[speaker in members for speaker in range(SPEAKERS)] for members in _SETS])
_AT_LEAST = np.array([[len(members) >= least for least in (1, 2)] for members in _SETS], dtype=np.float32)
_BATCH = 8


@dataclass(frozen=True, slots=True, eq=False)
class Activity:
    """Who is active in each window: `active` bool (windows, frames, 3), `starts` seconds (windows,).

    Speaker 0 of one window need not be speaker 0 of the next. `at_least` float (windows, frames, 2) is how probable it
    is that at least one, at least two speak.
    """

    starts: NDArray[np.float64]
    active: NDArray[np.bool_]
    at_least: NDArray[np.float32]

    @property
    def frame_times(self) -> NDArray[np.float64]:
        """The middle of each frame, seconds from its window's start, shape (frames,)."""
        frames = self.active.shape[1]
        return FRAME_FIRST_S + np.linspace(0.0, (frames - 1) * FRAME_STEP_S, frames)


class Segmentation:
    """The network, ready to run."""

    def __init__(self, path: Path, compute: ComputeSettings) -> None:
        self._session, self._abreast = session_abreast(path, compute)
        self.device = device_of(self._session)

    def listen(self, samples_16k: Readable, starts: NDArray[np.float64]) -> Activity:
        """Who is active in the windows of 10 s that begin at `starts` (seconds); beyond the end there is silence."""
        batches = [starts[i : i + _BATCH] for i in range(0, len(starts), _BATCH)]
        answers = abreast(partial(self._answer, samples_16k), batches, self._abreast)
        if not answers:
            return Activity(starts, np.zeros((0, 0, SPEAKERS), dtype=bool), np.zeros((0, 0, 2), dtype=np.float32))
        active, at_least = zip(*answers, strict=True)
        return Activity(starts, np.concatenate(active), np.concatenate(at_least))

    def _answer(self, samples: Readable, starts: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """`active` and `at_least` of one batch of windows, see Activity."""
        length = round(WINDOW_S * RATE)
        batch = np.zeros((len(starts), 1, length), dtype=np.float32)
        for row, start in zip(batch, starts, strict=True):
            part = samples[round(start * RATE) : round(start * RATE) + length]
            row[0, : len(part)] = part
        (log_probability,) = self._session.run(None, {"samples": batch})
        active: NDArray[np.bool_] = _POWERSET[log_probability.argmax(axis=-1)]
        return active, np.exp(log_probability) @ _AT_LEAST


def window_starts(duration_s: float, step_s: float) -> NDArray[np.float64]:
    """Where windows begin that together cover 0 to `duration_s`, `step_s` apart; the last may reach beyond the end."""
    count = 1 + max(0, int(np.ceil((duration_s - WINDOW_S) / step_s - 1e-9)))
    return np.linspace(0.0, (count - 1) * step_s, count)
