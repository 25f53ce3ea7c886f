"""Were the words right, and given to the right party?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from calls.spans import overlap_s
from evaluation.records import SaidTurn

PARTIES = ("agent", "customer")
_SPELLED = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_DIGITS = {word: str(number) for number, word in enumerate(_SPELLED)} | {"oh": "0"}


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Words substituted, left out or put in over all the words of both parties, each against its own."""

    errors: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class RoleSeconds:
    """Seconds of true talk, and those in which a turn of the same role was found."""

    right: float = 0.0
    spoken: float = 0.0


def word_errors(true: Sequence[SaidTurn], found: Sequence[SaidTurn]) -> WordCounts:
    """Word errors of both parties: words given to the wrong one are left out here and put in there."""
    errors = words = 0
    for role in PARTIES:
        said, heard = (plain_words(" ".join(t.text for t in turns if t.role == role)) for turns in (true, found))
        errors, words = errors + edit_distance(said, heard), words + len(said)
    return WordCounts(errors, words)


def role_seconds(true: Sequence[SaidTurn], found: Sequence[SaidTurn]) -> RoleSeconds:
    """How much of each true turn lies in turns found for the same role."""
    right = [min(t.end - t.start, sum(overlap_s(t, f) for f in found if f.role == t.role)) for t in true]
    return RoleSeconds(sum(right), sum(t.end - t.start for t in true))


def plain_words(text: str) -> list[str]:
    """Lower-case words; numbers up to twelve, spelled or not, as single digits.

    >>> plain_words("It's room four one-two, please!")
    ["it's", 'room', '4', '1', '2', 'please']
    """
    found: list[str] = []
    for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d", text.lower().replace("’", "'")):
        found += list(_DIGITS.get(word, "")) or [word]
    return found


def edit_distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Least number of words to change, leave out or put in (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for i, word in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, candidate in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != candidate))
    return row[-1]
