import numpy as np
import pytest

from audio.music import FEATURES, find_music, music_model, window_features
from configs.settings import load_settings

RATE = 8000
SETTINGS = load_settings().music


def note(hz: float, seconds: float) -> np.ndarray:
    times = np.arange(int(seconds * RATE)) / RATE
    tone = sum(np.sin(2 * np.pi * hz * part * times) / part**1.3 for part in range(1, 7) if hz * part < 3400)
    return np.asarray(tone * np.exp(-2 * times) * np.minimum(1, times / 0.01))


def melody(seconds: float, seed: int = 1) -> np.ndarray:
    """Plucked notes over a held chord, two a second."""
    rng = np.random.default_rng(seed)
    scale = 220 * 2 ** (np.array([0, 2, 4, 7, 9, 12, 14, 16]) / 12)
    bars = [note(hz, 0.5) + 0.5 * note(scale[0], 0.5) for hz in rng.choice(scale, int(seconds * 2))]
    return 0.08 * np.concatenate(bars)


def voice(seconds: float, pitch_hz: float, seed: int = 2) -> np.ndarray:
    """Speech-like: gliding harmonics under moving formants, syllables at 4 Hz, a pause every two seconds."""
    rng = np.random.default_rng(seed)
    times = np.arange(int(seconds * RATE)) / RATE
    pitch = pitch_hz * (1 + 0.2 * np.sin(2 * np.pi * 0.7 * times) + 0.05 * np.sin(2 * np.pi * 2.9 * times))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    formants = [500 + 250 * np.sin(2 * np.pi * 2.1 * times), 1500 + 500 * np.sin(2 * np.pi * 1.7 * times), 2500]
    sound = np.zeros(len(times))
    for harmonic in range(1, 30):
        strength = sum(np.exp(-(((harmonic * pitch - formant) / 150) ** 2)) for formant in formants)
        sound += np.where(harmonic * pitch < 3400, strength, 0) * np.sin(harmonic * phase)
    breath = np.diff(rng.standard_normal(len(times)), append=0) * 0.2
    spoken = (np.sin(2 * np.pi * 4 * times) > -0.6) & ((times % 2) < 1.6)
    return 0.1 * np.convolve(spoken, np.ones(160) / 160, "same") * (sound + breath)


def on_a_line(*parts: np.ndarray, db: float = 0) -> np.ndarray:
    sound = np.concatenate(parts) * 10 ** (db / 20)
    return (sound + np.random.default_rng(9).standard_normal(len(sound)) * 1e-3).astype(np.float32)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * RATE))


@pytest.mark.parametrize("db", [-14, -6, 6])
def test_music_is_found_where_it_plays(db: float) -> None:
    sound = on_a_line(voice(10, 120), silence(1), melody(20), silence(1), voice(10, 120), db=db)
    (found,) = find_music(sound, RATE, SETTINGS)
    assert (found.start, found.end) == (pytest.approx(11, abs=0.5), pytest.approx(31, abs=0.6))


def test_music_from_the_first_to_the_last_second_covers_all() -> None:
    (found,) = find_music(on_a_line(melody(15)), RATE, SETTINGS)
    assert (found.start, found.end) == (0.0, pytest.approx(15.0))


def test_a_loop_with_short_gaps_is_one_stretch_and_a_long_pause_parts_two() -> None:
    looped = on_a_line(silence(3), melody(10), silence(2), melody(10), silence(2), melody(10), silence(3))
    assert len(find_music(looped, RATE, SETTINGS)) == 1
    parted = on_a_line(silence(3), melody(10), silence(8), melody(10), silence(3))
    assert len(find_music(parted, RATE, SETTINGS)) == 2


def test_other_sample_rates_give_the_same_stretch() -> None:
    sound = on_a_line(silence(5), melody(10), silence(5))
    (found,) = find_music(np.repeat(sound, 2), 2 * RATE, SETTINGS)
    assert (found.start, found.end) == (pytest.approx(5, abs=0.5), pytest.approx(15, abs=0.6))


@pytest.mark.parametrize("pitch_hz", [95, 130, 180, 230])
def test_a_voice_alone_is_no_music(pitch_hz: float) -> None:
    assert find_music(on_a_line(voice(40, pitch_hz)), RATE, SETTINGS) == ()


def pink(seconds: float) -> np.ndarray:
    spectrum = np.fft.rfft(np.random.default_rng(4).standard_normal(int(seconds * RATE)))
    return np.fft.irfft(spectrum / np.sqrt(np.maximum(1, np.arange(len(spectrum)))))


TIMES = np.arange(20 * RATE) / RATE


@pytest.mark.parametrize(
    "sound",
    [
        0.1 * np.random.default_rng(3).standard_normal(20 * RATE),
        0.1 * pink(20) / np.std(pink(20)),
        0.1 * (np.sin(2 * np.pi * 100 * TIMES) + np.sin(2 * np.pi * 300 * TIMES)),
        0.1 * (np.sin(2 * np.pi * 350 * TIMES) + np.sin(2 * np.pi * 440 * TIMES)),
        0.003 * melody(20) / 0.08,
    ],
    ids=["white noise", "comfort noise", "hum", "dial tone", "music too faint to tell"],
)
def test_noise_hum_and_steady_tones_are_no_music(sound: np.ndarray) -> None:
    assert find_music(on_a_line(sound), RATE, SETTINGS) == ()


@pytest.mark.parametrize("length", [0, 1, 511, 512, RATE, 2 * RATE + 500])
def test_recordings_shorter_than_music_hold_none(length: int) -> None:
    assert find_music(np.zeros(length, np.float32), RATE, SETTINGS) == ()


def test_features_do_not_depend_on_where_blocks_are_cut() -> None:
    sound = on_a_line(melody(70))
    whole, _ = window_features(sound)
    part, _ = window_features(sound[12 * 160 * 200 :])
    inner = slice(20, 60)
    assert whole[200:][inner] == pytest.approx(part[inner], rel=1e-3, abs=1e-4)


def test_every_feature_has_its_weight() -> None:
    model = music_model()
    assert len(model.mean) == len(model.scale) == len(model.weights) == len(FEATURES)
    assert (model.scale > 0).all()
