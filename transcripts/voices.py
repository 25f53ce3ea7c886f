"""Words given to voices: a word, not a segment, is the unit, so that a quick answer is not the asker's."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from calls.sound import SpeakerSpan
from calls.spans import overlap_s
from calls.transcript import Word


def with_voices(words: Sequence[Word], voices: Sequence[SpeakerSpan]) -> list[Word]:
    """Each word with the voice that covers most of it, else the nearest one; as they are where no voices are told.

    `voices` in order of start.
    """
    if not voices:
        return list(words)
    ends = [voice.end for voice in sorted(voices, key=lambda v: v.end)]
    ordered = sorted(voices, key=lambda v: v.end)
    return [replace(word, speaker=_voice_of(word, ordered, ends)) for word in words]


def _voice_of(word: Word, voices: Sequence[SpeakerSpan], ends: Sequence[float]) -> str:
    first = max(0, bisect_left(ends, word.start) - 1)
    best, score = voices[first].speaker, float("-inf")
    for voice in voices[first:]:
        if voice.start > word.end + 30.0 and score > float("-inf"):
            break
        shared = overlap_s(word, voice)
        near = shared if shared > 0 else -max(voice.start - word.end, word.start - voice.end)
        if near > score:
            best, score = voice.speaker, near
    return best
