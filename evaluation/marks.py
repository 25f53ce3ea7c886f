"""Were keys, menus and markers found?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calls.spans import overlap_s
from evaluation.records import IvrFact, Key, SaidTurn
from scores.marker_figures import Figures as Counts

SHOWN_KEYS = "0*#"
SAME_KEY_S = 0.3
SAME_TURN_S = 0.3


@dataclass(frozen=True, slots=True)
class FactCounts:
    """How many of the labelled counts of an IVR are right, and how many are labelled."""

    right: int
    labelled: int


def key_counts(true: Sequence[Key], found: Sequence[Key]) -> Counts:
    """Keys rightly found, invented and missed; a masked key is right where any digit was pressed."""
    left = list(found)
    for key in true:
        hit = next((f for f in left if abs(f.start - key.start) < SAME_KEY_S and _same(key, f)), None)
        if hit:
            left.remove(hit)
    right = len(found) - len(left)
    return Counts(right, len(left), len(true) - right)


def ivr_facts(true: Mapping[IvrFact, int], found: Mapping[IvrFact, int | None]) -> FactCounts:
    """What is labelled, against the same of the report."""
    return FactCounts(sum(found.get(name) == count for name, count in true.items()), len(true))


def marker_counts(true: Sequence[SaidTurn], found: Sequence[SaidTurn]) -> dict[str, Counts] | None:
    """For each marker the turns in which it is rightly found, invented and missed; None where no turn is labelled so.

    Turns are compared within a role, with those that they overlap. What is found in a turn whose markers nobody
    labelled is neither right nor wrong; what is found where nobody spoke is invented.
    """
    labelled = [turn for turn in true if turn.markers is not None]
    if true and not labelled:
        return None
    right, invented, missed = Counter[str](), Counter[str](), Counter[str]()
    for turn in labelled:
        heard = {name for f in found if _same_turn(turn, f) for name in f.markers or ()}
        right.update(heard & set(turn.markers or ()))
        missed.update(set(turn.markers or ()) - heard)
    for turn in found:
        meant = [t.markers for t in true if _same_turn(turn, t)]
        if None not in meant:
            invented.update(set(turn.markers or ()) - {name for names in meant for name in names or ()})
    names = sorted(right.keys() | invented.keys() | missed.keys())
    return {name: Counts(right[name], invented[name], missed[name]) for name in names}


def _same(key: Key, found: Key) -> bool:
    return found.key == key.key or key.key not in SHOWN_KEYS


def _same_turn(one: SaidTurn, other: SaidTurn) -> bool:
    return one.role == other.role and overlap_s(one, other) > SAME_TURN_S
