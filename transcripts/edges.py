"""Stretches of speech and the words in them: which lie where, and each moved to where it is heard.

Whisper's times come from attention, which is at the next word before that is heard: words within a stretch are 0.05 s
early (median beside an aligner that was told the words, benchmarks/word_times.py). The last word before a pause it ends
about 0.13 s early (median over the turns of the simulated and own calls; the first word's start is right to 0.05 s), as
attention leaves a word before it has died away. The stretch of speech was cut by level and is right to 0.03 s there.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from calls.spans import Span
from calls.transcript import Word
from configs.speech_settings import RecognitionSettings


def by_stretch(words: Sequence[Word], stretches: Sequence[Span]) -> list[list[Word]]:
    """The words, by their middle, in each of `stretches` (in order, apart); those in none are left out."""
    starts = [span.start for span in stretches]
    inside: list[list[Word]] = [[] for _ in stretches]
    for word in words:
        middle = (word.start + word.end) / 2
        nearest = bisect_right(starts, middle) - 1
        if nearest >= 0 and middle <= stretches[nearest].end:
            inside[nearest].append(word)
    return inside


def to_their_sound(
    words: Sequence[Word], speech: Sequence[Span], pad_s: float, rules: RecognitionSettings
) -> list[Word]:
    """`words` of one channel in order, where they are heard rather than where Whisper has them.

    Within a stretch of `speech` that is `early_s` later; its first and last word reach to its edges, without the
    padding by `pad_s`. No word grows by more than `edge_s`: what is further away was not heard, or not said by it.
    """
    placed: dict[Word, Word] = {}
    for span, inside in zip(speech, by_stretch(words, speech), strict=True):
        if not inside:
            continue
        first, last = min(inside, key=lambda w: w.start), max(inside, key=lambda w: w.end)
        begin, end = span.start + pad_s, span.end - pad_s
        for word in inside:
            starts = word.start if word is first else _later(word.start, rules.early_s, span)
            ends = _later(word.end, rules.early_s, span)
            if word is first and 0 < starts - begin <= rules.edge_s:
                starts = begin
            if word is last and 0 < end - ends <= rules.edge_s:
                ends = end
            placed[word] = replace(word, start=starts, end=max(starts, ends))
    return [placed.get(word, word) for word in words]


def _later(time: float, by_s: float, within: Span) -> float:
    return max(time, min(time + by_s, within.end))
