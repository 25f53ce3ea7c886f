"""Recordings in which nobody speaks: a report that says so instead of words that nobody said."""

import json
import wave
from html import unescape

import numpy as np
import pytest
from real_run import ROOT, Produced, analyse

from audio.decode import read_audio

pytestmark = pytest.mark.slow
SAMPLES = ROOT / "samples"
RATE = 8000
SECONDS = 60
TIMES = np.arange(SECONDS * RATE) / RATE
DEAD = ("silence", "silence_on_two_channels", "line_noise", "loud_white_noise", "hum")
MUSIC = ("music_morning_coffee", "music_cold_day", "music_system", "music_made")
RECORDINGS = (*DEAD, *MUSIC)


def music_of(call: str, kind: str) -> np.ndarray:
    """The real music of a sample call's first wait of this kind, up to its first announcement, for a minute."""
    truth = json.loads((SAMPLES / "truth" / f"{call}.json").read_text("utf-8"))
    (wait, *_) = [s for s in truth["segments"] if s["kind"] == kind and s["audio"] == "music"]
    audio = read_audio(SAMPLES / "calls" / f"{call}.wav")
    end = min([wait["end"], *(spoken["start"] for spoken in wait["announcements"])])
    part = slice(round(wait["start"] * audio.sample_rate), round(end * audio.sample_rate))
    return np.resize(audio.samples[:, part].sum(axis=0), len(TIMES))


def made_music() -> np.ndarray:
    """A melody of plucked notes over a bass, 0.4 s a note."""
    melody_hz = (261.6, 329.6, 392.0, 523.2, 392.0, 329.6, 293.7, 349.2, 440.0, 587.3, 440.0, 349.2)
    samples = np.zeros(len(TIMES))
    for index in range(int(SECONDS / 0.4)):
        at = slice(round(index * 0.4 * RATE), round((index * 0.4 + 0.8) * RATE))
        since = TIMES[at] - TIMES[at][0]
        hz, bass_hz = melody_hz[index % 12], melody_hz[index // 4 * 4 % 12] / 2
        note = sum(np.sin(2 * np.pi * hz * overtone * since) / overtone for overtone in (1, 2, 3))
        samples[at] += 0.15 * np.exp(-3 * since) * note + 0.08 * np.exp(-since) * np.sin(2 * np.pi * bass_hz * since)
    return samples


def sounds() -> dict[str, np.ndarray]:
    noise = np.random.default_rng(1).standard_normal(len(TIMES))
    return {
        "silence": np.zeros(len(TIMES)),
        "silence_on_two_channels": np.zeros((2, len(TIMES))),
        "line_noise": 0.01 * noise,
        "loud_white_noise": 0.2 * noise,
        "hum": 0.05 * np.sin(2 * np.pi * 50 * TIMES) + 0.02 * np.sin(2 * np.pi * 150 * TIMES) + 0.001 * noise,
        "music_morning_coffee": music_of("lamp_warm", "queue"),
        "music_cold_day": music_of("lamp_warm", "hold"),
        "music_system": music_of("water_robotic", "queue"),
        "music_made": made_music(),
    }


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Produced:
    folder = tmp_path_factory.mktemp("nobody")
    for name, samples in sounds().items():
        channels = np.atleast_2d(samples)
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((len(channels), 2, RATE, 0, "NONE", ""))
            file.writeframes((np.clip(channels.T, -1, 1) * 32767).astype("<i2").tobytes())
    return analyse(folder / "out", folder)


def test_they_are_calls_like_others_to_the_night(nobody: Produced) -> None:
    assert nobody.code == 0, nobody.printed
    assert f"{len(RECORDINGS)} analysed, 0 skipped, 0 failed" in nobody.printed


@pytest.mark.parametrize("name", RECORDINGS)
def test_no_words_are_invented_and_nothing_is_marked(nobody: Produced, name: str) -> None:
    report = nobody.report(name)
    assert report["turns"] == []
    assert report["evidence"] == []
    assert report["keys"] == []
    assert report["measures"]["ivr"]["menus"] == 0


@pytest.mark.parametrize("name", RECORDINGS)
def test_the_report_the_page_and_the_line_say_that_nobody_speaks(nobody: Produced, name: str) -> None:
    assert nobody.report(name)["notes"] == ["Nobody speaks in this recording: no words were found."]
    assert "Nobody speaks in this recording" in (nobody.out / name / "report.html").read_text("utf-8")
    (line,) = [line for line in nobody.printed.splitlines() if line.startswith(f"{name} ")]
    assert line.endswith("nobody speaks")


@pytest.mark.parametrize("name", RECORDINGS)
def test_warmth_and_delivery_are_null_with_a_reason_that_the_page_shows(nobody: Produced, name: str) -> None:
    page = unescape((nobody.out / name / "report.html").read_text("utf-8"))
    for score in ("empathy", "delivery"):
        found = nobody.report(name)["scores"][score]
        assert (found["value"], found["low"], found["high"]) == (None, None, None)
        assert "agent" in found["reason"]
        assert found["reason"] in page


@pytest.mark.parametrize("name", DEAD)
def test_a_dead_recording_has_no_friction_either(nobody: Produced, name: str) -> None:
    found = nobody.report(name)["scores"]["friction"]
    assert found["value"] is None
    assert "silence or noise" in found["reason"]
    assert {segment["audio"] for segment in nobody.report(name)["timeline"]} == {"silence"}


@pytest.mark.parametrize("name", MUSIC)
def test_music_that_never_ends_is_a_wait_for_nobody(nobody: Produced, name: str) -> None:
    report = nobody.report(name)
    (segment,) = report["timeline"]
    assert (segment["kind"], segment["audio"]) == ("queue", "music")
    parts = {part["name"]: part["points"] for part in report["scores"]["friction"]["parts"]}
    assert parts["queue"] > 0 and parts["no_human"] > 0
