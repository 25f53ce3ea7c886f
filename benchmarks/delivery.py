"""Does the delivery score hear what it should? Flattened voices, shifted voices, octave errors, cost.

    .venv/bin/pip install '.[bench]'
    .venv/bin/python benchmarks/delivery.py [FOLDER ...]

FOLDER (default: samples/truth) holds labelled calls, NAME.json beside NAME.wav or samples/calls/NAME.wav. Each party of
a call is a speaker. WORLD (evaluation/world.py) speaks what they said again with another pitch, so that the true pitch
is known. The first two tables are those of `warmline evaluate --voices`, the others are only here.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from pitch_errors import CONDITIONS, pitch_errors

from configs.settings import Settings, load_settings
from evaluation.spoken import Speaker, read_speakers
from evaluation.voices import judge_voices, summed, taken_apart, tone_of
from evaluation.voices_table import as_lines
from evaluation.world import World, spoken
from models.pitch import RATE, track_pitch


def main(folders: Sequence[Path]) -> int:
    """Print the tables; 1 where a criterion fails."""
    settings = load_settings()
    speakers = [speaker for folder in folders for speaker in read_speakers(folder)]
    worlds = taken_apart(speakers, settings)
    voices = judge_voices(worlds, settings)
    print("\n".join(as_lines(voices)), end="\n\n")
    _octaves(worlds, settings)
    _cost(speakers)
    return 0 if (passed := summed(voices)) and passed.good else 1


def _octaves(worlds: Mapping[str, World], settings: Settings) -> None:
    voices = {name: spoken(world) for name, world in worlds.items()}
    others = dict(zip(voices, [*list(voices.values())[1:], *list(voices.values())[:1]], strict=True))
    print(f"{'pitch against the true one':34}{'octave':>9}{'guarded':>9}{'lost':>9}{'spread':>9}")
    for condition, worsen in CONDITIONS.items():
        rows = [
            pitch_errors(world, tone_of(worsen(voices[name], others[name])), settings.tone)
            for name, world in worlds.items()
        ]
        figures = np.nanmean(rows, axis=0)
        print(f"  {condition:32}" + "".join(f"{v:>9.2%}" for v in figures[:3]) + f"{figures[3]:>9.2f}")
    print(
        "octave: of frames voiced in both, those more than 6 semitones off; guarded: after the guard of measures/tone;"
    )
    print("lost: truly voiced frames not used; spread: mean semitones by which the spread differs from the true one\n")


def _cost(speakers: Sequence[Speaker]) -> None:
    track_pitch(np.zeros(RATE, np.float32), RATE)
    samples = np.concatenate([speaker.samples for speaker in speakers])
    start = time.process_time()
    track_pitch(samples, RATE)
    took = time.process_time() - start
    print(
        f"cost of pitch: {took / (len(samples) / RATE):.2%} of real time (processor time, {len(samples) / RATE:.0f} s)"
    )


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]] or [Path("samples/truth")]))
