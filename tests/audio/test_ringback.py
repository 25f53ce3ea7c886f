import json
from pathlib import Path

import numpy as np
import pytest

from audio.decode import read_audio
from audio.music import find_music
from audio.ringback import find_ringing
from calls.spans import Span, intersection, total_s
from configs.settings import load_settings

RATE = 8000
SETTINGS = load_settings()
SAMPLES = Path(__file__).parents[2] / "samples"


def ringback(hz, pattern, repeats):
    """Bursts and pauses in seconds, alternating, `repeats` times, on a faint line."""
    parts = []
    for _ in range(repeats):
        for i, seconds in enumerate(pattern):
            times = np.arange(int(seconds * RATE)) / RATE
            parts.append(sum(np.sin(2 * np.pi * f * times) for f in hz) * (0.1 if i % 2 == 0 else 0))
    sound = np.concatenate(parts)
    return (sound + np.random.default_rng(1).standard_normal(len(sound)) * 1e-3).astype(np.float32)


@pytest.mark.parametrize(
    ("hz", "pattern"), [((440, 480), (2, 4)), ((400, 450), (0.4, 0.2, 0.4, 2.0)), ((425,), (1, 4)), ((425,), (0.8, 2))]
)
def test_ringing_of_each_country_is_one_stretch_with_its_pauses(hz, pattern):
    sound = ringback(hz, pattern, 3)
    (found,) = find_ringing(sound, RATE, SETTINGS.ring)
    assert found.start == pytest.approx(0, abs=0.1)
    assert found.end == pytest.approx(len(sound) / RATE, abs=0.3)


@pytest.mark.parametrize(
    ("hz", "seconds"), [((480, 620), 0.5), ((480, 620), 0.25), ((400,), 0.375), ((425,), 0.48), ((425,), 0.2)]
)
def test_a_busy_tone_is_one_stretch(hz, seconds):
    sound = ringback(hz, (seconds, seconds), 8)
    (found,) = find_ringing(sound, RATE, SETTINGS.ring)
    assert (found.start, found.end) == (pytest.approx(0, abs=0.1), pytest.approx(len(sound) / RATE, abs=0.3))


@pytest.mark.parametrize("begins", [0.5, 1.2, 1.7, 3.0, 5.9])
def test_a_recording_may_begin_anywhere_in_the_cadence(begins):
    sound = ringback((440, 480), (2, 4), 2)[int(begins * RATE) :]
    (found,) = find_ringing(sound, RATE, SETTINGS.ring)
    heard_from = 0.0 if begins <= 1.7 else 6.0 - begins
    if begins == 1.7:  # 0.3 s of a burst is too little to tell
        heard_from = 4.3
    assert found.start == pytest.approx(heard_from, abs=0.1)
    assert found.end == pytest.approx(len(sound) / RATE, abs=0.1)


@pytest.mark.parametrize(("db", "noise_db"), [(-35, -60), (-18, -36)])
def test_a_faint_ring_and_a_noisy_line_keep_their_pauses(db, noise_db):
    ring = ringback((425,), (1, 4), 2) * 10 ** ((db + 20) / 20)
    voice = np.random.default_rng(4).standard_normal(3 * RATE) * 0.2
    sound = np.concatenate([ring, voice])
    sound += np.random.default_rng(5).standard_normal(len(sound)) * 10 ** (noise_db / 20)
    (found,) = find_ringing(sound.astype(np.float32), RATE, SETTINGS.ring)
    assert (found.start, found.end) == (pytest.approx(0, abs=0.1), pytest.approx(10.0, abs=0.2))


def test_a_single_burst_that_something_else_follows_ends_there():
    voice = np.random.default_rng(4).standard_normal(3 * RATE) * 0.1
    sound = np.concatenate([ringback((440, 480), (2, 0.5), 1), voice]).astype(np.float32)
    (found,) = find_ringing(sound, RATE, SETTINGS.ring)
    assert (found.start, found.end) == (pytest.approx(0, abs=0.1), pytest.approx(2.5, abs=0.1))


def test_notes_of_a_melody_do_not_ring():
    notes = [ringback((440 * 2 ** (step / 12),), (seconds, 0.05), 1) for step, seconds in
             [(0, 0.3), (2, 0.5), (0, 0.25), (-2, 0.5), (0, 0.7), (4, 0.25), (0, 0.3), (0, 0.6)]]  # fmt: skip
    assert find_ringing(np.concatenate(notes * 4), RATE, SETTINGS.ring) == ()


def test_silence_noise_and_an_empty_channel_do_not_ring():
    noise = (np.random.default_rng(2).standard_normal(RATE * 10) * 0.05).astype(np.float32)
    for sound in (np.zeros(RATE * 10, np.float32), noise, np.zeros(0, np.float32)):
        assert find_ringing(sound, RATE, SETTINGS.ring) == ()
        assert find_music(sound, RATE, SETTINGS.music) == ()


@pytest.mark.parametrize("name", ["lamp_warm", "water_robotic", "clinic_mono"])
def test_ringing_and_music_of_the_sample_calls_lie_where_they_were_put(name):
    audio = read_audio(SAMPLES / "calls" / f"{name}.wav")
    truth = json.loads((SAMPLES / "truth" / f"{name}.json").read_text("utf-8"))["segments"]
    ring = [Span(s["start"], s["end"]) for s in truth if s["kind"] == "ring"]
    music = [Span(s["start"], s["end"]) for s in truth if s.get("audio") == "music"]
    rung = find_ringing(audio.channel(0), audio.sample_rate, SETTINGS.ring)
    played = find_music(audio.channel(0), audio.sample_rate, SETTINGS.music)
    assert total_s(intersection(rung, ring)) == pytest.approx(total_s(ring), abs=1.0)
    assert total_s(rung) == pytest.approx(total_s(ring), abs=1.0)
    assert total_s(intersection(played, music)) >= 0.85 * total_s(music)
