"""WORLD takes a voice apart and speaks it again with another pitch or vocal tract (Morise et al. 2016; pyworld)."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

import librosa
import numpy as np
from numpy.typing import NDArray

from calls.errors import SetupBroken
from calls.sound import Samples
from models.pitch import RATE

HOP = 160
LOW_HZ, HIGH_HZ = 65.0, 500.0
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Pitch (Hz, 0 where unvoiced) every HOP samples, spectral envelope and noise, shapes (n,) and (n, bins)."""

    times: Doubles
    hz: Doubles
    envelope: Doubles
    noise: Doubles


def analysed(samples: Samples) -> World:
    """`samples` (n,) at RATE taken apart. Pitch by pYIN: dio needs the fundamental, which a telephone cuts off.

    Raises SetupBroken without pyworld.
    """
    wide = np.ascontiguousarray(samples, np.float64)
    found, voiced, _ = librosa.pyin(samples, fmin=LOW_HZ, fmax=HIGH_HZ, sr=RATE, frame_length=1024, hop_length=HOP)
    hz = np.ascontiguousarray(np.where(voiced, np.nan_to_num(found), 0.0))
    times = np.arange(len(hz)) * HOP / RATE
    world = _pyworld()
    return World(times, hz, world.cheaptrick(wide, hz, times, RATE), world.d4c(wide, hz, times, RATE))


def spoken(world: World, spread: float = 1.0, shift: float = 0.0) -> Samples:
    """Spoken again: pitch `spread` times as far from its median, pitch and formants `shift` semitones higher."""
    ratio = 2 ** (shift / 12)
    voiced = world.hz > 0
    middle = np.median(world.hz[voiced])
    hz = np.where(voiced, middle * ratio * (np.where(voiced, world.hz, middle) / middle) ** spread, 0.0)
    samples = _pyworld().synthesize(hz, _stretched(world.envelope, ratio), world.noise, RATE, 1000 * HOP / RATE)
    return np.asarray(samples, np.float32)


def _stretched(envelope: Doubles, ratio: float) -> Doubles:
    """A shorter vocal tract above 1, a longer one below."""
    if ratio == 1.0:
        return envelope
    bins = np.arange(envelope.shape[1])
    return np.ascontiguousarray([np.interp(bins / ratio, bins, frame) for frame in envelope])


@cache
def _pyworld() -> ModuleType:
    """Only those who judge voices need it. Raises SetupBroken where it isn't installed."""
    try:
        return import_module("pyworld")
    except ImportError as error:
        raise SetupBroken(
            "voices are spoken again by pyworld, which isn't there; pip install 'warmline[bench]'"
        ) from error
