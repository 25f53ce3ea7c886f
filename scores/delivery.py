"""Delivery: how lively the agent's voice and timing were, 0 to 100, against peers and never by absolute pitch.

Every part gives its weight times the share of peers the agent is above. No emotion is inferred.
"""

from collections.abc import Sequence

from calls.measures import Measures
from calls.scores import Evidence, Score, ScorePart
from calls.transcript import Turn
from configs.score_settings import DeliverySettings
from configs.wording import sentences
from scores.parts import FULL, between, marks, summed, unjudged, unscored, width
from scores.voice_proofs import Proofs


def score_delivery(
    turns: Sequence[Turn],
    measures: Measures,
    evidence: Sequence[Evidence],
    weights: DeliverySettings,
    proofs: Proofs | None = None,
) -> Score:
    """The score over the parts that could be measured, or None with the reason where the voice was hardly heard.

    `proofs` are the moments to hear, by part; stock phrases bring their own.
    """
    tone, talk_s = measures.tone, measures.dynamics.agent_talk_s
    if talk_s < weights.min_agent_talk_s or tone.agent_pitch_sd_semitones is None:
        heard = f"{talk_s:.0f} s of talk, {tone.agent_voiced_s:.0f} s of it clearly voiced"
        return unscored(f"The agent's voice was heard too little ({heard}).")
    shares = _shares(turns, measures, evidence, weights)
    judged = sum(weight for _, weight, share, _ in shares if share is not None)
    moments = {**(proofs or {}), "stock_words": marks(evidence, "scripted")}
    parts = [_part(row, moments.get(row[0], ()), judged) for row in shares]
    reach = width(weights.base_width, weights.reference_voiced_s, tone.agent_voiced_s)
    reach = min(weights.max_width, reach + weights.missing_width * (1 - judged / sum(row[1] for row in shares)))
    return summed(FULL / 2, parts, reach, reach)


MATCHING = ((-1.0, 0.0), (1.0, FULL))
"""A correlation as percent: of matching no peers are known, it is reported and weighs nothing by default."""
OWN_RANGE = ", against this voice's own range in the call."
REPORTED = "."
PEERS = ": livelier than {share:.0f}% of peers."
FRESHER = ": in words of one's own more than {share:.0f}% of peers."
Row = tuple[str, float, float | None, str]
"""Name, weight, percent of peers below (None: not measurable), sentence."""


def _shares(
    turns: Sequence[Turn], measures: Measures, evidence: Sequence[Evidence], weights: DeliverySettings
) -> list[Row]:
    tone, dynamics = measures.tone, measures.dynamics
    pace = None
    if dynamics.agent_wpm and dynamics.agent_wpm_spread is not None:
        pace = dynamics.agent_wpm_spread / dynamics.agent_wpm
    said = _agent_sentences(turns)
    stock = len(marks(evidence, "scripted")) / said if said else None
    return [
        _row("pitch_spread", weights.pitch_spread, tone.agent_pitch_sd_semitones, weights.pitch_spread_peers,
             "Pitch moves by {value:.1f} semitones around the voice's own middle"),
        _row("loudness_spread", weights.loudness_spread, tone.agent_loudness_sd_db, weights.loudness_spread_peers,
             "Loudness moves by {value:.1f} dB"),
        _row("pace_variation", weights.pace_variation, pace, weights.pace_variation_peers,
             "Pace varies by {value:.0%} from turn to turn"),
        _row("latency_regularity", weights.latency_regularity, dynamics.response_latency_spread_s,
             weights.latency_spread_peers, "Pauses before answers vary by {value:.2f} s"),
        _row("after_distress", weights.after_distress, tone.pitch_sd_change_after_distress,
             weights.after_distress_peers, "After the customer's distress pitch moves by {value:+.1f} semitones more",
             OWN_RANGE),
        _row("matching", weights.matching, dynamics.pace_matching, MATCHING,
             "Pace follows the customer's with a correlation of {value:.2f}", REPORTED),
        _row("stock_words", weights.stock_words, stock, weights.stock_share_peers,
             "{value:.0%} of the sentences are stock phrases or said before", FRESHER),
    ]  # fmt: skip


def _row(
    name: str,
    weight: float,
    value: float | None,
    points: Sequence[tuple[float, float]],
    text: str,
    against: str = PEERS,
) -> Row:
    if value is None:
        return name, weight, None, "Too little to measure."
    share = between(value, points)
    return name, weight, share, text.format(value=value) + against.format(share=share)


def _part(row: Row, proof: tuple[Evidence, ...], judged: float) -> ScorePart:
    """Points from the middle: an agent above half of the peers is moved neither way."""
    name, weight, share, text = row
    if share is None:
        return unjudged(name, text)
    return ScorePart(name, share, weight / judged * (share - FULL / 2), text, proof)


def _agent_sentences(turns: Sequence[Turn]) -> int:
    return sum(len(sentences(turn.text)) for turn in turns if turn.role == "agent")
