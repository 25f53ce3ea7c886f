"""Speakers spoken again flatter and shifted, and what delivery makes of it."""

from pathlib import Path

import numpy as np
import pytest

from calls.errors import SetupBroken
from configs.settings import load_settings
from evaluation import world
from evaluation.spoken import read_speakers
from evaluation.voices import Voice, judge_voices, summed, taken_apart
from evaluation.voices_table import as_lines

TRUTH = Path(__file__).parents[2] / "samples" / "truth"


def test_falling_is_lower_at_each_step_and_apart_is_highest_less_lowest() -> None:
    falls, stalls = Voice("a", (80, 60, 30, 5), (80, 78, 81)), Voice("b", (80, 60, 60, 5), (50, 56, 52))
    assert (falls.falls, stalls.falls) == (True, False)
    assert (falls.apart, stalls.apart) == (3, 6)
    total = summed([falls, stalls])
    assert total is not None
    assert (total.speakers, total.falling, total.apart, total.good) == (2, 1, 6, False)


def test_one_failure_in_twenty_is_allowed_and_no_far_voice() -> None:
    good, stalls = Voice("a", (80, 60, 30, 5), (80, 78, 81)), Voice("b", (80, 60, 60, 5), (50, 54, 52))
    assert (total := summed([good] * 19 + [stalls])) and total.good
    assert (total := summed([good] * 18 + [stalls] * 2)) and not total.good
    assert (total := summed([Voice("c", (80, 60, 30, 5), (80, 75, 79))])) and not total.good


def test_nobody_judged_is_said() -> None:
    assert summed([]) is None
    assert "none could be judged" in as_lines([])[0]


def test_each_party_of_the_samples_that_says_enough_is_a_speaker() -> None:
    speakers = list(read_speakers(TRUTH))
    assert {speaker.name for speaker in speakers} >= {"lamp_warm agent", "clinic_mono agent"}
    assert all(len(speaker.samples) >= 10 * 16000 for speaker in speakers)
    assert {s.name for s in speakers if s.flat} <= {"water_robotic agent"}


def test_without_pyworld_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(world, "import_module", away)
    world._pyworld.cache_clear()
    with pytest.raises(SetupBroken, match=r"warmline\[bench\]"):
        world.analysed(np.zeros(16000, np.float32))
    world._pyworld.cache_clear()


@pytest.mark.slow
def test_flatter_is_lower_and_shifted_is_alike_for_the_sample_agent() -> None:
    pytest.importorskip("pyworld", reason="needs the extra 'bench'")
    settings = load_settings()
    agent = [speaker for speaker in read_speakers(TRUTH) if speaker.name == "lamp_warm agent"]
    (voice,) = judge_voices(taken_apart(agent, settings), settings)
    assert voice.falls
    assert voice.apart < 5
