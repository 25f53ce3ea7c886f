"""Whether the same person speaks before and after a wait: their voices, as CAM++ hears them, compared.

Over several seconds a voice is far surer than in the pieces that a diariser has to go by: on the made-up calls one
person's stretches were 0.72 apart at the most, agents who took over from each other 1.06 at the least.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from audio.resample import Readable
from calls.spans import Span, duration_s
from configs.speech_settings import DiarisationSettings
from models.campplus import RATE, CamPlusPlus, voice_in
from models.clustering import Vectors, alike, mean_voice
from models.cores import abreast


class Persons(Protocol):
    """Anything that tells persons apart by stretches of their talk."""

    def told_apart(
        self, samples_16k: Readable, stretches: Sequence[Sequence[Span]], settings: DiarisationSettings
    ) -> tuple[int | None, ...]:
        """Who speaks in each of `stretches` (spans of talk, seconds), numbered as the persons first appear.

        None where too little is said to tell.
        """


class PersonsByVoice:
    """See Persons."""

    def __init__(self, voices: CamPlusPlus) -> None:
        self._voices = voices

    def told_apart(
        self, samples_16k: Readable, stretches: Sequence[Sequence[Span]], settings: DiarisationSettings
    ) -> tuple[int | None, ...]:
        """See Persons. Voices are linked by their mean distance (Euclidean, of unit vectors)."""
        voices = [self._voice(samples_16k, stretch, settings) for stretch in stretches]
        heard = [voice for voice in voices if voice is not None]
        labels = iter(_grouped(heard, settings.person_distance))
        return tuple(None if voice is None else next(labels) for voice in voices)

    def _voice(self, samples: Readable, stretch: Sequence[Span], settings: DiarisationSettings) -> Vectors | None:
        """The mean of the voice in pieces of the stretch, a unit vector; None where they are too short in all."""

        def embedded(piece: Span) -> Vectors | None:
            return voice_in(samples[round(piece.start * RATE) : round(piece.end * RATE)], self._voices)

        pieces = _pieces(stretch, settings)
        answers = zip(abreast(embedded, pieces, self._voices.abreast), pieces, strict=True)
        heard = [(vector, duration_s(piece)) for vector, piece in answers if vector is not None]
        return mean_voice(heard) if sum(seconds for _, seconds in heard) >= settings.min_person_s else None


def _pieces(stretch: Sequence[Span], settings: DiarisationSettings) -> list[Span]:
    """Equal parts of each span, `piece_s` long at the most, until there is enough of them to know the voice by."""
    pieces: list[Span] = []
    left = settings.max_person_s
    for span in stretch:
        if left <= 0:
            break
        if duration_s(span) < settings.min_piece_s:
            continue
        edges = np.linspace(span.start, span.end, 1 + int(np.ceil(duration_s(span) / settings.piece_s)))
        pieces += [Span(float(a), float(b)) for a, b in pairwise(edges)]
        left -= duration_s(span)
    return pieces


def _grouped(voices: Sequence[Vectors], distance: float) -> list[int]:
    if len(voices) < 2:
        return [0] * len(voices)
    labels = alike(np.stack(voices), distance).tolist()
    in_order = list(dict.fromkeys(labels))
    return [in_order.index(label) for label in labels]
