"""A song of our own: hibari's voice put on a melody over soft chords. Music with words in it is the hard case."""

from functools import cache

import numpy as np
import soxr

from simulate.delivery import sung
from simulate.script import Voice
from simulate.tones import RATE, Samples

LYRICS = (
    "Morning light on the river, carry me home again.",
    "All the roads that we follow, wash away in the rain.",
    "Hold my hand till the summer, hold my heart till the spring.",
    "When the night is upon us, I can hear you sing.",
)
# A pentatonic tune in Hz, a note each 0.4 s.
MELODY = (
    262.0,
    294.0,
    330.0,
    392.0,
    392.0,
    330.0,
    294.0,
    262.0,
    294.0,
    330.0,
    440.0,
    392.0,
    330.0,
    294.0,
    262.0,
    262.0,
)
NOTE_S = 0.4


@cache
def song() -> Samples:
    """All verses over `music.strings`, at 8 kHz."""
    from simulate.music import strings  # noqa: PLC0415 - music lists this song among its own
    from simulate.voices import synthesize  # noqa: PLC0415

    verses = []
    for verse in LYRICS:
        speech, rate = synthesize(verse, Voice("heart", speed=0.6))
        verses += [sung(speech.astype(np.float64), rate, MELODY, NOTE_S), np.zeros(round(0.5 * rate))]
    voice = soxr.resample(np.concatenate(verses).astype(np.float32), rate, RATE)
    chords = np.resize(strings(), len(voice))
    mixed: Samples = voice / np.std(voice) + 0.8 * chords / np.std(chords)
    return mixed
