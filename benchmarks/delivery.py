"""Does the delivery score hear what it should? Flattened voices, shifted voices, octave errors, cost.

    .venv/bin/pip install '.[bench]'
    .venv/bin/python benchmarks/delivery.py [FOLDER ...]

FOLDER (default: samples/truth) holds labelled calls, NAME.json beside NAME.wav or samples/calls/NAME.wav. Each party of
a call is a speaker. WORLD (benchmarks/world.py) speaks what they said again with another pitch, so that the true pitch
is known. The score is of the voice alone: timing and words are left out, so that the voice carries all of it.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from pitch_errors import CONDITIONS, pitch_errors
from spoken import Speaker, read_speakers
from world import World, analysed, spoken

from audio.loudness import loudness_db
from calls.measures import DynamicsMeasures, Measures
from calls.sound import Samples
from calls.timeline import Timeline
from configs.settings import Settings, load_settings
from measures.dynamics import measure_dynamics
from measures.hold import measure_hold
from measures.ivr import measure_ivr
from measures.queue import measure_queue
from measures.tone import ToneTrack, measure_tone
from models.pitch import HOP_S, RATE, track_pitch
from scores.delivery import score_delivery

SPREADS = (1.0, 0.6, 0.3, 0.12)
SHIFTS = (-4.0, 4.0)


def main(folders: Sequence[Path]) -> int:
    """Print the table; 1 where a criterion fails."""
    settings = load_settings()
    speakers = [speaker for folder in folders for speaker in read_speakers(folder)]
    lively = [speaker for speaker in speakers if not speaker.flat]
    taken = {speaker.name: analysed(speaker.samples) for speaker in lively}
    worlds = {n: world for n, world in taken.items() if not np.isnan(delivery_of(spoken(world), settings))}
    print(
        f"{len(speakers)} speakers, {len(lively)} not flat already, {len(worlds)} of those judged when spoken again\n"
    )
    passed = _flattened(worlds, settings)
    passed &= _shifted(worlds, settings)
    _octaves(worlds, settings)
    _cost(lively)
    return 0 if passed else 1


def delivery_of(samples: Samples, settings: Settings) -> float:
    """Delivery of a voice alone, `samples` (n,) at RATE; NaN where it can't be judged."""
    tone = measure_tone(tone_of(samples), (), settings.tone)
    nothing = Timeline((), ())
    measures = Measures(
        hold=measure_hold(nothing, (), settings.dynamics, None),
        queue=measure_queue(nothing),
        ivr=measure_ivr(nothing, (), settings.dynamics, None),
        dynamics=_talking(len(samples) / RATE, settings),
        tone=tone,
    )
    score = score_delivery((), measures, (), settings.delivery)
    return score.value if score.value is not None else np.nan


def tone_of(samples: Samples) -> ToneTrack:
    """Pitch and level of all of `samples` (n,) at RATE."""
    pitch = track_pitch(samples, RATE)
    loudness = loudness_db(samples, RATE, hop_s=HOP_S, frame_s=2 * HOP_S)[: len(pitch.hz)]
    return ToneTrack(pitch.times_s.astype(np.float32), pitch.hz, pitch.confidence, loudness, HOP_S)


def _talking(seconds: float, settings: Settings) -> DynamicsMeasures:
    return replace(measure_dynamics((), Timeline((), ()), settings.dynamics), agent_talk_s=seconds)


def _flattened(worlds: Mapping[str, World], settings: Settings) -> bool:
    print(f"{'delivery at a pitch spread of':34}" + "".join(f"{spread:>8.0%}" for spread in SPREADS) + "   falls")
    falling, values = 0, []
    for name, world in worlds.items():
        row = [delivery_of(spoken(world, spread=spread), settings) for spread in SPREADS]
        falls = all(later < earlier for earlier, later in pairwise(row))
        falling += falls
        values.append(row)
        print(f"  {name:32}" + "".join(f"{value:>8.1f}" for value in row) + f"{'yes' if falls else 'NO':>8}")
    middle = np.nanmedian(values, axis=0)
    print(f"  {'median':32}" + "".join(f"{value:>8.1f}" for value in middle))
    share = falling / len(worlds)
    print(f"lower at each step: {falling} of {len(worlds)} speakers ({share:.0%}; 95 % wanted)\n")
    return share >= 0.95


def _shifted(worlds: Mapping[str, World], settings: Settings) -> bool:
    heads = (*(f"{shift:+.0f} st" for shift in SHIFTS), "differ")
    print(f"{'delivery, voice shifted':34}{'own':>8}" + "".join(f"{head:>8}" for head in heads))
    worst = 0.0
    for name, world in worlds.items():
        row = [delivery_of(spoken(world, shift=shift), settings) for shift in (0.0, *SHIFTS)]
        differ = max(row) - min(row)
        worst = max(worst, differ)
        print(f"  {name:32}" + "".join(f"{value:>8.1f}" for value in (*row, differ)))
    print(f"largest difference: {worst:.1f} points (under 5 wanted)\n")
    return worst < 5.0


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
