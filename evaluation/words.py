"""Were the words right, and given to the right party?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.records import SaidTurn

PARTIES = ("agent", "customer")
_SPELLED = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_DIGITS = {word: str(number) for number, word in enumerate(_SPELLED)} | {"oh": "0"}


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Words substituted, left out or put in, and the words said."""

    errors: int = 0
    words: int = 0


def word_errors(true: Sequence[SaidTurn], found: Sequence[SaidTurn]) -> dict[str, WordCounts]:
    """For each party the errors of its own words: one given to the other is left out here and put in there.

    A party is judged where each of its turns has a text.
    """
    judged = [role for role in PARTIES if all(turn.text is not None for turn in true if turn.role == role)]
    return {role: _errors(_words_of(true, role), _words_of(found, role)) for role in judged}


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


def _words_of(turns: Sequence[SaidTurn], role: str) -> list[str]:
    return plain_words(" ".join(turn.text or "" for turn in turns if turn.role == role))


def _errors(said: Sequence[str], heard: Sequence[str]) -> WordCounts:
    return WordCounts(edit_distance(said, heard), len(said))
