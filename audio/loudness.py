"""How loud, frame by frame."""

import numpy as np
from numpy.typing import NDArray

from calls.sound import Samples

SILENCE_DB = -100.0
"""What stands for digital silence: below the least step of 16 bits (-90 dB)."""


def loudness_db(samples: Samples, rate: int, hop_s: float = 0.01, frame_s: float = 0.03) -> NDArray[np.float32]:
    """RMS in dB relative to full scale of frames of `frame_s` centred every `hop_s`, shape (n // hop + 1,).

    A frame reaches over the ends as over silence; never below SILENCE_DB. A full-scale sine reads -3 dB.
    """
    hop, half = max(1, round(hop_s * rate)), max(1, round(frame_s * rate / 2))
    energy = np.concatenate(([0.0], np.cumsum(np.square(samples, dtype=np.float64))))
    centres = np.arange(len(samples) // hop + 1) * hop
    inside = energy[np.minimum(centres + half, len(samples))] - energy[np.maximum(centres - half, 0)]
    power = np.maximum(inside / (2 * half), 10 ** (SILENCE_DB / 10))
    return (10 * np.log10(power)).astype(np.float32)


def noise_floor_db(samples: Samples, rate: int, quiet_share: float = 0.1) -> float:
    """The level below which the quietest `quiet_share` of the sound's 30 ms frames lie, dB relative to full scale.

    Digital silence is left out (a muted line says nothing of its noise); SILENCE_DB where there is nothing else.
    """
    levels = loudness_db(samples, rate)
    sounding = levels[levels > SILENCE_DB + 10]
    return float(np.quantile(sounding, quiet_share)) if sounding.size else SILENCE_DB
