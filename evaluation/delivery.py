"""Is delivery lower where people say that the agent sounded flat?"""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.figures import CallFigures

FLAT = "flat"
SCORE = "delivery"


@dataclass(frozen=True, slots=True)
class DeliveryPair:
    """A call labelled flat and a livelier one; `right` where delivery scores the flat one lower."""

    flat: CallFigures
    livelier: CallFigures
    right: bool


def delivery_pairs(calls: Sequence[CallFigures]) -> tuple[DeliveryPair, ...]:
    """Every flat call with every livelier one, as far as both are labelled and have a score."""
    scored = [(call, score) for call in calls if call.agent_delivery and (score := call.scores.get(SCORE)) is not None]
    return tuple(
        DeliveryPair(flat, livelier, low < high)
        for flat, low in scored
        if flat.agent_delivery == FLAT
        for livelier, high in scored
        if livelier.agent_delivery != FLAT
    )
