"""Recordings in which nobody speaks: a report that says so instead of words that nobody said."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest
from real_run import Produced, analyse

from audio.decode import read_audio

pytestmark = pytest.mark.slow
SAMPLES = Path(__file__).parents[2] / "samples"
RATE = 8000
SECONDS = 60
RECORDINGS = ("silence", "line_noise", "hum", "music")


def hold_music() -> np.ndarray:
    """The queue's music of a sample call, again and again for a minute."""
    truth = json.loads((SAMPLES / "truth" / "water_robotic.json").read_text("utf-8"))
    (wait, *_) = [s for s in truth["segments"] if s["kind"] in ("queue", "hold") and s["audio"] == "music"]
    audio = read_audio(SAMPLES / "calls" / "water_robotic.wav")
    spoken = [a["start"] for a in wait["announcements"]]
    part = slice(*(round(t * audio.sample_rate) for t in (wait["start"], min([wait["end"], *spoken]))))
    music = audio.samples[:, part].sum(axis=0)
    return np.resize(music, SECONDS * RATE)


def sounds() -> dict[str, np.ndarray]:
    times = np.arange(SECONDS * RATE) / RATE
    noise = np.random.default_rng(1).standard_normal(len(times))
    return {
        "silence": np.zeros(len(times)),
        "line_noise": 0.01 * noise,
        "hum": 0.05 * np.sin(2 * np.pi * 50 * times) + 0.02 * np.sin(2 * np.pi * 150 * times) + 0.001 * noise,
        "music": hold_music(),
    }


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Produced:
    folder = tmp_path_factory.mktemp("nobody")
    for name, samples in sounds().items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return analyse(folder / "out", folder)


@pytest.mark.parametrize("name", RECORDINGS)
def test_no_words_are_invented_and_the_report_says_that_nobody_speaks(nobody: Produced, name: str) -> None:
    report = nobody.report(name)
    assert report["turns"] == []
    assert report["evidence"] == []
    assert any("Nobody speaks" in note for note in report["notes"])
    assert "Nobody speaks" in (nobody.out / name / "report.html").read_text("utf-8")


@pytest.mark.parametrize("name", RECORDINGS)
def test_scores_are_null_with_a_reason(nobody: Produced, name: str) -> None:
    for score in ("empathy", "delivery"):
        found = nobody.report(name)["scores"][score]
        assert found["value"] is None
        assert found["reason"]


def test_they_are_calls_like_others_to_the_night(nobody: Produced) -> None:
    assert nobody.code == 0, nobody.printed
    assert "4 analysed" in nobody.printed


def test_music_that_never_ends_is_a_wait(nobody: Produced) -> None:
    (segment,) = nobody.report("music")["timeline"]
    assert segment["kind"] == "queue"
    assert segment["audio"] == "music"
