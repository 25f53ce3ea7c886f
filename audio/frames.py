"""Short frames of one channel, and steady sines in them: what the tone detectors share."""

import numpy as np
from numpy.typing import NDArray

from audio.resample import resampled
from calls.sound import Audio, Samples

TELEPHONE_RATE = 8000
"""Tones, keys and hold music came over a telephone line: nothing above 4 kHz belongs to them."""


def at_telephone_rate(samples: Samples, rate: int) -> Samples:
    """The channel at 8 kHz."""
    return resampled(Audio(samples[None], rate), TELEPHONE_RATE).channel(0)


def framed(samples: NDArray[np.float32], length: int, hop: int) -> NDArray[np.float32]:
    """Frames centred on 0, hop, 2 hop, ... samples, shape (n // hop + 1, length), a view; silence beyond the ends."""
    around = np.pad(samples, (length // 2, length - length // 2))
    frames: NDArray[np.float32] = np.lib.stride_tricks.sliding_window_view(around, length)[::hop]
    return frames[: len(samples) // hop + 1]


def sines(frames: NDArray[np.float32], rate: int, frequencies: NDArray[np.float64]) -> NDArray[np.complex64]:
    """Complex amplitude of a sine at each frequency in each frame, Hann-windowed, shape (frames, frequencies).

    Its square's half is the sine's power; its phase is that at the frame's middle. A full-scale sine gives 1.
    """
    length = frames.shape[1]
    window = np.hanning(length + 1)[:-1]
    times = (np.arange(length) - length // 2) / rate
    kernel = window[:, None] * np.exp(-2j * np.pi * times[:, None] * frequencies[None]) * 2 / window.sum()
    parts = np.concatenate([kernel.real, kernel.imag], axis=1).astype(np.float32)
    both = frames @ parts
    amplitudes: NDArray[np.complex64] = both[:, : len(frequencies)] + 1j * both[:, len(frequencies) :]
    return amplitudes


def power(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """Hann-weighted mean power of each frame, shape (frames,): a sine's is half its squared amplitude."""
    window = np.hanning(frames.shape[1] + 1)[:-1].astype(np.float32)
    weights = window / window.sum()
    result: NDArray[np.float32] = np.square(frames) @ weights
    return result


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and one-past-last index of each stretch of True.

    >>> runs(np.array([True, False, True, True]))
    [(0, 1), (2, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
