"""The three scores of a call."""

from collections.abc import Sequence

from calls.measures import Measures
from calls.scores import Evidence, Scores
from calls.timeline import Timeline
from calls.transcript import Turn
from configs.settings import Settings
from measures.tone import EMPTY_TRACK, ToneTrack
from scores.delivery import score_delivery
from scores.empathy import score_empathy
from scores.friction import score_friction
from scores.voice_proofs import voice_proofs


def score(
    turns: Sequence[Turn],
    timeline: Timeline,
    measures: Measures,
    evidence: Sequence[Evidence],
    settings: Settings,
    track: ToneTrack = EMPTY_TRACK,
) -> Scores:
    """Empathy by words, delivery by sound, friction by waiting; `track` only finds where delivery can be heard."""
    proofs = voice_proofs(turns, timeline, evidence, track, settings)
    return Scores(
        empathy=score_empathy(turns, measures, evidence, settings.empathy),
        delivery=score_delivery(turns, measures, evidence, settings.delivery, proofs),
        friction=score_friction(timeline, measures, settings.friction),
    )
