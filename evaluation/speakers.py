"""Who spoke when: seconds given to the right party, and the diarisation error rate."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import linear_sum_assignment

from calls.spans import covered_s, duration_s
from evaluation.records import SaidTurn


@dataclass(frozen=True, slots=True)
class RoleSeconds:
    """Seconds of true talk, and those in which a turn of the same role was found."""

    right: float
    spoken: float


@dataclass(frozen=True, slots=True)
class SpeakerErrors:
    """Seconds in which somebody who speaks is missed, somebody is invented, or another is heard; `spoken` in truth.

    Where two speak at once a second counts for each. Their sum over `spoken` is the diarisation error rate.
    """

    missed: float
    invented: float
    confused: float
    spoken: float

    @property
    def errors(self) -> float:
        """All of them, in seconds."""
        return self.missed + self.invented + self.confused


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch in which nobody begins or ends: its length, who really speaks, and who as found."""

    seconds: float
    true: frozenset[str]
    found: frozenset[str]


def role_seconds(true: Sequence[SaidTurn], found: Sequence[SaidTurn]) -> RoleSeconds:
    """How much of each true turn lies in turns found for the same role."""
    right = [covered_s(t, [f for f in found if f.role == t.role]) for t in true]
    return RoleSeconds(sum(right), sum(duration_s(t) for t in true))


def speaker_errors(true: Sequence[SaidTurn], found: Sequence[SaidTurn]) -> SpeakerErrors:
    """Diarisation errors without collar, overlap included (NIST RT-09), names matched so that they agree longest.

    People are told apart by `speaker` where every true turn names one, else by role.
    """
    named = bool(true) and all(turn.speaker for turn in true)
    pieces = list(_pieces(_labels(true, named), _labels(found, named)))
    same = _best_match(pieces)
    missed = invented = confused = spoken = 0.0
    for piece in pieces:
        really, heard = len(piece.true), len(piece.found)
        agreed = sum((t, f) in same for t, f in product(piece.true, piece.found))
        missed += max(0, really - heard) * piece.seconds
        invented += max(0, heard - really) * piece.seconds
        confused += (min(really, heard) - agreed) * piece.seconds
        spoken += really * piece.seconds
    return SpeakerErrors(missed, invented, confused, spoken)


def _labels(turns: Sequence[SaidTurn], named: bool) -> list[tuple[float, float, str]]:
    return [(t.start, t.end, (t.speaker if named else None) or t.role) for t in turns]


def _pieces(true: Sequence[tuple[float, float, str]], found: Sequence[tuple[float, float, str]]) -> Iterator[_Piece]:
    """The recording cut where anybody begins or ends; pieces in which nobody speaks left out."""
    edges = [
        edge
        for side, turns in enumerate((true, found))
        for start, end, label in turns
        for edge in ((start, 1, side, label), (end, -1, side, label))
    ]
    speaking: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    before = 0.0
    for time, step, side, label in sorted(edges):
        really, heard = (frozenset(name for name, times in people.items() if times > 0) for people in speaking)
        if time > before and (really or heard):
            yield _Piece(time - before, really, heard)
        before = time
        speaking[side][label] += step


def _best_match(pieces: Sequence[_Piece]) -> set[tuple[str, str]]:
    """Pairs of a true and a found name, each used once, that share the most seconds (the Hungarian method)."""
    shared: Counter[tuple[str, str]] = Counter()
    for piece in pieces:
        for pair in product(piece.true, piece.found):
            shared[pair] += piece.seconds  # type: ignore[assignment]  # seconds, not a count
    rows, columns = (sorted({pair[side] for pair in shared}) for side in (0, 1))
    seconds = np.array([[shared[(row, column)] for column in columns] for row in rows]).reshape(len(rows), len(columns))
    chosen = linear_sum_assignment(seconds, maximize=True)
    return {(rows[i], columns[j]) for i, j in zip(*chosen, strict=True) if seconds[i, j] > 0}
