import numpy as np
import pytest
from swift_f0 import SwiftF0

from models.pitch import HIGH_HZ, HOP, HOP_S, LOW_HZ, track_pitch


def tone(hz: float | np.ndarray, seconds: float = 2.0, rate: int = 16_000) -> np.ndarray:
    phase = 2 * np.pi * np.cumsum(np.broadcast_to(hz, round(seconds * rate))) / rate
    return (0.15 * sum(np.sin(h * phase) / h for h in range(1, 7))).astype(np.float32)


@pytest.mark.parametrize("hz", [90.0, 140.0, 220.0, 330.0])
@pytest.mark.parametrize("rate", [8_000, 16_000])
def test_the_pitch_of_a_tone_is_found(hz: float, rate: int) -> None:
    track = track_pitch(tone(hz, rate=rate), rate)
    voiced = track.confidence >= 0.5
    assert voiced.mean() > 0.9
    assert abs(np.median(track.hz[voiced]) / hz - 1) < 0.02


def test_frames_are_where_their_times_say() -> None:
    hz = np.where(np.arange(32_000) < 16_000, 200.0, 120.0)
    track = track_pitch(tone(hz), 16_000)
    change = track.times_s[np.flatnonzero((track.hz[:-1] > 155) & (track.hz[1:] <= 155))]
    assert np.abs(change - 1.0).min() <= HOP_S


def test_answers_are_those_of_the_original_also_across_blocks(sample) -> None:  # type: ignore[no-untyped-def]
    samples = sample("lamp_warm").audio.channel(0)
    ours, theirs = track_pitch(samples, 16_000), SwiftF0(threads=1).detect(samples, 16_000, LOW_HZ, HIGH_HZ)
    np.testing.assert_allclose(ours.confidence, theirs.confidence, atol=1e-4)
    np.testing.assert_allclose(ours.hz, theirs.pitch_hz, rtol=1e-4)
    np.testing.assert_allclose(ours.times_s, theirs.timestamps, atol=1e-6)


def test_silence_has_no_pitch() -> None:
    assert track_pitch(np.zeros(16_000, np.float32), 16_000).confidence.max() == 0


@pytest.mark.parametrize("samples", [0, 1, HOP - 1])
def test_less_than_a_frame_gives_an_empty_track(samples: int) -> None:
    assert len(track_pitch(np.zeros(samples, np.float32), 16_000).hz) == 0
