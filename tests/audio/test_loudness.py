import numpy as np
import pytest

from audio.loudness import SILENCE_DB, loudness_db, noise_floor_db
from audio.resample import resampled
from calls.sound import Audio

RATE = 8000


def sine(seconds: float, amplitude: float = 1.0, rate: int = RATE) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * 400 * np.arange(int(rate * seconds)) / rate)).astype(np.float32)


def test_a_sine_reads_three_db_below_its_peak() -> None:
    levels = loudness_db(sine(1.0, 0.1), RATE, 0.01, 0.05)
    assert levels.shape == (101,)
    assert levels.dtype == np.float32
    assert levels[10:90] == pytest.approx(-23.01, abs=0.05)


def test_silence_reads_the_floor_and_no_samples_read_one_frame() -> None:
    assert set(loudness_db(np.zeros(800, np.float32), RATE)) == {SILENCE_DB}
    assert loudness_db(np.zeros(0, np.float32), RATE).tolist() == [SILENCE_DB]


def test_noise_floor_is_the_level_between_words_and_skips_digital_silence() -> None:
    noise = 0.001 * np.random.default_rng(0).standard_normal(5 * RATE).astype(np.float32)
    sound = np.concatenate([noise, sine(5.0, 0.3), np.zeros(5 * RATE, np.float32)])
    assert noise_floor_db(sound, RATE) == pytest.approx(-60, abs=1.5)
    assert noise_floor_db(np.zeros(RATE, np.float32), RATE) == SILENCE_DB


@pytest.mark.parametrize(("old", "new"), [(8000, 16000), (48000, 8000), (11025, 16000)])
def test_another_rate_keeps_length_and_level(old: int, new: int) -> None:
    audio = resampled(Audio(sine(2.0, 0.5, old)[None].repeat(2, axis=0), old), new)
    assert (audio.sample_rate, audio.channels, audio.samples.dtype) == (new, 2, np.float32)
    assert audio.duration_s == pytest.approx(2.0, abs=0.001)
    assert loudness_db(audio.channel(1), new)[20:-20] == pytest.approx(-9.03, abs=0.1)


def test_the_same_rate_is_the_same_audio() -> None:
    audio = Audio(sine(1.0)[None], RATE)
    assert resampled(audio, RATE) is audio
