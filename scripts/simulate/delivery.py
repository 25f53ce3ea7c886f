"""How a line is spoken: WORLD takes the voice apart into pitch, envelope and noise, and puts it together again.

WORLD: Morise, Yokomori & Ozawa, "WORLD: a vocoder-based high-quality speech synthesis system", 2016 (pyworld).
"""

import numpy as np
from numpy.typing import NDArray

from simulate.script import Voice

# Pitch spread in semitones is multiplied by this. Flat keeps 12 %, as a bored or read-out delivery does at most.
SPREAD = {"lively": 1.35, "natural": 1.0, "flat": 0.12}
# How far each moment's loudness is drawn to the line's own level: 1 is fully even.
EVENNESS = {"lively": 0.0, "natural": 0.0, "flat": 0.7}


def delivered(samples: NDArray[np.float64], rate: int, voice: Voice) -> NDArray[np.float64]:
    """`samples` with the voice's delivery, pitch and formants; untouched where all are the voice's own."""
    spread, evenness = SPREAD[voice.delivery], EVENNESS[voice.delivery]
    if (spread, evenness, voice.pitch, voice.formants) == (1.0, 0.0, 0.0, 1.0):
        return samples
    import pyworld  # noqa: PLC0415 - only in the environment that makes samples

    samples = np.ascontiguousarray(samples, dtype=np.float64)
    rough, times = pyworld.dio(samples, rate)
    pitch = pyworld.stonemask(samples, rough, times, rate)
    envelope = pyworld.cheaptrick(samples, pitch, times, rate)
    noise = pyworld.d4c(samples, pitch, times, rate)
    out = pyworld.synthesize(_spread(pitch, spread, voice.pitch), _scaled(envelope, voice.formants), noise, rate)
    return _evened(out, rate, evenness)


def sung(samples: NDArray[np.float64], rate: int, notes: tuple[float, ...], note_s: float) -> NDArray[np.float64]:
    """The line with its pitch put on `notes` (Hz), one after another, `note_s` seconds each: a song."""
    import pyworld  # noqa: PLC0415

    samples = np.ascontiguousarray(samples, dtype=np.float64)
    pitch, times = pyworld.dio(samples, rate)
    envelope, noise = pyworld.cheaptrick(samples, pitch, times, rate), pyworld.d4c(samples, pitch, times, rate)
    melody = np.array(notes)[(times / note_s).astype(int) % len(notes)]
    wobble = 1 + 0.012 * np.sin(2 * np.pi * 5.5 * times)
    return np.asarray(pyworld.synthesize(np.where(pitch > 0, melody * wobble, 0.0), envelope, noise, rate))


def _spread(pitch: NDArray[np.float64], factor: float, shift: float) -> NDArray[np.float64]:
    """Pitch (Hz, 0 unvoiced) with its distance from the median multiplied and all of it shifted, in semitones."""
    voiced = pitch > 0
    if not voiced.any():
        return pitch
    median = np.median(pitch[voiced])
    semitones = 12 * np.log2(np.where(voiced, pitch, median) / median)
    return np.where(voiced, median * 2 ** ((semitones * factor + shift) / 12), 0.0)


def _scaled(envelope: NDArray[np.float64], ratio: float) -> NDArray[np.float64]:
    """Spectral envelope (frames, bins) stretched along frequency: above 1 a shorter vocal tract, below a longer one."""
    if ratio == 1.0:
        return envelope
    bins = np.arange(envelope.shape[1])
    stretched = [np.interp(bins / ratio, bins, frame) for frame in envelope]
    return np.ascontiguousarray(stretched)


def _evened(samples: NDArray[np.float64], rate: int, evenness: float) -> NDArray[np.float64]:
    """Loudness (RMS over 0.2 s) drawn towards the line's median loudness; pauses stay pauses."""
    if evenness == 0.0:
        return samples
    width = round(0.2 * rate)
    rms = np.sqrt(np.convolve(samples**2, np.ones(width) / width, mode="same") + 1e-12)
    speaking = rms > 0.1 * rms.max()
    gain = np.where(speaking, np.median(rms[speaking]) / rms, 1.0) ** evenness
    return np.asarray(samples * np.convolve(gain, np.ones(width) / width, mode="same"))
