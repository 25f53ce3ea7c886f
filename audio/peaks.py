"""The waveform as a page draws it."""

import numpy as np
from numpy.typing import NDArray

from calls.sound import Audio


def waveform_peaks(audio: Audio, points: int) -> NDArray[np.float32]:
    """The largest sample of each of `points` equal stretches, shape (channels, points), 0 to 1.

    Scaled by the loudest of all channels, so that a faint side looks faint; zeros for a silent recording.
    """
    length = audio.samples.shape[1]
    edges = np.linspace(0, length, points + 1).astype(int)[:-1]
    if length == 0:
        return np.zeros((audio.channels, points), dtype=np.float32)
    cuts = np.minimum(edges, length - 1)
    highest, lowest = (part.reduceat(audio.samples, cuts, axis=1) for part in (np.maximum, np.minimum))
    peaks = np.maximum(highest, -lowest)
    loudest = float(peaks.max())
    return (peaks / loudest if loudest > 0 else peaks).astype(np.float32)
