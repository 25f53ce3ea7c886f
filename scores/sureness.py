"""How much a mark counts: one that is only just found counts little, so that losing it by another word moves little."""

from collections.abc import Iterable

from calls.scores import Evidence
from configs.score_settings import EmpathySettings
from scores.parts import between


def sureness(mark: Evidence, weights: EmpathySettings) -> float:
    """0 with a confidence up to `doubtful`, 1 from `sure` on, between on a straight line."""
    return between(mark.confidence, ((weights.doubtful, 0.0), (weights.sure, 1.0)))


def worth(found: Iterable[Evidence], weights: EmpathySettings) -> float:
    """How many marks these are together, each as far as it is sure."""
    return sum(sureness(mark, weights) for mark in found)


def surest(found: Iterable[Evidence], weights: EmpathySettings) -> float:
    """That of the surest, 0 without any."""
    return max((sureness(mark, weights) for mark in found), default=0.0)


def blend(share: float, first: float, second: float) -> float:
    """`share` of `first` and the rest of `second`.

    >>> blend(0.25, 8.0, 4.0)
    5.0
    """
    return share * first + (1 - share) * second
