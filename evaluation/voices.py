"""Does the delivery score hear the voice, and only what it should of it?

Each speaker is spoken again (evaluation/world.py) flatter and flatter, which must lower delivery at each step, and with
a lower and a higher voice, which must not change it. The score is of the voice alone: timing and words are left out, so
that the voice carries all of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from audio.loudness import loudness_db
from calls.measures import DynamicsMeasures, Measures
from calls.sound import Samples
from calls.timeline import Timeline
from configs.settings import Settings
from evaluation.spoken import Speaker
from evaluation.world import World, analysed, spoken
from measures.dynamics import measure_dynamics
from measures.hold import measure_hold
from measures.ivr import measure_ivr
from measures.queue import measure_queue
from measures.tone import ToneTrack, measure_tone
from models.pitch import HOP_S, RATE, track_pitch
from scores.delivery import score_delivery

SPREADS = (1.0, 0.6, 0.3, 0.12)
"""Of the speaker's own spread of pitch; the last is what the flat calls of our labelled ones have."""
SHIFTS = (-4.0, 4.0)
"""Semitones: about from a man's voice to a woman's, or half of that from the middle."""
WANTED_FALLING, WANTED_APART = 0.95, 5.0
"""Share of speakers whose delivery falls at each step, and points by which a shifted voice may differ at most."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Delivery of a speaker at each of SPREADS, and unshifted and at each of SHIFTS."""

    name: str
    flattened: tuple[float, ...]
    shifted: tuple[float, ...]

    @property
    def falls(self) -> bool:
        """Whether delivery is lower at each step."""
        return all(later < earlier for earlier, later in pairwise(self.flattened))

    @property
    def apart(self) -> float:
        """Points between the highest and the lowest of the shifted voices."""
        return max(self.shifted) - min(self.shifted)


@dataclass(frozen=True, slots=True)
class Voices:
    """The figures of all speakers together."""

    speakers: int
    falling: int
    apart: float

    @property
    def good(self) -> bool:
        """Whether both criteria are met."""
        return self.falling >= WANTED_FALLING * self.speakers and self.apart < WANTED_APART


def taken_apart(speakers: Sequence[Speaker], settings: Settings) -> dict[str, World]:
    """Those who aren't flat already and can be judged when spoken again, by name."""
    worlds = {speaker.name: analysed(speaker.samples) for speaker in speakers if not speaker.flat}
    return {name: world for name, world in worlds.items() if not np.isnan(delivery_of(spoken(world), settings))}


def judge_voices(worlds: Mapping[str, World], settings: Settings) -> tuple[Voice, ...]:
    """Every speaker flattened and shifted."""
    return tuple(
        Voice(
            name,
            tuple(delivery_of(spoken(world, spread=spread), settings) for spread in SPREADS),
            tuple(delivery_of(spoken(world, shift=shift), settings) for shift in (0.0, *SHIFTS)),
        )
        for name, world in worlds.items()
    )


def summed(voices: Sequence[Voice]) -> Voices | None:
    """None without any."""
    if not voices:
        return None
    return Voices(len(voices), sum(voice.falls for voice in voices), max(voice.apart for voice in voices))


def delivery_of(samples: Samples, settings: Settings) -> float:
    """Delivery of a voice alone, `samples` (n,) at RATE; NaN where it can't be judged."""
    nothing = Timeline((), ())
    measures = Measures(
        hold=measure_hold(nothing, (), settings.dynamics, None),
        queue=measure_queue(nothing),
        ivr=measure_ivr(nothing, (), settings.dynamics, None),
        dynamics=_talking(len(samples) / RATE, settings),
        tone=measure_tone(tone_of(samples), (), settings.tone),
    )
    score = score_delivery((), measures, (), settings.delivery)
    return score.value if score.value is not None else float("nan")


def tone_of(samples: Samples) -> ToneTrack:
    """Pitch and level of all of `samples` (n,) at RATE."""
    pitch = track_pitch(samples, RATE)
    loudness = loudness_db(samples, RATE, hop_s=HOP_S, frame_s=2 * HOP_S)[: len(pitch.hz)]
    return ToneTrack(pitch.times_s.astype(np.float32), pitch.hz, pitch.confidence, loudness, HOP_S)


def _talking(seconds: float, settings: Settings) -> DynamicsMeasures:
    return replace(measure_dynamics((), Timeline((), ()), settings.dynamics), agent_talk_s=seconds)
