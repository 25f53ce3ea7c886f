"""Words given to voices: a word, not a segment, is the unit, so that a quick answer is not the asker's."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from calls.sound import SpeakerSpan
from calls.transcript import Word


def with_voices(words: Sequence[Word], voices: Sequence[SpeakerSpan]) -> list[Word]:
    """Each word with the voice that covers most of it, else the nearest one; as they are where no voices are told."""
    if not voices:
        return list(words)
    starts = np.array([voice.start for voice in voices])
    ends = np.array([voice.end for voice in voices])

    def voice_of(word: Word) -> str:
        # Seconds shared where positive, the distance where negative.
        shared = np.minimum(ends, word.end) - np.maximum(starts, word.start)
        return voices[int(np.argmax(shared))].speaker

    return [replace(word, speaker=voice_of(word)) for word in words]
