"""Pitch and loudness as curves: a voice's own movement, nothing where it is not heard."""

from dataclasses import replace

import numpy as np
import pytest

from configs.settings import load_settings
from measures.curves import voice_curve
from measures.tone import EMPTY_TRACK, ToneTrack

SETTINGS = load_settings().tone
HOP_S = 0.016


def voice(hz: np.ndarray, loudness_db: np.ndarray | float = -25.0, confidence: float = 1.0) -> ToneTrack:
    times = (np.arange(len(hz)) * HOP_S).astype(np.float32)
    level = np.broadcast_to(np.float32(loudness_db), times.shape)
    return ToneTrack(times, hz.astype(np.float32), np.full_like(times, confidence), level, HOP_S)


def seconds(count: float) -> np.ndarray:
    return np.arange(round(count / HOP_S)) * HOP_S


def test_a_voice_moves_around_its_own_median_whatever_its_pitch() -> None:
    swing = 2.0 * np.sin(2 * np.pi * seconds(64) / 8)
    low, high = (voice_curve(voice(hz * 2 ** (swing / 12)), 64, 0.25, 1500, SETTINGS) for hz in (95.0, 260.0))
    assert low
    assert high
    assert low.semitones == pytest.approx(high.semitones, abs=0.11)
    assert max(low.semitones) == pytest.approx(2.0, abs=0.15)
    assert low.step_s == 0.25
    assert len(low.semitones) == len(low.loudness_db) == 256


def test_where_the_agent_is_silent_there_is_no_point() -> None:
    track = voice(np.full(round(30 / HOP_S), 200.0))
    later = replace(track, times=track.times + np.float32(20))
    curve = voice_curve(later, 60, 0.5, 1500, SETTINGS)
    assert curve
    assert set(curve.semitones[:40]) == {None}
    assert set(curve.semitones[100:]) == {None}
    assert None not in curve.semitones[41:99]


def test_loudness_is_told_as_the_difference_from_the_usual() -> None:
    level = np.where(seconds(60) < 45, -25.0, -19.0)
    curve = voice_curve(voice(np.full(level.shape, 200.0), level), 60, 1.0, 1500, SETTINGS)
    assert curve
    assert (curve.loudness_db[10], curve.loudness_db[50]) == (0.0, 6.0)


def test_an_hour_has_no_more_points_than_asked_for() -> None:
    curve = voice_curve(voice(np.full(round(60 / HOP_S), 200.0)), 3600, 0.25, 1500, SETTINGS)
    assert curve
    assert len(curve.semitones) == 1500
    assert curve.step_s == pytest.approx(2.4)


@pytest.mark.parametrize(
    "track",
    [EMPTY_TRACK, voice(np.full(2000, 200.0), confidence=0.0), voice(np.full(30, 200.0))],
    ids=["nobody", "unvoiced", "half a second"],
)
def test_a_voice_hardly_heard_has_no_curve(track: ToneTrack) -> None:
    assert voice_curve(track, 40, 0.25, 1500, SETTINGS) is None


def test_a_recording_of_no_length_has_none() -> None:
    assert voice_curve(voice(np.full(2000, 200.0)), 0.0, 0.25, 1500, SETTINGS) is None
