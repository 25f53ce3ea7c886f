import numpy as np
import pytest

from audio.channels import is_same_mix, live_channels
from calls.sound import Audio
from configs.settings import load_settings

RATE = 8000
SETTINGS = load_settings().channels


def talker(seed: int, share: float = 0.5, seconds: int = 60) -> np.ndarray:
    """Bursts of coloured noise where this party talks: one second on or off at random."""
    rng = np.random.default_rng(seed)
    noise = np.convolve(rng.standard_normal(RATE * seconds), np.ones(4) / 4, "same") * 0.1
    return noise * np.repeat(rng.random(seconds) < share, RATE)


def line(seed: int, seconds: int = 60, db: float = -60) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(RATE * seconds) * 10 ** (db / 20)


def mulaw(samples: np.ndarray) -> np.ndarray:
    coded = np.round(np.sign(samples) * np.log1p(255 * np.abs(samples)) / np.log(256) * 127) / 127
    return np.sign(coded) * np.expm1(np.abs(coded) * np.log(256)) / 255


def audio(left: np.ndarray, right: np.ndarray) -> Audio:
    return Audio(np.stack([left, right]).astype(np.float32), RATE)


MIX = talker(1) + talker(2) + line(3)


@pytest.mark.parametrize(
    "copy",
    [MIX, 0.2 * MIX, -MIX, np.roll(MIX, 80), mulaw(MIX), mulaw(0.3 * MIX) + line(4, db=-45)],
    ids=["identical", "gain", "inverted", "10 ms later", "codec", "gain, codec and noise"],
)
def test_one_mix_twice_is_told(copy: np.ndarray) -> None:
    assert is_same_mix(audio(MIX, copy), SETTINGS)
    assert is_same_mix(audio(copy, MIX), SETTINGS)


@pytest.mark.parametrize("crosstalk_db", [-25, -35, -45])
@pytest.mark.parametrize("share", [0.5, 0.1, 0.0], ids=["both talk", "one talks little", "one never talks"])
def test_two_parties_with_crosstalk_are_no_copies(crosstalk_db: int, share: float) -> None:
    gain = 10 ** (crosstalk_db / 20)
    agent, customer = talker(5), talker(6, share)
    left, right = agent + gain * customer + line(7), customer + gain * agent + line(8)
    assert not is_same_mix(audio(mulaw(left), mulaw(right)), SETTINGS)


@pytest.mark.parametrize("noise", [np.zeros(RATE * 60), np.full(RATE * 60, 8 / 32768)], ids=["zeros", "idle mu-law"])
def test_a_dead_channel_is_neither_live_nor_a_copy(noise: np.ndarray) -> None:
    sound = audio(noise, MIX)
    assert live_channels(sound, SETTINGS) == (1,)
    assert not is_same_mix(sound, SETTINGS)


def test_mono_and_silent_recordings_have_no_copies() -> None:
    mono = Audio(MIX[None].astype(np.float32), RATE)
    assert not is_same_mix(mono, SETTINGS)
    assert live_channels(mono, SETTINGS) == (0,)
    silent = audio(np.zeros(RATE), np.zeros(RATE))
    assert live_channels(silent, SETTINGS) == ()
    assert not is_same_mix(silent, SETTINGS)


def test_a_recording_shorter_than_a_window_is_judged() -> None:
    assert is_same_mix(audio(MIX[20000:22000], MIX[20000:22000]), SETTINGS)
