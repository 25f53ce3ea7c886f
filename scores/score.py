"""The three scores of a call."""

from collections.abc import Sequence

from calls.measures import Measures
from calls.scores import Evidence, Scores
from calls.timeline import Timeline
from calls.transcript import Turn
from configs.settings import Settings
from scores.delivery import score_delivery
from scores.empathy import score_empathy
from scores.friction import score_friction


def score(
    turns: Sequence[Turn], timeline: Timeline, measures: Measures, evidence: Sequence[Evidence], settings: Settings
) -> Scores:
    """Empathy by words, delivery by sound, friction by waiting."""
    return Scores(
        empathy=score_empathy(turns, measures, evidence, settings.empathy),
        delivery=score_delivery(turns, measures, evidence, settings.delivery),
        friction=score_friction(timeline, measures, settings.friction),
    )
