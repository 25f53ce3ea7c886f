"""The evaluation form as a page shows it: what is saved, what is being typed, what is proposed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from configs.forms import EvaluationForm, Question
from scores.form_answers import Proposed
from scores.form_score import form_score, unanswered
from store.reviews import Evaluation, Review

FIELD = "q_"
NOTE = "note"
VERSION = "version"
LONGEST = 10_000
"""Characters of a text; more is cut by no one, the form refuses it."""
WORDS = {"yes": "Yes", "no": "No", "na": "Not applicable", "": "not answered"}


@dataclass(frozen=True, slots=True)
class QuestionView:
    """`value` as the field stands; `proposal` None where there is none or it is answered."""

    question: Question
    value: str
    proposal: Proposed | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is being typed and was saved otherwise meanwhile."""

    what: str
    typed: str
    saved: str


@dataclass(frozen=True, slots=True)
class FormView:
    """All of it. `is_draft`: fields hold what was typed and not saved; `differences`: what was saved meanwhile."""

    sections: tuple[tuple[str, tuple[QuestionView, ...]], ...]
    note: str
    version: int
    is_draft: bool
    differences: tuple[Difference, ...]
    missing: int
    proposals: int


def form_view(
    form: EvaluationForm, proposals: Mapping[str, Proposed], review: Review | None, draft: str | None
) -> FormView:
    """`draft` is what the page last sent of the form as it was typed (JSON of its fields)."""
    saved = fields_of(review)
    typed = typed_fields(draft)
    shown = {**saved, **typed}
    is_draft = bool(typed) and any(shown.get(name, "") != saved.get(name, "") for name in typed)
    version = review.version if review else 0
    is_old = is_draft and typed_version(draft) != version
    answers = answers_in(form, shown)
    return FormView(
        sections=tuple(
            (part.title, tuple(_question(question, shown, proposals) for question in part.question))
            for part in form.section
        ),
        note=shown.get(NOTE, ""),
        version=version,
        is_draft=is_draft,
        differences=_differences(form, shown, saved) if is_old else (),
        missing=len(unanswered(form.questions, answers)),
        proposals=sum(q.id in proposals for q in unanswered(form.questions, answers)),
    )


def fields_of(review: Review | None) -> dict[str, str]:
    """What is saved, by the fields' names."""
    if review is None:
        return {}
    return {NOTE: review.note, **{FIELD + key: value for key, value in review.answers.items()}}


def typed_fields(draft: str | None) -> dict[str, str]:
    """The fields of a draft; none of what is no draft of ours."""
    values = _draft(draft).get("fields", {})
    is_ours = isinstance(values, dict)
    return {str(k): str(v) for k, v in values.items() if k == NOTE or str(k).startswith(FIELD)} if is_ours else {}


def typed_version(draft: str | None) -> int:
    """The version that was open while it was typed."""
    found = _draft(draft).get(VERSION, 0)
    return found if isinstance(found, int) else 0


def as_draft(version: int, fields: Mapping[str, str]) -> str:
    """The same as the page's script writes."""
    return json.dumps({VERSION: version, "fields": dict(fields)}, ensure_ascii=False)


def answers_in(form: EvaluationForm, fields: Mapping[str, str]) -> dict[str, str]:
    """Answers that the form takes; anything else is no answer."""
    found = {question: fields.get(FIELD + question.id, "") for question in form.questions}
    return {
        question.id: value.strip()
        for question, value in found.items()
        if (value.strip() if question.kind == "text" else value in question.values)
    }


def evaluation_of(form: EvaluationForm, fields: Mapping[str, str], confirmed: Mapping[str, Proposed]) -> Evaluation:
    """What is saved: the answers given, and of unanswered questions the proposals that were confirmed."""
    answers = answers_in(form, fields)
    answers |= {key: proposed.value for key, proposed in confirmed.items() if key not in answers}
    score = form_score(form.questions, answers)
    return Evaluation(form.name, answers, fields.get(NOTE, "").strip(), score)


def _question(question: Question, shown: Mapping[str, str], proposals: Mapping[str, Proposed]) -> QuestionView:
    value = shown.get(FIELD + question.id, "")
    is_open = question.kind != "text" and value not in question.values
    return QuestionView(question, value, proposals.get(question.id) if is_open else None)


def _differences(form: EvaluationForm, shown: Mapping[str, str], saved: Mapping[str, str]) -> tuple[Difference, ...]:
    names = {FIELD + question.id: question.text for question in form.questions} | {NOTE: "Note"}
    return tuple(
        Difference(text, _worded(shown.get(name, "")), _worded(saved.get(name, "")))
        for name, text in names.items()
        if shown.get(name, "").strip() != saved.get(name, "").strip()
    )


def _worded(value: str) -> str:
    return WORDS.get(value, value)


def _draft(draft: str | None) -> dict[str, Any]:
    try:
        found = json.loads(draft or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
