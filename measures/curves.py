"""The agent's pitch and loudness as curves for the eye: medians of short stretches around the voice's own middle."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from calls.curves import VoiceCurve
from configs.call_settings import ToneSettings
from measures.tone import Floats, ToneTrack, voiced_frames

LEAST_VOICED_S = 0.05
"""A stretch with less voice than this has no point: a few frames at the edge of a word are no pitch of it."""
DECIMALS = 1
"""A tenth of a semitone and of a decibel are finer than an ear or a line of 30 pixels tells apart."""


def voice_curve(
    track: ToneTrack, duration_s: float, step_s: float, points: int, settings: ToneSettings
) -> VoiceCurve | None:
    """A point every `step_s`, or less often where the call is too long for `points` of them.

    None where less than `min_voiced_s` is voiced: a voice's own middle is not known then.
    """
    voiced = voiced_frames(track, settings)
    if voiced.sum() * track.hop_s < settings.min_voiced_s or duration_s <= 0:
        return None
    step_s = max(step_s, duration_s / points)
    count = int(np.ceil(duration_s / step_s))
    at = np.minimum((track.times[voiced] / step_s).astype(int), count - 1)
    semitones = 12 * np.log2(track.hz[voiced])
    least = max(1, round(LEAST_VOICED_S / track.hop_s))
    return VoiceCurve(
        step_s,
        _medians(semitones - np.median(semitones), at, count, least),
        _medians(track.loudness_db[voiced] - np.median(track.loudness_db[voiced]), at, count, least),
    )


def _medians(values: Floats, at: NDArray[np.intp], count: int, least: int) -> tuple[float | None, ...]:
    """The median of the values of each stretch; `at` (n,) ascending tells which stretch a value is of."""
    edges = np.searchsorted(at, np.arange(count + 1))
    return tuple(
        round(float(np.median(values[first:last])), DECIMALS) + 0.0 if last - first >= least else None
        for first, last in pairwise(edges)
    )
