"""Two channels: one party on each, the same mix twice, or a mono call beside a dead channel."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from audio.loudness import loudness_db
from audio.resample import ResampledView
from calls.sound import Audio, Samples
from configs.sound_settings import ChannelSettings

RATE = 8000
BLOCK_S = 60
"""Looked at at once, so that hours take no more memory than minutes."""


def live_channels(audio: Audio, settings: ChannelSettings) -> tuple[int, ...]:
    """The channels that carry any sound at all: a dead one has no frame above `settings.dead_below_db`."""
    return tuple(
        index
        for index in range(audio.channels)
        if any(
            loudness_db(block, audio.sample_rate).max() > settings.dead_below_db
            for block in _blocks(audio.channel(index), audio.sample_rate * BLOCK_S)
        )
    )


def is_same_mix(audio: Audio, settings: ChannelSettings) -> bool:
    """Whether two channels carry one mix: a copy, with another gain, a few ms of delay or another codec's noise.

    The channels' normalised cross-correlation, at its best lag, is about 1 for a copy. Two parties with crosstalk at
    g dB give about 2 * 10 ** (g / 20): 0.11 at -25 dB. Where one party never speaks its channel is crosstalk alone,
    a copy too, but one much weaker than gains differ: hence `settings.same_mix_gain_db`.
    False for one channel, and where one is dead.
    """
    if audio.channels != 2 or len(live_channels(audio, settings)) < 2:
        return False
    left, right = _windows(audio, settings)
    powers = float(np.sum(left**2)), float(np.sum(right**2))
    if min(powers) <= 0 or abs(10 * np.log10(powers[0] / powers[1])) > settings.same_mix_gain_db:
        return False
    centre = left.shape[1] - 1
    lags = round(settings.same_mix_delay_s * RATE)
    products = fftconvolve(left, right[:, ::-1], axes=1).sum(axis=0)[centre - lags : centre + lags + 1]
    return bool(np.abs(products).max() / np.sqrt(powers[0] * powers[1]) > settings.same_mix_correlation)


def _windows(audio: Audio, settings: ChannelSettings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The windows where either channel is loudest for itself, at 8 kHz, shapes (windows, samples)."""
    sides = [ResampledView(audio.channel(index), audio.sample_rate, RATE) for index in range(2)]
    length = len(sides[0])
    width = min(round(settings.window_s * RATE), length)
    starts = np.arange(length // width) * width
    power = np.array([[_power(side[start : start + width]) for start in starts] for side in sides])
    relative = (power / np.maximum(power.max(axis=1, keepdims=True), 1e-12)).max(axis=0)
    loudest = starts[np.argsort(relative)[::-1][: settings.windows]]
    left, right = (np.array([_centred(side[start : start + width]) for start in loudest]) for side in sides)
    return left, right


def _centred(samples: Samples) -> NDArray[np.float64]:
    centred: NDArray[np.float64] = samples.astype(np.float64) - samples.mean(dtype=np.float64)
    return centred


def _power(samples: Samples) -> float:
    return float(np.square(_centred(samples)).sum())


def _blocks(samples: Samples, size: int) -> Iterator[Samples]:
    for first in range(0, max(1, len(samples)), size):
        yield samples[first : first + size]
