"""Were keys, menus and markers found?"""

from collections.abc import Mapping, Sequence
from typing import Any

from calls.spans import overlap_s
from evaluation.records import Key, SaidTurn
from scores.markers import MARKERS

SHOWN_KEYS = "0*#"
SAME_KEY_S = 0.3
SAME_TURN_S = 0.3
IVR_FACTS = ("menus", "options", "options_changed", "invalid", "zero_presses")


def key_counts(true: Sequence[Key], found: Sequence[Key]) -> tuple[int, int, int]:
    """Keys rightly found, invented and missed; a masked key is right where any digit was pressed."""
    left = list(found)
    for key in true:
        hit = next((f for f in left if abs(f.start - key.start) < SAME_KEY_S and _same(key, f)), None)
        if hit:
            left.remove(hit)
    right = len(found) - len(left)
    return right, len(left), len(true) - right


def ivr_facts(true: Mapping[str, int], found: Mapping[str, Any]) -> tuple[int, int]:
    """How many of the labelled counts are right, and how many are labelled."""
    labelled = [name for name in IVR_FACTS if name in true]
    return sum(found.get(name) == true[name] for name in labelled), len(labelled)


def marker_counts(true: Sequence[SaidTurn], found: Sequence[SaidTurn]) -> dict[str, tuple[int, int, int]]:
    """For each marker the turns in which it is rightly found, wrongly found, and missed."""
    counts: dict[str, list[int]] = {}
    for turn in true:
        marked = {name for f in found if _same_turn(turn, f) for name in f.markers}
        for name in turn.markers:
            counts.setdefault(name, [0, 0, 0])[0 if name in marked else 2] += 1
    for turn in found:
        meant = {name for t in true if _same_turn(turn, t) for name in t.markers}
        for name in (set(turn.markers) & set(MARKERS)) - meant:
            counts.setdefault(name, [0, 0, 0])[1] += 1
    return {name: (right, wrong, missed) for name, (right, wrong, missed) in counts.items()}


def _same(key: Key, found: Key) -> bool:
    return found.key == key.key or key.key not in SHOWN_KEYS


def _same_turn(one: SaidTurn, other: SaidTurn) -> bool:
    return one.role == other.role and overlap_s(one, other) > SAME_TURN_S
