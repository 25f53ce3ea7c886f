from dataclasses import replace

import numpy as np
import pytest
from scipy.signal import butter, sosfilt

from audio.fingerprint import HOP_S, Clip, find_known, fingerprint
from calls.transcript import Word
from configs.settings import load_settings

RATE = 8000
SETTINGS = load_settings().line


def babble(seconds: float, seed: int) -> np.ndarray:
    """Sound that never repeats: noise through formants that move several times a second."""
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(round(seconds / 0.2)):
        centre = rng.uniform(350, 2600)
        band = butter(2, [centre / 1.25, centre * 1.25], "band", fs=RATE, output="sos")
        parts.append(rng.uniform(0.3, 1) * sosfilt(band, rng.standard_normal(RATE // 5)))
    sound = np.concatenate(parts)
    return (0.1 * sound / np.abs(sound).std()).astype(np.float32)


def mu_law(sound: np.ndarray) -> np.ndarray:
    coded = np.sign(sound) * np.log1p(255 * np.clip(np.abs(sound), 0, 1)) / np.log(256)
    coded = np.round(coded * 127) / 127
    return (np.sign(coded) * (256 ** np.abs(coded) - 1) / 255).astype(np.float32)


def clip(name: str, sound: np.ndarray, kind: str = "prompt") -> Clip:
    return Clip(name, kind, fingerprint(sound, RATE))


def noise(seconds: float, level: float = 1e-3, seed: int = 0) -> np.ndarray:
    return (level * np.random.default_rng(seed).standard_normal(round(seconds * RATE))).astype(np.float32)


PROMPT, OTHER, MUSIC = babble(8, 1), babble(6, 2), babble(30, 3)
LINE = (clip("welcome", PROMPT), clip("goodbye", OTHER), clip("morning", MUSIC, "music"))


def call(*parts: np.ndarray) -> np.ndarray:
    sound = np.concatenate(parts)
    return mu_law(sound + noise(len(sound) / RATE, 2e-3, seed=9))


def test_a_taught_prompt_is_found_to_a_fifth_of_a_second_through_a_telephone_codec() -> None:
    (found,) = find_known(call(noise(5), 0.3 * PROMPT, noise(5)), RATE, LINE, SETTINGS)
    assert (found.name, found.kind) == ("welcome", "prompt")
    assert (found.start, found.end) == (pytest.approx(5, abs=0.25), pytest.approx(13, abs=0.25))


def test_a_prompt_cut_short_by_a_key_ends_where_it_was_cut() -> None:
    (found,) = find_known(call(noise(3), PROMPT[: 5 * RATE], babble(10, 7)), RATE, LINE, SETTINGS)
    assert (found.name, found.start, found.end) == ("welcome", pytest.approx(3, abs=0.3), pytest.approx(8, abs=0.4))


def test_music_is_known_from_any_place_in_its_loop() -> None:
    sound = call(babble(6, 5), MUSIC[11 * RATE : 25 * RATE], babble(6, 6))
    (found,) = find_known(sound, RATE, LINE, SETTINGS)
    assert (found.name, found.kind) == ("morning", "music")
    assert (found.start, found.end) == (pytest.approx(6, abs=0.4), pytest.approx(20, abs=0.4))


def test_an_announcement_in_the_music_parts_it() -> None:
    sound = call(MUSIC[: 10 * RATE], PROMPT, MUSIC[10 * RATE : 20 * RATE])
    found = find_known(sound, RATE, LINE, SETTINGS)
    assert [known.name for known in found] == ["morning", "welcome", "morning"]


def test_the_same_prompt_twice_is_found_twice() -> None:
    found = find_known(call(PROMPT, noise(6), PROMPT), RATE, LINE, SETTINGS)
    assert [(known.name, round(known.start)) for known in found] == [("welcome", 0), ("welcome", 14)]


@pytest.mark.parametrize("sound", [babble(60, 21), noise(60, 0.1), np.zeros(60 * RATE, np.float32)])
def test_nothing_is_known_in_other_sounds(sound: np.ndarray) -> None:
    assert find_known(mu_law(sound), RATE, LINE, SETTINGS) == ()


def test_other_sample_rates_share_fingerprints() -> None:
    (found,) = find_known(np.repeat(call(noise(4), PROMPT, noise(4)), 2), 2 * RATE, LINE, SETTINGS)
    assert found.start == pytest.approx(4, abs=0.3)


@pytest.mark.parametrize("length", [0, 1, 2047, 2048, 5000])
def test_short_sounds_have_short_fingerprints_and_nothing_known(length: int) -> None:
    sound = np.ones(length, np.float32)
    assert len(fingerprint(sound, RATE)) == max(0, (length - 2048) // 256 + 1)
    assert find_known(sound, RATE, LINE, SETTINGS) == ()


def test_nothing_taught_nothing_known() -> None:
    assert find_known(PROMPT, RATE, (), SETTINGS) == ()
    assert len(LINE[0].prints) * HOP_S == pytest.approx(8, abs=0.3)


def spoken(*middles_s: float) -> Clip:
    words = tuple(Word(f"at {middle}", middle - 0.2, middle + 0.2, 0.9, 0) for middle in middles_s)
    return replace(LINE[0], said=words)


def test_a_prompts_words_are_told_at_their_times_in_the_call() -> None:
    (found,) = find_known(call(noise(5), 0.3 * PROMPT, noise(5)), RATE, (spoken(1.0, 7.0),), SETTINGS)
    assert [(w.text, w.start) for w in found.said] == [
        ("at 1.0", pytest.approx(5.8, abs=0.1)),
        ("at 7.0", pytest.approx(11.8, abs=0.1)),
    ]


def test_of_a_prompt_cut_short_only_what_was_heard_is_said() -> None:
    (found,) = find_known(call(noise(3), PROMPT[: 5 * RATE], babble(10, 7)), RATE, (spoken(1.0, 4.0, 7.0),), SETTINGS)
    assert [w.text for w in found.said] == ["at 1.0", "at 4.0"]
