"""Acoustics of the agent's voice: how much pitch and loudness move, around that voice's own middle.

Semitones, not Hz: listeners hear pitch excursions so (Traunmüller & Eriksson 1995). No emotion is inferred.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from calls.measures import ToneMeasures
from calls.spans import Timed
from configs.call_settings import ToneSettings

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class ToneTrack:
    """Pitch and level of one voice, a value a frame, over its talk only; all arrays of shape (n,).

    `times` in seconds of the recording, ascending; `hz` the pitch where voiced (any value elsewhere); `confidence`
    0 to 1 that the frame is voiced; `loudness_db` relative to full scale; `hop_s` seconds a frame stands for.
    """

    times: Floats
    hz: Floats
    confidence: Floats
    loudness_db: Floats
    hop_s: float


_NONE = np.zeros(0, np.float32)
EMPTY_TRACK = ToneTrack(times=_NONE, hz=_NONE, confidence=_NONE, loudness_db=_NONE, hop_s=0.01)
"""A voice that is never heard."""


def tone_track(pitch: ToneTrack, talk: Sequence[Timed]) -> ToneTrack:
    """The frames of a whole channel's track that lie within `talk`."""
    inside = np.zeros(pitch.times.shape, bool)
    for span in talk:
        inside |= (pitch.times >= span.start) & (pitch.times < span.end)
    return ToneTrack(
        times=pitch.times[inside],
        hz=pitch.hz[inside],
        confidence=pitch.confidence[inside],
        loudness_db=pitch.loudness_db[inside],
        hop_s=pitch.hop_s,
    )


def measure_tone(track: ToneTrack, distress: Sequence[Timed], settings: ToneSettings) -> ToneMeasures:
    """Spreads of the agent's voice; None where less than `min_voiced_s` is voiced.

    `distress` is where the customer's distress was said: the frames after it are compared with the rest.
    """
    voiced = voiced_frames(track, settings)
    voiced_s = float(voiced.sum() * track.hop_s)
    if voiced_s < settings.min_voiced_s:
        return ToneMeasures(voiced_s, None, None, None, None, None, None)
    hz, loudness, times = track.hz[voiced], track.loudness_db[voiced], track.times[voiced]
    median_hz = float(np.median(hz))
    semitones = 12 * np.log2(hz / median_hz)
    after = _after(times, distress, settings)
    low, high = np.percentile(semitones, [5, 95])
    pitch_change = loudness_change = None
    if min(after.sum(), (~after).sum()) * track.hop_s >= settings.min_after_s:
        pitch_change = spread(semitones[after]) - spread(semitones[~after])
        loudness_change = float(np.median(loudness[after]) - np.median(loudness[~after]))
    return ToneMeasures(
        agent_voiced_s=voiced_s,
        agent_pitch_median_hz=median_hz,
        agent_pitch_sd_semitones=spread(semitones),
        agent_pitch_range_semitones=float(high - low),
        agent_loudness_sd_db=spread(loudness),
        pitch_sd_change_after_distress=pitch_change,
        loudness_change_after_distress_db=loudness_change,
    )


def voiced_frames(track: ToneTrack, settings: ToneSettings) -> NDArray[np.bool_]:
    """Which frames are surely the voice: confident, not far below its level, no octave error. Shape (n,)."""
    voiced: NDArray[np.bool_] = (track.confidence >= settings.min_confidence) & (track.hz > 0)
    if not voiced.any():
        return voiced
    voiced &= track.loudness_db >= np.median(track.loudness_db[voiced]) - settings.loudness_floor_db
    return _without_octave_errors(track, voiced, settings)


def spread(values: Floats) -> float:
    """A standard deviation that outliers don't move: half of what lies between the 16th and the 84th percentile."""
    low, high = np.percentile(values, [15.87, 84.13])
    return float(high - low) / 2


def _without_octave_errors(track: ToneTrack, voiced: NDArray[np.bool_], settings: ToneSettings) -> NDArray[np.bool_]:
    """Drop frames that leap from the median of the voiced frames around them, and from the voice as a whole."""
    semitones = 12 * np.log2(track.hz[voiced])
    width = max(3, round(settings.guard_window_s / track.hop_s) | 1)
    around = median_filter(semitones, size=min(width, semitones.size), mode="nearest")
    kept = np.abs(semitones - around) <= settings.octave_guard_semitones
    # A whole stretch an octave off is its own neighbourhood: the voice's middle tells it.
    kept &= np.abs(semitones - np.median(semitones)) <= 1.5 * settings.octave_guard_semitones
    result = voiced.copy()
    result[voiced] = kept
    return result


def _after(times: Floats, distress: Sequence[Timed], settings: ToneSettings) -> NDArray[np.bool_]:
    after = np.zeros(times.shape, bool)
    for moment in distress:
        after |= (times >= moment.end) & (times < moment.end + settings.after_distress_s)
    return after
