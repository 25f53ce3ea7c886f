import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.decode import read_audio
from audio.dtmf import COLUMNS_HZ, KEYS, ROWS_HZ, find_keys, only_alone
from calls.sound import MASKED_KEY, KeyPress
from configs.settings import load_settings

RATE = 8000
SAMPLES = Path(__file__).parents[2] / "samples"
SETTINGS = load_settings().keys
ALL_KEYS = [(key, row, column) for row, keys in enumerate(KEYS) for column, key in enumerate(keys)]


def key_tone(
    key: str, seconds: float, db: float = -20, twist_db: float = 0, off: float = 0, rate: int = RATE
) -> np.ndarray:
    """The pair at `db` total power; `twist_db` how much stronger the row is; `off` relative frequency error."""
    row, column = next((row, column) for name, row, column in ALL_KEYS if name == key)
    times = np.arange(int(seconds * rate)) / rate
    ratio = 10 ** (twist_db / 20)
    gain = 10 ** (db / 20) * np.sqrt(2 / (1 + ratio**2))
    low = ratio * np.sin(2 * np.pi * ROWS_HZ[row] * (1 + off) * times + 1.0)
    return gain * (low + np.sin(2 * np.pi * COLUMNS_HZ[column] * (1 - off) * times))


def mulaw(samples: np.ndarray) -> np.ndarray:
    coded = np.round(np.sign(samples) * np.log1p(255 * np.abs(samples)) / np.log(256) * 127) / 127
    return np.sign(coded) * np.expm1(np.abs(coded) * np.log(256)) / 255


def noise(seconds: float, db: float = -60, rate: int = RATE, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(int(seconds * rate)) * 10 ** (db / 20)


def with_tone(tone: np.ndarray, at: float = 0.5, background: np.ndarray | None = None, rate: int = RATE) -> np.ndarray:
    sound = noise(at + len(tone) / rate + 0.5, rate=rate) if background is None else background.copy()
    first = round(at * rate)
    sound[first : first + len(tone)] += tone
    return sound


def heard(sound: np.ndarray, rate: int = RATE) -> tuple[KeyPress, ...]:
    return find_keys(mulaw(sound).astype(np.float32), rate, 1, SETTINGS)


def voice(seconds: float, pitch_hz: float, seed: int) -> np.ndarray:
    """Speech-like: gliding harmonics under moving formants in syllables of 4 Hz."""
    rng = np.random.default_rng(seed)
    times = np.arange(int(seconds * RATE)) / RATE
    pitch = pitch_hz * (1 + 0.15 * np.sin(2 * np.pi * 1.3 * times + rng.random()))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    formants = [500 + 300 * np.sin(2 * np.pi * 2.1 * times), 1400 + 400 * np.sin(2 * np.pi * 1.7 * times + 1)]
    sound = np.zeros(len(times))
    for harmonic in range(1, 20):
        strength = sum(np.exp(-(((harmonic * pitch - formant) / 120) ** 2)) for formant in formants)
        sound += (0.1 / harmonic + strength) * np.sin(harmonic * phase)
    return 0.1 * sound * (0.5 + 0.5 * np.sin(2 * np.pi * 4 * times)) ** 0.5


@pytest.mark.parametrize("key", [key for key, _, _ in ALL_KEYS])
def test_every_key_is_heard_once_where_it_was_pressed_and_digits_are_masked(key: str) -> None:
    (press,) = heard(with_tone(key_tone(key, 0.1)))
    assert press.key == (key if key in "0*#" else MASKED_KEY)
    assert press.channel == 1
    assert (press.start, press.end) == (pytest.approx(0.5, abs=0.01), pytest.approx(0.6, abs=0.01))


@pytest.mark.parametrize("rate", [8000, 16000, 44100, 48000])
def test_any_sample_rate_will_do(rate: int) -> None:
    (press,) = heard(with_tone(key_tone("0", 0.1, rate=rate), rate=rate), rate)
    assert (press.key, press.start) == ("0", pytest.approx(0.5, abs=0.01))


@settings(max_examples=40, deadline=None)
@given(
    key=st.sampled_from("0*#0159"),
    seconds=st.floats(0.04, 0.3),
    db=st.floats(-30, -6),
    twist_db=st.floats(-4, 8),
    off=st.floats(-0.015, 0.015),
    at=st.floats(0.1, 1.0),
)
def test_what_q24_demands_is_heard(key: str, seconds: float, db: float, twist_db: float, off: float, at: float) -> None:
    (press,) = heard(with_tone(key_tone(key, seconds, db, twist_db, off), at))
    assert press.key == (key if key in "0*#" else MASKED_KEY)
    assert (press.start, press.end) == (pytest.approx(at, abs=0.02), pytest.approx(at + seconds, abs=0.02))


@pytest.mark.parametrize("tone", [
    key_tone("0", 0.02), key_tone("0", 0.1, off=0.035), key_tone("0", 0.1, off=-0.035),
    key_tone("0", 0.1, twist_db=-9), key_tone("0", 0.1, twist_db=13), key_tone("0", 0.1, db=-50),
], ids=["too short", "too high", "too low", "reverse twist", "twist", "too weak"])  # fmt: skip
def test_what_q24_refuses_is_not_heard(tone: np.ndarray) -> None:
    assert heard(with_tone(tone)) == ()


def test_one_sine_or_three_are_no_key() -> None:
    times = np.arange(800) / RATE
    assert heard(with_tone(0.2 * np.sin(2 * np.pi * 941 * times))) == ()
    chord = sum(0.1 * np.sin(2 * np.pi * hz * times) for hz in (697, 1100, 1336, 1633))
    assert heard(with_tone(np.asarray(chord))) == ()


def test_quick_presses_of_one_key_are_told_apart_and_a_dropout_is_bridged() -> None:
    sound = noise(2.0)
    for at in (0.5, 0.59, 0.68):
        sound = with_tone(key_tone("0", 0.05), at, sound)
    assert [press.key for press in heard(sound)] == ["0", "0", "0"]
    broken = with_tone(key_tone("0", 0.2), 0.5)
    broken[round(0.6 * RATE) : round(0.608 * RATE)] = 0
    assert len(heard(broken)) == 1


def test_a_key_is_heard_while_a_weaker_voice_speaks() -> None:
    found = [
        heard(with_tone(key_tone("0", 0.12, -14), 1.0 + 0.1 * turn, voice(3.0, 110, turn) * 0.5)) for turn in range(8)
    ]
    assert [[press.key for press in presses] for presses in found] == [["0"]] * 8


@pytest.mark.parametrize("pitch_hz", [90, 110, 140, 180, 200, 210, 250])
def test_a_voice_alone_presses_no_key(pitch_hz: float) -> None:
    assert heard(voice(30.0, pitch_hz, int(pitch_hz))) == ()


def test_chords_press_no_key() -> None:
    rng = np.random.default_rng(3)
    times = np.arange(RATE // 2) / RATE
    notes = 220 * 2 ** (np.arange(36) / 12)
    chords = [
        sum(np.exp(-4 * times) * np.sin(2 * np.pi * hz * times) for hz in rng.choice(notes, 3)) for _ in range(60)
    ]
    assert heard(0.1 * np.concatenate(chords)) == ()


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(3), np.zeros(RATE), noise(30.0, -20), np.ones(RATE)])
def test_nothing_is_heard_in_silence_noise_or_an_empty_recording(samples: np.ndarray) -> None:
    assert heard(samples) == ()


