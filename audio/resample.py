"""Another sample rate."""

import numpy as np
import soxr

from calls.sound import Audio


def resampled(audio: Audio, rate: int) -> Audio:
    """The same sound at `rate` Hz, by soxr at its high quality (librosa's own default); itself where it is there."""
    if audio.sample_rate == rate:
        return audio
    samples = soxr.resample(audio.samples.T, audio.sample_rate, rate)
    return Audio(np.ascontiguousarray(samples.T, dtype=np.float32), rate)
