"""Empathy: how the agent's words met the customer, 0 to 100. A sum of named parts, each with its proof."""

from collections.abc import Callable, Sequence

from calls.measures import Measures
from calls.scores import Evidence, Score, ScorePart
from calls.transcript import Turn
from configs.score_settings import EmpathySettings
from scores.empathy_costs import COSTS
from scores.empathy_people import Heard, answers, customer_turn, repeat_contact
from scores.opportunities import HELP, Answer, Opportunity, find_opportunities
from scores.parts import between, counted, marks, saturating, summed, times, unjudged, unscored, width
from scores.sureness import blend, sureness, surest, worth


def score_empathy(
    turns: Sequence[Turn], measures: Measures, evidence: Sequence[Evidence], weights: EmpathySettings
) -> Score:
    """The score, or None with the reason where agent and customer hardly spoke with each other."""
    dynamics = measures.dynamics
    if dynamics.agent_talk_s < weights.min_agent_talk_s:
        return unscored(f"The agent spoke for {dynamics.agent_talk_s:.0f} s only; too little to judge.")
    if dynamics.customer_talk_s < weights.min_customer_talk_s:
        return unscored("The customer hardly spoke; there is no conversation to judge.")
    heard = Heard(turns, measures, tuple(evidence), find_opportunities(turns, evidence, weights.reach_back_s), weights)
    parts = [part(heard) for part in PARTS]
    parts += [cost(heard.evidence, heard.opportunities, weights) for cost in COSTS]
    words = sum(len(turn.words) for turn in turns if turn.role == "agent")
    reach = width(weights.base_width, weights.reference_words, words)
    reach = min(weights.max_width, reach + (0.0 if heard.opportunities else weights.missing_width))
    return summed(weights.start, parts, reach, reach)


def opportunities_met(heard: Heard) -> ScorePart:
    """Of the moments that called for empathy, the share that was met."""
    moments, weights = heard.opportunities, heard.weights
    if not moments:
        return unjudged("opportunities_met", "Nothing the customer said called for empathy.")
    weight = [surest(m.said, weights) * (weights.quiet_moment if m.is_quiet else 1.0) for m in moments]
    met_share = sum(w * answer_worth(m, weights) for w, m in zip(weight, moments, strict=True))
    share = met_share / sum(weight) if any(weight) else 0.5
    met = sum(moment.answer is Answer.MET for moment in moments)
    helped = sum(moment.answer is Answer.HELPED for moment in moments)
    stock = sum(moment.answer is Answer.STOCK for moment in moments)
    more = f", {helped} answered by help alone" if helped else ""
    more += f", {stock} by stock phrases only" if stock else ""
    proof = tuple(e for m in moments for e in (*m.said, *((m.acknowledged,) if m.acknowledged else ())))
    text = f"{met} of {counted(len(moments), 'moment')} that called for empathy met{more}."
    points = weights.opportunities * min(1.0, sum(weight)) * (2 * share - 1)
    return ScorePart("opportunities_met", share, points, text, proof)


def answer_worth(moment: Opportunity, weights: EmpathySettings) -> float:
    """What an answer is of a moment met, 0 to 1: each kind as far as its marks are sure, the rest as the next kind."""
    stock = weights.stock_answer * surest(marks(moment.answer_marks, "scripted"), weights)
    helped = blend(surest(marks(moment.answer_marks, *HELP), weights), weights.practical_help, stock)
    return blend(sureness(moment.acknowledged, weights), 1.0, helped) if moment.acknowledged else helped


def promptness(heard: Heard) -> ScorePart:
    """Seconds from distress to the first acknowledgement."""
    weights = heard.weights
    if not heard.opportunities:
        return unjudged("promptness", "There was nothing to acknowledge.")
    waits = [weights.late_s if m.wait_s is None else m.wait_s for m in heard.opportunities]
    wait = sum(waits) / len(waits)
    most = weights.promptness * max(_certainty(m, weights) for m in heard.opportunities)
    line = ((weights.prompt_s, most), (weights.late_s, -most))
    known = [m for m in heard.opportunities if m.wait_s is not None]
    first = min((m.wait_s for m in known if m.wait_s is not None), default=None)
    text = "Never acknowledged." if first is None else f"First acknowledged after {first:.0f} s."
    proof = tuple(m.acknowledged for m in known if m.acknowledged)
    return ScorePart("promptness", wait, between(wait, line), text, proof)


def validate_first(heard: Heard) -> ScorePart:
    """Feeling before fix, rules and questions."""
    judged = [m for m in heard.opportunities if m.validated_first is not None]
    if not judged:
        return unjudged("validate_first", "No acknowledgement stood beside a fix, a rule or a question.")
    share = sum(bool(m.validated_first) for m in judged) / len(judged)
    text = (
        f"Acknowledged before turning to the matter in {sum(bool(m.validated_first) for m in judged)} of {len(judged)}."
    )
    proof = tuple(m.acknowledged for m in judged if m.acknowledged)
    most = heard.weights.validate_first * max(_certainty(m, heard.weights) for m in judged)
    return ScorePart("validate_first", share, most * (2 * share - 1), text, proof)


