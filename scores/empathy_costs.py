"""What lowers empathy: rules, refusals, blame, dismissal, stock phrases, a manager denied."""

from collections.abc import Callable, Sequence

from calls.scores import Evidence, ScorePart
from configs.score_settings import EmpathySettings
from scores.opportunities import COLD, Opportunity
from scores.parts import counted, marks, saturating, unjudged
from scores.sureness import surest, worth

SOFTENERS = ("ownership", "action")


def policy(evidence: Sequence[Evidence], _: Sequence[Opportunity], weights: EmpathySettings) -> ScorePart:
    """Rules given instead of help."""
    shields = marks(evidence, "policy_shield")
    soft = {e.turn for e in marks(evidence, *SOFTENERS)}
    hard = [e for e in shields if e.turn not in soft]
    softer = (e for e in shields if e.turn in soft)
    amount = worth(hard, weights) + weights.softened_rule * worth(softer, weights)
    softened = f", {len(shields) - len(hard)} softened by help" if len(shields) > len(hard) else ""
    text = f"{counted(len(shields), 'rule')} given{softened}." if shields else "No rule given instead of help."
    return _cost("policy", weights.policy, amount, weights, text, shields)


def refusal(evidence: Sequence[Evidence], _: Sequence[Opportunity], weights: EmpathySettings) -> ScorePart:
    """Told that nothing can be done."""
    return _by_count("refusal", weights.refusal, evidence, weights, "refusal", "No refusal.")


def blame(evidence: Sequence[Evidence], _: Sequence[Opportunity], weights: EmpathySettings) -> ScorePart:
    """Put on the customer or a colleague."""
    return _by_count("blame", weights.blame, evidence, weights, "time blame was put on someone", "No blame.")


def dismissal(evidence: Sequence[Evidence], _: Sequence[Opportunity], weights: EmpathySettings) -> ScorePart:
    """The problem made little of."""
    text = "time the problem was made little of"
    return _by_count("dismissal", weights.dismissal, evidence, weights, text, "The problem was not made little of.")


def stock(evidence: Sequence[Evidence], moments: Sequence[Opportunity], weights: EmpathySettings) -> ScorePart:
    """Stock phrases and repetitions; in answer to distress they count twice."""
    found = marks(evidence, "scripted")
    answering = [e for moment in moments for e in marks(moment.answer_marks, "scripted")]
    to_distress = f", {len(answering)} in answer to distress" if answering else ""
    text = f"{counted(len(found), 'stock phrase')}{to_distress}." if found else "No stock phrases."
    amount = weights.small_mark * worth((*found, *answering), weights)
    return _cost("stock_phrases", weights.stock, amount, weights, text, found)


def escalation(evidence: Sequence[Evidence], _: Sequence[Opportunity], weights: EmpathySettings) -> ScorePart:
    """A manager asked for, and what came of it."""
    asked = marks(evidence, "escalation_request")
    if not asked:
        return unjudged("escalation", "Nobody was asked for.")
    after = [e for e in evidence if e.role == "agent" and e.start >= asked[0].end]
    cold = next((e for e in after if e.marker in COLD), None)
    help_ = next((e for e in after if e.marker in (*SOFTENERS, "transfer", "apology", "acknowledgement")), None)
    if help_ is not None and (cold is None or help_.start <= cold.start):
        text = "Asked for a manager; the agent took it up."
        return ScorePart("escalation", 1.0, 0.0, text, (asked[0], help_))
    proof = (asked[0], cold) if cold else asked[:1]
    points = -weights.escalation * surest(asked, weights) or 0.0
    return ScorePart("escalation", 0.0, points, "Asked for a manager in vain.", proof)


def _by_count(
    name: str, cap: float, evidence: Sequence[Evidence], weights: EmpathySettings, thing: str, none: str
) -> ScorePart:
    found = marks(evidence, name)
    many = thing.replace("time ", "times ", 1) if thing.startswith("time ") else f"{thing}s"
    text = f"{counted(len(found), thing, many)}." if found else none
    return _cost(name, cap, worth(found, weights), weights, text, found)


def _cost(
    name: str, cap: float, amount: float, weights: EmpathySettings, text: str, proof: tuple[Evidence, ...]
) -> ScorePart:
    return ScorePart(name, amount, -saturating(cap, amount, weights.half_at) or 0.0, text, proof)


COSTS: tuple[Callable[[Sequence[Evidence], Sequence[Opportunity], EmpathySettings], ScorePart], ...] = (
    policy,
    refusal,
    blame,
    dismissal,
    stock,
    escalation,
)
