"""The sample calls are whole, small, and their truth is consistent with their sound."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from audio.decode import read_audio

SAMPLES = Path(__file__).parents[2] / "samples"
CALLS = sorted((SAMPLES / "calls").glob("*.wav"))
MEGABYTE = 1_000_000


def truth_of(call: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((SAMPLES / "truth" / f"{call.stem}.json").read_text("utf-8"))
    return facts


def test_there_are_three_calls_and_they_stay_small() -> None:
    assert len(CALLS) == 3
    assert sum(file.stat().st_size for file in (SAMPLES / "calls").iterdir()) < 5 * MEGABYTE


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.stem)
def test_a_call_is_as_long_as_its_truth_says(call: Path) -> None:
    audio, truth = read_audio(call), truth_of(call)
    assert audio.duration_s == pytest.approx(truth["duration"], abs=0.1)
    assert audio.channels == len(truth["channels"])
    assert 30 < audio.duration_s < 90


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.stem)
def test_segments_leave_no_gap_and_turns_lie_in_talk(call: Path) -> None:
    truth = truth_of(call)
    segments = truth["segments"]
    assert segments[0]["start"] == 0.0
    for before, after in pairwise(segments):
        assert before["end"] == after["start"]
    talk = [segment for segment in segments if segment["kind"] == "talk"]
    for turn in truth["turns"]:
        assert any(part["start"] <= turn["start"] < turn["end"] <= part["end"] + 0.001 for part in talk)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.stem)
def test_the_sidecar_gives_nothing_away(call: Path) -> None:
    sidecar = json.loads(call.with_suffix(".json").read_text("utf-8"))
    assert set(sidecar) == {"id", "agent_id", "agent_name", "team", "queue", "started_at", "channels"}


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.stem)
def test_a_call_can_be_made_again(call: Path) -> None:
    assert (SAMPLES / "scripts" / f"{call.stem}.toml").is_file()
