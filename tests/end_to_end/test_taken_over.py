"""A colleague who takes the call after a hold and gives no name is another agent: told by the voice, on real sound."""

import json
import wave

import numpy as np
import pytest
from real_run import ROOT, Produced, analyse

from audio.decode import read_audio

pytestmark = pytest.mark.slow
SAMPLES = ROOT / "samples"


def part(call: str, start: float, end: float) -> np.ndarray:
    audio = read_audio(SAMPLES / "calls" / f"{call}.wav")
    return audio.samples[:, round(start * audio.sample_rate) : round(end * audio.sample_rate)]


def passed_on() -> np.ndarray:
    """Lamp_warm, but after its hold the agent of water_robotic speaks, asking for the number, to the same customer."""
    lamp, water = (
        json.loads((SAMPLES / "truth" / f"{name}.json").read_text("utf-8")) for name in ("lamp_warm", "water_robotic")
    )
    (hold,) = [s for s in lamp["segments"] if s["kind"] == "hold"]
    asks = next(turn for turn in water["turns"] if turn["text"].startswith("What is your reference number"))
    before, after = part("lamp_warm", 0.0, hold["end"]), part("lamp_warm", hold["end"], lamp["duration"])
    other = part("water_robotic", asks["start"] - 0.5, water["duration"])
    length = max(after.shape[1], other.shape[1])
    taken_over = [np.pad(side, (0, length - len(side))) for side in (other[0], after[1])]
    return np.concatenate([before, taken_over], axis=1)


@pytest.fixture(scope="module")
def produced(tmp_path_factory: pytest.TempPathFactory) -> Produced:
    folder = tmp_path_factory.mktemp("passed_on")
    both = passed_on()
    for name, samples in (("stereo", both), ("mono", both.mean(axis=0, keepdims=True))):
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((len(samples), 2, 8000, 0, "NONE", ""))
            file.writeframes((np.clip(samples.T, -1, 1) * 32767).astype("<i2").tobytes())
    return analyse(folder / "out", folder, SAMPLES / "calls" / "lamp_warm.wav")


@pytest.mark.parametrize("name", ["stereo", "mono"])
def test_who_takes_over_is_another_agent(produced: Produced, name: str) -> None:
    report = produced.report(name)
    (hold,) = [s for s in report["timeline"] if s["kind"] == "hold"]
    agents = [(turn["start"] > hold["start"], turn["speaker"]) for turn in report["turns"] if turn["role"] == "agent"]
    before, after = ({speaker for late, speaker in agents if late is side} for side in (False, True))
    assert len(before) == len(after) == 1
    assert before != after
    assert any(note.startswith("2 agents speak.") for note in report["notes"])


def test_who_comes_back_is_the_same_agent(produced: Produced) -> None:
    report = produced.report("lamp_warm")
    assert len({turn["speaker"] for turn in report["turns"] if turn["role"] == "agent"}) == 1
    assert not any("agents speak" in note for note in report["notes"])