def test_a_key_at_either_end_of_the_recording_is_heard() -> None:
    assert [press.key for press in heard(key_tone("#", 0.1))] == ["#"]


@pytest.mark.parametrize("name", ["lamp_warm", "water_robotic", "clinic_mono"])
def test_all_keys_of_the_sample_calls_are_heard_and_no_other(name: str) -> None:
    audio = read_audio(SAMPLES / "calls" / f"{name}.wav")
    truth = json.loads((SAMPLES / "truth" / f"{name}.json").read_text("utf-8"))["keys"]
    found = [key for i in range(audio.channels) for key in find_keys(audio.channel(i), audio.sample_rate, i, SETTINGS)]
    assert [key.key for key in found] == [k["key"] if k["key"] in "0*#" else MASKED_KEY for k in truth]
    assert [key.start for key in found] == pytest.approx([k["start"] for k in truth], abs=0.05)


@pytest.mark.parametrize(("keys_at", "told"), [
    ([("2", 1.0)], ["2"]),
    ([("2", 1.0), ("7", 9.0)], ["2", "7"]),
    ([("1", 1.0), ("2", 1.6), ("3", 2.2), ("4", 2.9)], [None] * 4),
    ([("1", 1.0), ("2", 4.5), ("9", 12.0)], [None, None, "9"]),
    ([("0", 1.0)], ["0"]),
])  # fmt: skip
def test_only_a_key_pressed_alone_is_told_apart_and_no_digit_is_ever_printed(keys_at, told) -> None:
    sound = noise(14)
    for key, at in keys_at:
        sound = with_tone(key_tone(key, 0.12), at, sound)
    found = heard(sound)
    assert [press.digit for press in found] == told
    assert {press.key for press in found} <= {*"0*#", MASKED_KEY}
    assert "digit" not in repr(found)


def test_no_digit_leaves_the_detector_where_choices_are_not_to_be_told() -> None:
    silent = replace(SETTINGS, tell_choices=False)
    (press,) = find_keys(with_tone(key_tone("2", 0.12)).astype(np.float32), RATE, 1, silent)
    assert (press.key, press.digit) == (MASKED_KEY, None)


def test_a_key_heard_on_both_sides_is_one_and_a_pin_on_two_sides_is_none() -> None:
    echo = KeyPress(MASKED_KEY, 1.0, 1.1, 0, "2"), KeyPress(MASKED_KEY, 1.02, 1.12, 1, "2")
    assert [key.digit for key in only_alone(echo, 5.0)] == ["2", "2"]
    typed = KeyPress(MASKED_KEY, 1.0, 1.1, 0, "2"), KeyPress(MASKED_KEY, 3.0, 3.1, 1, "2")
    assert [key.digit for key in only_alone(typed, 5.0)] == [None, None]
