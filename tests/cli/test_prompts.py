"""The house's own sounds, taught by the command."""

import json
import re
import wave
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from audio.decode import read_audio
from audio.line import load_line
from cli.main import app
from configs.settings import load_settings
from flows.order import Order, settings_of
from flows.recipe import recipe_of

RATE = 8000
SAMPLES = Path(__file__).parents[2] / "samples"
COMMAND = CliRunner()


def write_wav(path: Path, samples: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def chord(seconds: float) -> np.ndarray:
    times = np.arange(int(seconds * RATE)) / RATE
    beat = np.exp(-3 * (times % 0.5))
    return 0.1 * beat * sum(np.sin(2 * np.pi * hz * times) for hz in (262, 330, 392, 524))


def hiss(seconds: float, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.repeat(rng.uniform(0.02, 0.3, int(seconds * 8)), RATE // 8) * rng.standard_normal(
        int(seconds * 8) * RATE // 8
    )


def spoken_prompt() -> np.ndarray:
    """What the menu of a sample call says."""
    audio = read_audio(SAMPLES / "calls" / "lamp_warm.wav")
    (menu,) = [
        s
        for s in json.loads((SAMPLES / "truth" / "lamp_warm.json").read_text("utf-8"))["segments"]
        if s["kind"] == "ivr"
    ]
    return audio.samples[:, round(menu["start"] * audio.sample_rate) : round(menu["end"] * audio.sample_rate)].sum(
        axis=0
    )


@pytest.fixture
def taught(tmp_path: Path) -> Path:
    folder = tmp_path / "house"
    write_wav(folder / "welcome.wav", spoken_prompt())
    write_wav(folder / "waiting.wav", chord(12))
    ended = COMMAND.invoke(app, ["prompts", "learn", str(folder), "--out", str(tmp_path / "out")])
    assert ended.exit_code == 0, ended.output
    return tmp_path / "out"


def test_what_was_learned_is_listed_with_its_kind_and_length(taught: Path) -> None:
    shown = COMMAND.invoke(app, ["prompts", "list", "--out", str(taught)]).output.splitlines()
    assert len(shown) == 2
    assert shown[0].startswith("waiting: music, 11.") or shown[0].startswith("waiting: music, 12.")
    assert shown[1].startswith("welcome: prompt, ")
    assert ", says: " in shown[1]
    assert re.search(r"press (1|one)", shown[1].lower()), "which of them Whisper writes hangs on the processor"
    assert "says" not in shown[0]


def test_learning_makes_another_recipe_for_that_output_only(taught: Path, tmp_path: Path) -> None:
    untaught = recipe_of(settings_of(Order(tmp_path / "elsewhere")))
    assert recipe_of(settings_of(Order(taught))) != untaught == recipe_of(load_settings())


def test_a_name_learned_again_is_replaced_and_others_stay(taught: Path, tmp_path: Path) -> None:
    other = write_wav(tmp_path / "new" / "welcome.wav", hiss(6, seed=2))
    COMMAND.invoke(app, ["prompts", "learn", str(other), "--out", str(taught)])
    by_name = {clip.name: len(clip.prints) for clip in load_line(taught / "line.npz")}
    assert set(by_name) == {"welcome", "waiting"}
    assert by_name["welcome"] > 170


def test_forgotten_sounds_are_gone_and_an_unknown_name_is_said(taught: Path) -> None:
    assert COMMAND.invoke(app, ["prompts", "forget", "welcome", "--out", str(taught)]).exit_code == 0
    assert [clip.name for clip in load_line(taught / "line.npz")] == ["waiting"]
    ended = COMMAND.invoke(app, ["prompts", "forget", "farewell", "--out", str(taught)])
    assert ended.exit_code == 2
    assert "no sound is called farewell" in ended.output


def test_what_can_t_be_learned_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "house"
    write_wav(folder / "good.wav", hiss(3))
    write_wav(folder / "short.wav", hiss(1))
    (folder / "text.wav").write_text("not a sound")
    ended = COMMAND.invoke(app, ["prompts", "learn", str(folder), "--out", str(tmp_path / "out")])
    assert ended.exit_code == 1
    assert "short.wav" in ended.output and "text.wav" in ended.output
    assert [clip.name for clip in load_line(tmp_path / "out" / "line.npz")] == ["good"]


def test_a_broken_file_of_learned_sounds_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "line.npz").write_bytes(b"PK broken")
    ended = COMMAND.invoke(app, ["prompts", "list", "--out", str(tmp_path)])
    assert ended.exit_code == 2
    assert "line.npz: not a file of learned sounds" in ended.output
