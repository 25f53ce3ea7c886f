"""The sample calls as networks hear them, and networks on one CPU thread."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from audio.decode import read_audio
from audio.resample import resampled
from calls.sound import Audio
from calls.spans import Span
from configs.operation_settings import ComputeSettings
from configs.settings import Settings, load_settings
from models.campplus import CamPlusPlus
from models.fetch import ensure_model
from models.segmentation import Segmentation

SAMPLES = Path(__file__).parents[2] / "samples"


@dataclass(frozen=True)
class Sample:
    """A sample call at 16 kHz with its truth."""

    audio: Audio
    truth: dict[str, Any]

    def turns(self, role: str | None = None) -> list[dict[str, Any]]:
        return [turn for turn in self.truth["turns"] if role in (None, turn["role"])]

    def talk(self) -> list[Span]:
        return [Span(s["start"], s["end"]) for s in self.truth["segments"] if s["kind"] == "talk"]


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Sample]:
    def read(name: str) -> Sample:
        truth = json.loads((SAMPLES / "truth" / f"{name}.json").read_text("utf-8"))
        return Sample(resampled(read_audio(SAMPLES / "calls" / f"{name}.wav"), 16_000), truth)

    return read


@pytest.fixture(scope="session")
def settings() -> Settings:
    return replace(load_settings(), compute=ComputeSettings(device="cpu", threads=1))


@pytest.fixture(scope="session")
def segments(settings: Settings) -> Segmentation:
    return Segmentation(ensure_model("segmentation", settings.models), settings.compute)


@pytest.fixture(scope="session")
def voices(settings: Settings) -> CamPlusPlus:
    return CamPlusPlus(ensure_model("campplus", settings.models), settings.compute)
