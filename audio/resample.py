"""Another sample rate."""

import numpy as np

from calls.sound import Audio


def resampled(audio: Audio, rate: int) -> Audio:
    """The same sound at `rate` Hz, by librosa with soxr at its high quality; itself where it is there already."""
    if audio.sample_rate == rate:
        return audio
    if not audio.samples.size:
        return Audio(audio.samples, rate)
    import librosa  # noqa: PLC0415  over a second to import, which `warmline --help` need not pay

    samples = librosa.resample(audio.samples, orig_sr=audio.sample_rate, target_sr=rate, res_type="soxr_hq", axis=1)
    return Audio(np.ascontiguousarray(samples, dtype=np.float32), rate)
