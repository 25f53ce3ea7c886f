"""What is learned of a line from its calls alone."""

import wave
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import butter, sosfilt

from audio.fingerprint import find_known
from audio.repeated import hear, learn_repeated
from configs.settings import load_settings

RATE = 8000
SETTINGS = load_settings()


def babble(seconds: float, seed: int) -> np.ndarray:
    """Sound that never repeats: noise through formants that move several times a second."""
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(round(seconds / 0.2)):
        centre = rng.uniform(350, 2600)
        band = butter(2, [centre / 1.25, centre * 1.25], "band", fs=RATE, output="sos")
        parts.append(rng.uniform(0.3, 1) * sosfilt(band, rng.standard_normal(RATE // 5)))
    sound = np.concatenate(parts)
    return 0.1 * sound / np.abs(sound).std()


def ring(cycles: int) -> np.ndarray:
    times = np.arange(2 * RATE) / RATE
    burst = 0.1 * (np.sin(2 * np.pi * 440 * times) + np.sin(2 * np.pi * 480 * times))
    return np.tile(np.concatenate([burst, np.zeros(4 * RATE)]), cycles)


PROMPT = babble(6, 1)


def write(folder: Path, name: str, *parts: np.ndarray) -> Path:
    sound = np.concatenate(parts)
    sound = sound + 1e-3 * np.random.default_rng(len(name)).standard_normal(len(sound))
    with wave.open(str(folder / f"{name}.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return folder / f"{name}.wav"


@pytest.fixture
def calls(tmp_path: Path) -> list[Path]:
    return [write(tmp_path, f"call{i}", babble(2 + i, 10 + i), PROMPT, babble(8, 20 + i)) for i in range(3)]


def heard(paths: list[Path]) -> list:
    return [channel for path in paths for channel in hear(path, SETTINGS)]


def test_what_three_calls_share_is_learned_once_and_nothing_else(calls: list[Path]) -> None:
    (clip,) = learn_repeated(heard(calls), (), SETTINGS)
    assert clip.name == "call0 at 2 s"
    (found,) = find_known(np.concatenate([babble(5, 40), PROMPT]).astype(np.float32), RATE, [clip], SETTINGS.line)
    assert (found.start, found.end) == (pytest.approx(5, abs=0.4), pytest.approx(11, abs=0.4))


def test_what_only_two_calls_share_is_not_learned(calls: list[Path]) -> None:
    assert learn_repeated(heard(calls[:2]), (), SETTINGS) == ()


def test_what_is_known_is_not_learned_again(calls: list[Path]) -> None:
    known = learn_repeated(heard(calls), (), SETTINGS)
    assert learn_repeated(heard(calls), known, SETTINGS) == ()


def test_ringing_is_every_line_s_and_not_learned(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"ringing{i}", ring(3), babble(10, 30 + i)) for i in range(3)]
    assert learn_repeated(heard(paths), (), SETTINGS) == ()