def apology_then_action(heard: Heard) -> ScorePart:
    """Whether something was done after the apology."""
    apologies = marks(heard.evidence, "apology")
    if not apologies:
        return unjudged("apology_then_action", "There was no apology.")
    done = [e for e in marks(heard.evidence, "action", "ownership") if e.start >= apologies[0].start]
    most = heard.weights.apology_action * surest(apologies, heard.weights)
    points = blend(surest(done, heard.weights), most, -most)
    text = "The apology was followed by something done." if done else "The apology was left alone: nothing followed."
    return ScorePart("apology_then_action", float(bool(done)), points, text, (*apologies[:1], *done[:1]))


def listening(heard: Heard) -> ScorePart:
    """Open questions and saying back; saying back shows listening twice as surely."""
    found = marks(heard.evidence, "exploration", "paraphrase")
    amount = _amount(found, "paraphrase", heard)
    asked = len(marks(found, "exploration"))
    text = f"{counted(asked, 'open question')}; said back what was heard {times(len(found) - asked)}."
    return _gain("listening", heard.weights.listening, amount, heard, text, found)


def ownership(heard: Heard) -> ScorePart:
    """Took it on, took worry off."""
    found = marks(heard.evidence, "ownership", "reassurance")
    amount = _amount(found, "ownership", heard)
    took = len(marks(found, "ownership"))
    text = f"Took it on {times(took)}, reassured {times(len(found) - took)}."
    return _gain("ownership", heard.weights.ownership, amount, heard, text, found)


def action(heard: Heard) -> ScorePart:
    """Something concrete done."""
    found = marks(heard.evidence, "action")
    text = f"{counted(len(found), 'concrete step')} named." if found else "No concrete step named."
    return _gain("action", heard.weights.action, worth(found, heard.weights), heard, text, found)


def personal(heard: Heard) -> ScorePart:
    """Name and circumstances."""
    found = marks(heard.evidence, "personalisation")
    text = f"Used the customer's name or circumstances {times(len(found))}."
    return _gain("personal", heard.weights.personal, worth(found, heard.weights), heard, text, found)


def courtesy(heard: Heard) -> ScorePart:
    """Greeting, thanks, offer, kind words unasked; stock phrases are no courtesy."""
    stock = {(e.turn, e.start) for e in marks(heard.evidence, "scripted")}
    answers = {id(e) for m in heard.opportunities for e in m.answer_marks}
    kind = [e for e in marks(heard.evidence, "acknowledgement") if id(e) not in answers]
    found = [*marks(heard.evidence, "greeting")[:1], *marks(heard.evidence, "gratitude", "offer"), *kind]
    found = sorted((e for e in found if (e.turn, e.start) not in stock), key=lambda e: e.start)
    text = f"{counted(len(found), 'courtesy', 'courtesies')}: greeting, thanks, offers, kind words."
    amount = heard.weights.small_mark * worth(found, heard.weights)
    return _gain("courtesy", heard.weights.courtesy, amount, heard, text, tuple(found))


def hold_courtesy(heard: Heard) -> ScorePart:
    """Holds asked for before, thanked for after."""
    hold = heard.measures.hold
    if not hold.count:
        return unjudged("hold_courtesy", "The customer was not put on hold.")
    asked = len(marks(heard.evidence, "hold_courtesy")) > 0
    share = (min(hold.announced, hold.count if asked else 0) + hold.thanked) / (2 * hold.count)
    text = f"Of {counted(hold.count, 'hold')}, {hold.announced} announced, {hold.thanked} thanked for."
    proof = marks(heard.evidence, "hold_courtesy")
    return ScorePart("hold_courtesy", share, heard.weights.hold_courtesy * (2 * share - 1), text, proof)


def _certainty(moment: Opportunity, weights: EmpathySettings) -> float:
    """How sure it is that the moment was one, and where it was acknowledged, that it was."""
    return min(surest(moment.said, weights), sureness(moment.acknowledged, weights) if moment.acknowledged else 1.0)


def _amount(found: Sequence[Evidence], whole: str, heard: Heard) -> float:
    """Marks of `whole` count one each, the others as small ones, all as far as they are sure."""
    weights = heard.weights
    return sum((1.0 if e.marker == whole else weights.small_mark) * sureness(e, weights) for e in found)


def _gain(
    name: str, cap: float, amount: float, heard: Heard, text: str, proof: tuple[Evidence, ...]
) -> ScorePart:  # one argument a column of the part
    return ScorePart(name, float(amount), saturating(cap, amount, heard.weights.half_at), text, proof)


PARTS: tuple[Callable[[Heard], ScorePart], ...] = (
    opportunities_met,
    promptness,
    validate_first,
    apology_then_action,
    listening,
    ownership,
    action,
    personal,
    courtesy,
    hold_courtesy,
    customer_turn,
    repeat_contact,
    answers,
)
