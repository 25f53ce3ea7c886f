"""What any diariser is."""

from collections.abc import Sequence
from typing import Protocol

from audio.resample import Readable
from calls.sound import SpeakerSpan
from calls.spans import Span
from configs.speech_settings import DiarisationSettings


class Diariser(Protocol):
    """Anything that tells who speaks when in a mixed channel."""

    def diarise(
        self, samples_16k: Readable, only: Sequence[Span], speakers: int | None, settings: DiarisationSettings
    ) -> tuple[SpeakerSpan, ...]:
        """Who speaks when within `only` (seconds), in order of start; spans of two speakers may overlap.

        `speakers` is how many there are, where that is known. Empty where nobody speaks.
        """
