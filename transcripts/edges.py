"""Stretches of speech and the words in them: which lie where, and those at a pause moved to where its sound ends.

Whisper ends the last word before a pause about 0.13 s early (median over the turns of the simulated and own calls; the
first word's start is right to 0.05 s), because its times come from attention, which leaves a word before it has died
away. The stretch of speech was cut by level and is right to 0.03 s there.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from calls.spans import Span
from calls.transcript import Word


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


def to_the_edges(words: Sequence[Word], speech: Sequence[Span], pad_s: float, most_s: float) -> list[Word]:
    """`words` of one channel in order, the first and last of each stretch of `speech` lengthened to its edges.

    The stretches are padded by `pad_s`, which is left out. No word grows by more than `most_s`: what is further away
    was not heard, or not said by that word.
    """
    longer: dict[Word, Word] = {}
    for span, inside in zip(speech, by_stretch(words, speech), strict=True):
        if not inside:
            continue
        first, begin = min(inside, key=lambda w: w.start), span.start + pad_s
        if 0 < first.start - begin <= most_s:
            longer[first] = replace(first, start=begin)
        last, end = max(inside, key=lambda w: w.end), span.end - pad_s
        if 0 < end - last.end <= most_s:
            longer[last] = replace(longer.get(last, last), end=end)
    return [longer.get(word, word) for word in words]
