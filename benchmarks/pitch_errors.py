"""How far the pitch found lies from the true one, on worse and worse lines."""

from collections.abc import Callable

import numpy as np
import soxr
from scipy.signal import butter, sosfiltfilt

from calls.sound import Samples
from configs.call_settings import ToneSettings
from evaluation.world import World
from measures.tone import ToneTrack, spread, voiced_frames
from models.pitch import RATE

OCTAVE_ST = 6.0
"""Further off than this, a frame is nearer to a wrong octave than to the true pitch."""
_LINE_RATE = 8000
_MU = 255.0


def pitch_errors(world: World, found: ToneTrack, settings: ToneSettings) -> tuple[float, float, float, float]:
    """Octave errors before and after the guard, truly voiced frames lost, and the error of the spread (semitones)."""
    true = world.hz[np.minimum(np.searchsorted(world.times, found.times), len(world.hz) - 1)]
    kept = voiced_frames(found, settings)
    heard = found.confidence >= settings.min_confidence
    off = np.abs(12 * np.log2(np.where(found.hz > 0, found.hz, 1) / np.where(true > 0, true, 1))) > OCTAVE_ST
    voiced = true > 0
    own = spread(12 * np.log2(true[voiced]))
    measured = spread(12 * np.log2(found.hz[kept])) if kept.any() else np.nan
    return (
        float(off[voiced & heard].mean()),
        float(off[voiced & kept].mean()),
        float((voiced & ~kept).sum() / voiced.sum()),
        abs(float(measured - own)),
    )


def _clean(samples: Samples, _: Samples) -> Samples:
    return samples


def _telephone(samples: Samples, _: Samples) -> Samples:
    """300 to 3400 Hz: of most voices the fundamental is gone."""
    band = butter(6, [300, 3400], "bandpass", fs=RATE, output="sos")
    return sosfiltfilt(band, samples).astype(np.float32)


def _mu_law(samples: Samples, other: Samples) -> Samples:
    """The telephone band at 8 kHz in eight bits of G.711's curve."""
    narrow = soxr.resample(_telephone(samples, other), RATE, _LINE_RATE).clip(-1, 1)
    squeezed = np.sign(narrow) * np.log1p(_MU * np.abs(narrow)) / np.log1p(_MU)
    coarse = np.round(squeezed * 127) / 127
    wide = np.sign(coarse) * ((1 + _MU) ** np.abs(coarse) - 1) / _MU
    return soxr.resample(wide.astype(np.float32), _LINE_RATE, RATE)


def _noise(samples: Samples, other: Samples) -> Samples:
    """White noise 15 dB below the speech, in the telephone band."""
    line = _telephone(samples, other)
    noise = np.random.default_rng(5).normal(size=len(line)).astype(np.float32)
    return line + noise * np.float32(np.sqrt(np.mean(line**2) * 10**-1.5))


def _crosstalk(samples: Samples, other: Samples) -> Samples:
    """Another speaker, 20 dB weaker, all the time."""
    line = _telephone(samples, other)
    heard = np.resize(_telephone(other, other), len(line))
    gain = np.sqrt(np.mean(line**2) / max(float(np.mean(heard**2)), 1e-12)) * 0.1
    return line + heard * np.float32(gain)


CONDITIONS: dict[str, Callable[[Samples, Samples], Samples]] = {
    "clean": _clean,
    "telephone band": _telephone,
    "mu-law": _mu_law,
    "noise 15 dB": _noise,
    "crosstalk -20 dB": _crosstalk,
}
