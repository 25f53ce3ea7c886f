"""What happens between people over the whole call: how the customer's mood turns, whether they were listened to."""

from collections.abc import Sequence
from dataclasses import dataclass

from calls.measures import Measures
from calls.scores import Evidence, ScorePart
from calls.transcript import Turn
from configs.score_settings import EmpathySettings
from scores.answers import ASKED_AGAIN, TAKEN_UP
from scores.opportunities import Answer, Opportunity
from scores.parts import counted, marks, saturating, unjudged
from scores.sureness import blend, surest, worth

UPSET = ("distress", "churn_risk")


@dataclass(frozen=True, slots=True)
class Heard:
    """What the parts of empathy look at."""

    turns: Sequence[Turn]
    measures: Measures
    evidence: tuple[Evidence, ...]
    opportunities: tuple[Opportunity, ...]
    weights: EmpathySettings


def customer_turn(heard: Heard) -> ScorePart:
    """From the first third of the customer's turns to the last: how they come, how they leave.

    `value` is 1 with thanks, 0 upset, 0.5 neither; between where they came upset and leave calm.
    """
    theirs = [index for index, turn in enumerate(heard.turns) if turn.role == "customer"]
    third = max(1, len(theirs) // 3)
    came = _marked(heard.evidence, theirs[:third] if len(theirs) > 1 else [], UPSET)
    upset = _marked(heard.evidence, theirs[-third:], UPSET)
    thanks = _marked(heard.evidence, theirs[-third:], ("thanks",))
    weights, began = heard.weights, "came upset and leaves" if came else "leaves"
    calm = weights.calmed * surest(came, weights)
    mood = blend(surest(upset, weights), -1.0, blend(surest(thanks, weights), 1.0, calm))
    points = weights.customer_turn * mood
    if upset:
        return ScorePart("customer_turn", 0.0, points, f"The customer {began} upset.", (*came[:1], *upset))
    if thanks:
        return ScorePart("customer_turn", 1.0, points, f"The customer {began} with thanks.", (*came[:1], *thanks))
    if came:
        return ScorePart("customer_turn", (1 + weights.calmed) / 2, points, f"The customer {began} calm.", came)
    return ScorePart("customer_turn", 0.5, 0.0, "The customer leaves without thanks or complaint.")


def repeat_contact(heard: Heard) -> ScorePart:
    """Whether the agent took up that the customer had called about this before."""
    told = [m for m in heard.opportunities if marks(m.said, "repeat_contact")]
    if not told:
        return unjudged("repeat_contact", "The customer spoke of no earlier contact.")
    taken = [m for m in told if m.answer in (Answer.MET, Answer.HELPED)]
    share = len(taken) / len(told)
    text = f"Told of earlier contacts; {'the agent took it up' if taken else 'the agent passed over it'}."
    if 0 < share < 1:
        text = f"Told of earlier contacts {counted(len(told), 'time')}; the agent took up {len(taken)}."
    proof = tuple(e for m in told for e in (*marks(m.said, "repeat_contact"), *_answer(m)))
    most = heard.weights.repeat_contact * surest(
        (e for m in told for e in marks(m.said, "repeat_contact")), heard.weights
    )
    return ScorePart("repeat_contact", share, most * (2 * share - 1), text, proof)


def answers(heard: Heard) -> ScorePart:
    """Questions asked and then listened to: the answer taken up later, or asked for again as if not heard."""
    taken, again = marks(heard.evidence, TAKEN_UP), marks(heard.evidence, ASKED_AGAIN)
    if not taken and not again:
        return unjudged("answers", "No answer of the customer was taken up or asked for again.")
    weights = heard.weights
    gain = saturating(weights.taken_up, weights.small_mark * worth(taken, weights), weights.half_at)
    cost = saturating(weights.asked_again, worth(again, weights), weights.half_at)
    said = [f"{counted(len(taken), 'answer')} taken up later"] if taken else []
    said += [f"{counted(len(again), 'question')} asked again though answered"] if again else []
    proof = tuple(sorted((*taken, *again), key=lambda e: e.start))
    text = ", ".join(said)
    return ScorePart("answers", len(taken) / (len(taken) + len(again)), gain - cost, f"{text}.", proof)


def _marked(evidence: Sequence[Evidence], turns: Sequence[int], names: tuple[str, ...]) -> tuple[Evidence, ...]:
    within = frozenset(turns)
    return tuple(e for e in marks(evidence, *names) if e.turn in within)


def _answer(moment: Opportunity) -> tuple[Evidence, ...]:
    return (moment.acknowledged,) if moment.acknowledged else moment.answer_marks[:1]
