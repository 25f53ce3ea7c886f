"""How loud, frame by frame."""

import numpy as np
from numpy.typing import NDArray

from calls.sound import Samples

SILENCE_DB = -100.0
"""What stands for digital silence: below the least step of 16 bits (-90 dB)."""

BLOCK = 3000
"""Frames worked out at a time, so that an hour's running sum is never held at once."""


def loudness_db(samples: Samples, rate: int, hop_s: float = 0.01, frame_s: float = 0.03) -> NDArray[np.float32]:
    """RMS in dB relative to full scale of frames of `frame_s` centred every `hop_s`, shape (n // hop + 1,).

    A frame reaches over the ends as over silence; never below SILENCE_DB. A full-scale sine reads -3 dB.
    """
    hop, half = max(1, round(hop_s * rate)), max(1, round(frame_s * rate / 2))
    count = len(samples) // hop + 1
    blocks = [_mean_squares(samples, range(i, min(i + BLOCK, count)), hop, half) for i in range(0, count, BLOCK)]
    power = np.maximum(np.concatenate(blocks), 10 ** (SILENCE_DB / 10))
    return (10 * np.log10(power)).astype(np.float32)


def _mean_squares(samples: Samples, frames: range, hop: int, half: int) -> NDArray[np.float64]:
    """Of each of `frames`, by differences of a running sum over the stretch that they cover."""
    centres = np.arange(frames.start, frames.stop) * hop
    starts, ends = np.maximum(centres - half, 0), np.minimum(centres + half, len(samples))
    heard = samples[starts[0] : ends[-1]]
    energy = np.concatenate(([0.0], np.cumsum(np.square(heard, dtype=np.float64))))
    inside: NDArray[np.float64] = energy[ends - starts[0]] - energy[starts - starts[0]]
    return inside / (2 * half)


def noise_floor_db(samples: Samples, rate: int, quiet_share: float = 0.1) -> float:
    """The level below which the quietest `quiet_share` of the sound's 30 ms frames lie, dB relative to full scale.

    Digital silence is left out (a muted line says nothing of its noise); SILENCE_DB where there is nothing else.
    """
    levels = loudness_db(samples, rate)
    sounding = levels[levels > SILENCE_DB + 10]
    return float(np.quantile(sounding, quiet_share)) if sounding.size else SILENCE_DB
