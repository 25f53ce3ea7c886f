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
