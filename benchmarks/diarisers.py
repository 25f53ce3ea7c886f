"""Both diarisers on the same labelled calls, each call mixed to one channel: diarisation error rate and cost.

    ./dev setup pyannote && .venv/bin/python benchmarks/diarisers.py [FOLDER ...]

FOLDER (default: samples/calls) holds recordings, each with its truth as NAME.json beside it or in ../truth: `turns`
with role (or speaker), start and end, and `segments`. The error is counted over the talk, without a collar, overlaps
included (pyannote.metrics); confusion is the part of it where the voice is given to the wrong speaker.
"""

import json
import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.diarization import DiarizationErrorRate

from audio.decode import decode
from audio.resample import resampled
from calls.sound import Samples, SpeakerSpan
from calls.spans import Span
from configs.settings import Settings, load_settings
from models.diariser import Diariser
from models.engines import load_diariser
from sounds.listen import MODEL_RATE

RECORDINGS = (".wav", ".flac", ".mp3", ".ogg")


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """A mixed call at 16 kHz with who truly spoke when, over the talk."""

    name: str
    samples: Samples
    truth: Annotation
    talk: Timeline


def labelled_calls(folder: Path) -> Iterator[Labelled]:
    """Every recording of `folder` that has a truth."""
    for path in sorted(p for p in folder.iterdir() if p.suffix in RECORDINGS):
        beside, apart = path.with_suffix(".json"), path.parent.parent / "truth" / f"{path.stem}.json"
        truth = json.loads((apart if apart.exists() else beside).read_text("utf-8"))
        wide = resampled(decode(path).audio, MODEL_RATE)
        talk = Timeline([_segment(s) for s in truth["segments"] if s["kind"] == "talk"])
        spoken = Annotation()
        for index, turn in enumerate(truth["turns"]):
            spoken[_segment(turn), index] = turn.get("speaker", turn["role"])
        yield Labelled(path.stem, wide.samples.mean(axis=0, dtype=np.float32), spoken, talk)


def measured(call: Labelled, diariser: Diariser, settings: Settings) -> dict[str, float]:
    """DER and its confusion over the talk, and seconds taken per second of the call."""
    only = [Span(part.start, part.end) for part in call.talk]
    start = time.perf_counter()
    found = diariser.diarise(call.samples, only, None, settings.diarisation)
    cost = (time.perf_counter() - start) / (len(call.samples) / MODEL_RATE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts = DiarizationErrorRate(collar=0.0)(call.truth, _annotation(found), uem=call.talk, detailed=True)
    seconds = parts["total"]
    return {
        "total": seconds,
        "wrong": parts["diarization error rate"] * seconds,
        "confused": parts["confusion"],
        "cost": cost,
    }


def main(folders: list[Path]) -> None:
    """Print a line a call, each diariser in turn, and the means over all speech."""
    settings = load_settings()
    names = ("onnx", "pyannote")
    engines = {
        n: load_diariser(replace(settings, diarisation=replace(settings.diarisation, diariser=n))) for n in names
    }  # type: ignore[arg-type]
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    print(f"{'':28}" + "".join(f"{name + ': DER, confusion, cost':>34}" for name in names))
    for call in (call for folder in folders for call in labelled_calls(folder)):
        for name in names:
            rows[name].append(measured(call, engines[name], settings))
        print(f"{call.name:28}" + "".join(_line([rows[name][-1]]) for name in names), flush=True)
    print(f"{'all':28}" + "".join(_line(rows[name]) for name in names))


def _line(rows: list[dict[str, float]]) -> str:
    total = sum(row["total"] for row in rows)
    der, confused = (sum(row[key] for row in rows) / total for key in ("wrong", "confused"))
    return f"{der:>20.1%}{confused:>7.1%}{np.mean([row['cost'] for row in rows]):>7.1%}"


def _segment(timed: dict[str, Any]) -> Segment:
    return Segment(timed["start"], timed["end"])


def _annotation(spans: tuple[SpeakerSpan, ...]) -> Annotation:
    found = Annotation()
    for index, span in enumerate(spans):
        found[Segment(span.start, span.end), index] = span.speaker
    return found


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [Path("samples/calls")])
