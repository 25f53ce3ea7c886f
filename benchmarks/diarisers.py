"""Ours beside pyannote.audio's own pipeline with the same weights: diarisation error rate and cost in one channel.

    ./dev setup pyannote && .venv/bin/python -m benchmarks.diarisers [FOLDER ...]

FOLDER (default: samples/calls) holds recordings with their truth (benchmarks/labelled.py); what has two channels is
mixed. pyannote lays its windows a second apart, as its own pipelines do, ours as the settings say. The error is counted
over the talk, without a collar, overlaps included (pyannote.metrics); confusion is the part of it where the voice is
given to the wrong speaker.
"""

import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.diarization import DiarizationErrorRate

from audio.decode import decode
from audio.resample import resampled
from benchmarks.labelled import SAMPLES, labelled_calls
from calls.sound import Samples, SpeakerSpan
from calls.spans import Span
from configs.settings import load_settings
from configs.speech_settings import DiarisationSettings
from models.diarise_pyannote import OWN_STEP_S
from models.diariser import Diariser
from models.engines import load_diariser
from sounds.listen import MODEL_RATE


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """A mixed call at 16 kHz with who truly spoke when, over the talk."""

    name: str
    samples: Samples
    truth: Annotation
    talk: Timeline


def mixed_calls(folder: Path) -> Iterator[Labelled]:
    """Every labelled recording of `folder`."""
    for path, truth in labelled_calls(folder):
        wide = resampled(decode(path).audio, MODEL_RATE)
        talk = Timeline([Segment(s.start, s.end) for s in truth.segments or () if s.kind == "talk"])
        spoken = Annotation()
        for index, turn in enumerate(truth.turns or ()):
            spoken[Segment(turn.start, turn.end), index] = turn.speaker or turn.role
        yield Labelled(path.stem, wide.samples.mean(axis=0, dtype=np.float32), spoken, talk)


def measured(call: Labelled, diariser: Diariser, rules: DiarisationSettings) -> dict[str, float]:
    """DER and its confusion over the talk, and seconds taken per second of the call."""
    only = [Span(part.start, part.end) for part in call.talk]
    start = time.perf_counter()
    found = diariser.diarise(call.samples, only, None, rules)
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
    ours = replace(settings.diarisation, diariser="onnx")
    sides = {"onnx": ours, "pyannote": replace(ours, diariser="pyannote", step_s=OWN_STEP_S)}
    engines = {name: load_diariser(replace(settings, diarisation=rules)) for name, rules in sides.items()}
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
    print(f"{'':28}" + "".join(f"{name + ': DER, confusion, cost':>34}" for name in sides))
    for call in (call for folder in folders for call in mixed_calls(folder)):
        for name, rules in sides.items():
            rows[name].append(measured(call, engines[name], rules))
        print(f"{call.name:28}" + "".join(_line([rows[name][-1]]) for name in sides), flush=True)
    print(f"{'all':28}" + "".join(_line(rows[name]) for name in sides))


def _line(rows: list[dict[str, float]]) -> str:
    total = sum(row["total"] for row in rows)
    der, confused = (sum(row[key] for row in rows) / total for key in ("wrong", "confused"))
    return f"{der:>20.1%}{confused:>7.1%}{np.mean([row['cost'] for row in rows]):>7.1%}"


def _annotation(spans: tuple[SpeakerSpan, ...]) -> Annotation:
    found = Annotation()
    for index, span in enumerate(spans):
        found[Segment(span.start, span.end), index] = span.speaker
    return found


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [SAMPLES])
