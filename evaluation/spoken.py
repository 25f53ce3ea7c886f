"""Speakers of labelled calls: what each party says, one stretch after another."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audio.decode import decode
from audio.resample import resampled
from calls.sound import Audio, Samples
from models.pitch import RATE

MOST_S, LEAST_S = 22.0, 10.0
"""As much of a speaker is taken, and from this on."""


@dataclass(frozen=True, slots=True, eq=False)
class Speaker:
    """Samples (n,) at models.pitch.RATE; `flat` where the label says that the delivery is flat already."""

    name: str
    samples: Samples
    flat: bool


def read_speakers(folder: Path) -> Iterator[Speaker]:
    """Each party of each labelled call who says enough; the sound lies beside the labels or in ../calls.

    The labels are truth files that were read before (`folder.read_labels`).
    """
    for file in sorted(folder.glob("*.json")):
        truth = json.loads(file.read_text("utf-8"))
        places = [place / f"{file.stem}.wav" for place in (folder, folder.resolve().parent / "calls")]
        sound = next((place for place in places if place.is_file()), None)
        if sound is None or not truth.get("turns"):
            continue
        audio = decode(sound).audio
        wide = resampled(audio, RATE)
        for role in ("agent", "customer"):
            turns = [turn for turn in truth["turns"] if turn["role"] == role]
            samples = _said(wide, turns, _channel(truth, role, audio.channels))
            if len(samples) >= LEAST_S * RATE:
                flat = truth.get(f"{role}_delivery") == "flat"
                yield Speaker(f"{file.stem} {role}", samples, flat)


def _channel(truth: dict[str, Any], role: str, channels: int) -> int:
    named = {who: int(number) for number, who in (truth.get("channels") or {}).items()} if channels > 1 else {}
    return named.get(role, 0 if channels == 1 or role == "agent" else 1)


def _said(audio: Audio, turns: Sequence[dict[str, Any]], channel: int) -> Samples:
    line = audio.channel(channel)
    parts = [line[round(turn["start"] * RATE) : round(turn["end"] * RATE)] for turn in turns]
    return np.concatenate([*parts, np.zeros(0, np.float32)])[: round(MOST_S * RATE)]
