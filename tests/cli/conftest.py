"""The command with a made-up analysis behind a real decoder."""

import sys
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "flows"))  # made_up.py, which these tests share with the flows'
from made_up import RECIPE, MadeUpAnalysis

import flows.produce
from audio.decode import decode


class DecodingAnalysis(MadeUpAnalysis):
    """Reads the file as the real one does, then makes its report up."""

    def begin(self, path: Path) -> None:
        """The decode stage."""
        decode(path)


@pytest.fixture
def analysis(monkeypatch: pytest.MonkeyPatch) -> MadeUpAnalysis:
    made_up = DecodingAnalysis()
    monkeypatch.setattr(flows.produce, "analyse_recording", made_up)
    monkeypatch.setattr(flows.produce, "write_html", lambda _report, _audio, path, _settings: path.write_text("page"))
    monkeypatch.setattr("flows.run.load_engines", lambda *_: None)
    monkeypatch.setattr("flows.run.recipe_of", lambda _: RECIPE)
    return made_up


@pytest.fixture
def write_wav() -> Callable[..., Path]:
    """A WAV of half a second of tones, a different one each channel."""

    def write(path: Path, channels: int = 1, rate: int = 8000, hz: int = 440) -> Path:
        times = np.arange(rate // 2) / rate
        samples = np.stack([np.sin(2 * np.pi * (hz + 100 * index) * times) for index in range(channels)], axis=1)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(channels)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes((samples * 12000).astype("<i2").tobytes())
        return path

    return write
