"""Answers of the evaluation form proposed from a call's marks and measures, each with its proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calls.scores import Evidence
from calls.transcript import Turn
from configs.forms import (
    NO,
    NOT_APPLICABLE,
    YES,
    Absent,
    EvaluationForm,
    Followed,
    Measured,
    Met,
    Present,
    Question,
)
from scores.opportunities import Answer, Opportunity, find_opportunities
from scores.parts import marks, times


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What proposals rest on. `measures` by the names of configs.forms.Measure, and `hold_count`, `hold_announced`,
    `hold_thanked`; `holds` as stretches to play; `reach_back_s` of [empathy]."""

    turns: tuple[Turn, ...]
    evidence: tuple[Evidence, ...]
    measures: Mapping[str, float | None]
    holds: tuple[Evidence, ...]
    reach_back_s: float


@dataclass(frozen=True, slots=True)
class Proposed:
    """An answer that a reviewer may confirm, why, and the stretches that prove it."""

    value: str
    why: str
    evidence: tuple[Evidence, ...] = ()


def propose(form: EvaluationForm, facts: FormFacts) -> dict[str, Proposed]:
    """By question the proposed answer; questions without a rule have none."""
    return {question.id: _proposed(question, facts) for question in form.questions if question.proposed is not None}


def marks_asked(form: EvaluationForm) -> frozenset[str]:
    """All that the form's rules look for."""
    rules = [question.proposed for question in form.questions]
    named = [rule.marks for rule in rules if isinstance(rule, Present | Absent | Followed)]
    return frozenset().union(*named, *(rule.by for rule in rules if isinstance(rule, Followed)))


def _proposed(question: Question, facts: FormFacts) -> Proposed:
    rule = question.proposed
    if isinstance(rule, Present):
        return _present(rule, facts)
    if isinstance(rule, Absent):
        found = marks(facts.evidence, *rule.marks)
        return Proposed(NO if found else YES, f"{_named(rule.marks)} {_often(found)}", found)
    if isinstance(rule, Met):
        return _met(question, find_opportunities(facts.turns, facts.evidence, facts.reach_back_s))
    if isinstance(rule, Followed):
        return _followed(rule, facts)
    return _measured(rule, facts.measures) if isinstance(rule, Measured) else _held(facts)


def _present(rule: Present, facts: FormFacts) -> Proposed:
    found = marks(facts.evidence, *rule.marks)
    within = ""
    if rule.first_s is not None:
        first = next((turn.start for turn in facts.turns if turn.role == "agent"), 0.0)
        found = tuple(e for e in found if e.start <= first + rule.first_s)
        within = f" within {rule.first_s:g} s of the agent's first word"
    return Proposed(YES if found else NO, f"{_named(rule.marks)} {_often(found)}{within}", found)


def _met(question: Question, moments: Sequence[Opportunity]) -> Proposed:
    if not moments:
        return Proposed(NOT_APPLICABLE, "no moment called for empathy")
    met = [moment for moment in moments if moment.answer is Answer.MET]
    shown = tuple(e for m in moments for e in (m.said[0], *((m.acknowledged,) if m.acknowledged else ())))
    share = len(met) / len(moments)
    value = (YES if share == 1 else NO) if question.top is None else str(round(share * question.top))
    return Proposed(value, f"{len(met)} of {len(moments)} moments that called for empathy were met", shown)


def _followed(rule: Followed, facts: FormFacts) -> Proposed:
    first = marks(facts.evidence, *rule.marks)
    if not first:
        return Proposed(NOT_APPLICABLE, f"{_named(rule.marks)} {_often(first)}")
    good = marks(facts.evidence, *rule.by)
    answer_of = _answers(facts.turns)

    def helps(mark: Evidence, other: Evidence) -> bool:
        if rule.rule == "softened":
            return other.role == mark.role and answer_of.get(other.turn) == answer_of.get(mark.turn)
        return other.start > mark.start

    helped = [mark for mark in first if any(helps(mark, other) for other in good)]
    how = "in the same answer" if rule.rule == "softened" else "later"
    why = f"{len(helped)} of {len(first)} with {_named(rule.by)} {how}"
    shown = sorted({*first, *(e for e in good if any(helps(mark, e) for mark in first))}, key=lambda e: e.start)
    return Proposed(YES if len(helped) == len(first) else NO, why, tuple(shown))


def _answers(turns: Sequence[Turn]) -> dict[int | None, int]:
    """For each turn the number of its answer: turns up to the customer's next are one."""
    numbers: dict[int | None, int] = {}
    number = 0
    for index, turn in enumerate(turns):
        number += turn.role == "customer"
        numbers[index] = number
    return numbers


def _held(facts: FormFacts) -> Proposed:
    count = int(facts.measures.get("hold_count") or 0)
    if count == 0:
        return Proposed(NOT_APPLICABLE, "the customer was never on hold")
    announced, thanked = (int(facts.measures.get(name) or 0) for name in ("hold_announced", "hold_thanked"))
    why = f"on hold {times(count)}, asked for {times(announced)}, thanked for {times(thanked)}"
    return Proposed(YES if announced >= count and thanked >= count else NO, why, facts.holds)


def _measured(rule: Measured, measures: Mapping[str, float | None]) -> Proposed:
    name = rule.measure.removesuffix("_s").replace("_", " ")
    value = measures.get(rule.measure)
    if value is None:
        return Proposed(NOT_APPLICABLE, f"{name}: not measurable")
    unit = " s" if rule.measure.endswith("_s") else ""
    if rule.at_most is not None:
        return Proposed(YES if value <= rule.at_most else NO, f"{name} {value:.3g}{unit}, at most {rule.at_most:g}")
    least = rule.at_least or 0.0
    return Proposed(YES if value >= least else NO, f"{name} {value:.3g}{unit}, at least {least:g}")


def _named(names: Sequence[str]) -> str:
    return " or ".join(name.replace("_", " ") for name in names)


def _often(found: Sequence[Evidence]) -> str:
    return times(len(found)) if found else "not found"
