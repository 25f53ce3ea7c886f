"""The simulator writes down the truth of what it plays. Voices are stood in for by hiss as long as the words."""

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from simulate.build import CUSTOMER, FAR, play
from simulate.line import over_the_line
from simulate.script import CallScript, Line, Voice, load_script
from simulate.tones import KEYS, RATE, Samples, key_tone, ringback
from simulate.truth import as_json

HEADER = """
agent_id = "T1"
agent_name = "Ada"
team = "Test"
queue = "q"
customer_name = "Bob"
started_at = 2025-01-01T10:00:00Z
seed = 1
"""
VOICES = """
[voices]
agent = { name = "a" }
customer = { name = "c" }
ivr = { name = "i" }
"""
CALL = """
steps = [
  { ring = "us", seconds = 4.0 },
  { prompt = "For sales press one, for help press two", menu = true, options = 2, changed = true },
  { key = "0" },
  { prompt = "That is invalid", invalid = true },
  { queue = 5.0, music = "arpeggio", announcements = [{ at = 2.0, say = "please wait" }] },
  { agent = "Hello, Ada here", markers = ["greeting"] },
  { customer = "Oh no", gap = -0.2 },
  { hold = 6.0 },
  { agent = "Thank you for waiting" },
]
"""


def hiss(text: str, voice: Voice) -> Samples:
    return np.random.default_rng(len(text)).normal(0, 0.1, 80 * len(text) * RATE // 1000).astype(np.float32)


def script(tmp_path: Path, steps: str, more: str = "") -> CallScript:
    path = tmp_path / "call.toml"
    path.write_text(HEADER + steps + VOICES + more, "utf-8")
    return load_script(path)


def test_segments_follow_each_other_and_turns_are_labelled(tmp_path: Path) -> None:
    sound, truth = play(script(tmp_path, CALL), hiss)
    assert [segment["kind"] for segment in truth.segments] == ["ring", "ivr", "queue", "talk", "hold", "talk"]
    assert all(a["end"] == b["start"] for a, b in pairwise(truth.segments))
    assert truth.ivr == {"menus": 1, "options": 2, "options_changed": 1, "invalid": 1, "zero_presses": 1}
    assert [turn["role"] for turn in truth.turns] == ["agent", "customer", "agent"]
    assert truth.turns[0]["markers"] == ["greeting"]
    assert sound.shape[1] / RATE == pytest.approx(truth.segments[-1]["end"] + 1.0, abs=0.001)


def test_a_negative_gap_overlaps(tmp_path: Path) -> None:
    _, truth = play(script(tmp_path, CALL), hiss)
    first, second = truth.turns[:2]
    assert second["start"] == pytest.approx(first["end"] - 0.2)


def test_sound_lies_where_the_truth_says(tmp_path: Path) -> None:
    sound, truth = play(script(tmp_path, CALL), hiss)

    def level(channel: int, start: float, end: float) -> float:
        return float(np.abs(sound[channel, round(start * RATE) : round(end * RATE)]).mean())

    for turn in truth.turns:
        assert level(CUSTOMER if turn["role"] == "customer" else FAR, turn["start"], turn["end"]) > 0.01
    hold = truth.segments[4]
    assert level(FAR, hold["start"], hold["end"]) == 0
    queue = truth.segments[2]
    assert level(FAR, queue["start"] + 0.5, queue["start"] + 2.0) > 0.01
    key = truth.keys[0]
    assert level(CUSTOMER, key["start"], key["end"]) > 0.05


@pytest.mark.parametrize("key", KEYS)
def test_a_key_sounds_at_its_two_frequencies(key: str) -> None:
    spectrum = np.abs(np.fft.rfft(key_tone(key, 1.0)))
    assert set(np.argsort(spectrum)[-2:]) == set(KEYS[key])


def test_ringback_rings_and_pauses() -> None:
    ring = np.abs(ringback("us", 8.0))
    assert ring[: 2 * RATE].mean() > 0.01
    assert ring[2 * RATE : 6 * RATE].max() == 0
    assert ring[6 * RATE :].mean() > 0.01


def test_a_mono_line_mixes_and_a_swapped_line_swaps() -> None:
    clean = np.zeros((2, RATE), np.float32)
    clean[FAR] = np.random.default_rng(0).normal(0, 0.1, RATE)
    assert over_the_line(clean, Line(mono=True), 1).shape == (1, RATE)
    swapped = over_the_line(clean, Line(agent_channel=1), 1)
    assert np.std(swapped[1]) > 10 * np.std(swapped[0])


def test_crosstalk_is_as_soft_as_asked() -> None:
    clean = np.zeros((2, 4 * RATE), np.float32)
    clean[FAR] = np.random.default_rng(0).normal(0, 0.1, 4 * RATE)
    far, customer = over_the_line(clean, Line(noise_db=-90, crosstalk_db=-30), 1)
    assert 20 * np.log10(np.std(customer) / np.std(far)) == pytest.approx(-30, abs=0.5)


def test_the_truth_names_the_channels(tmp_path: Path) -> None:
    swapped = script(tmp_path, CALL, "[line]\nagent_channel = 1\n")
    _, truth = play(swapped, hiss)
    facts = as_json(swapped, truth, 20.0)
    assert facts["channels"] == {"1": "agent", "0": "customer"}
    assert facts["started_at"] == "2025-01-01T10:00:00Z"


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        ('steps = [{ rnig = "us" }]', "rnig"),
        ('steps = [{ ring = "us", secs = 4 }]', "step 1"),
        ('steps = [{ ring = "us" }]\nagnet = "x"', "agnet"),
    ],
)
def test_a_wrong_script_is_named_with_its_fault(tmp_path: Path, steps: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=f"call.toml.*{complaint}"):
        script(tmp_path, steps)
