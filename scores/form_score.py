"""The score of an evaluation: a documented weighted mean, 0 to 100."""

from collections.abc import Mapping, Sequence

from configs.forms import NO, NOT_APPLICABLE, YES, Question


def form_score(questions: Sequence[Question], answers: Mapping[str, str]) -> float | None:
    """100 times the weighted mean of the answers, "not applicable" left out; 0 where a fatal one is "no".

    Yes counts 1, no 0, a scale its share of `top`. None while a question of kind yes_no or scale is unanswered, and
    where nothing that counts is applicable.
    """
    asked = [question for question in questions if question.kind != "text"]
    if unanswered(asked, answers):
        return None
    if any(question.fatal and answers[question.id] == NO for question in asked):
        return 0.0
    counted = [question for question in asked if question.weight > 0 and answers[question.id] != NOT_APPLICABLE]
    weight = sum(question.weight for question in counted)
    if weight == 0:
        return None
    return 100 * sum(question.weight * _share(question, answers[question.id]) for question in counted) / weight


def unanswered(questions: Sequence[Question], answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Those that the score still waits for."""
    return tuple(q for q in questions if q.kind != "text" and answers.get(q.id) not in q.values)


def _share(question: Question, answer: str) -> float:
    return float(answer == YES) if question.top is None else int(answer) / question.top
