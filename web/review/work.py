"""A call being reviewed: the page of its own, and the same within the call's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import BaseModel, Field

from calls.errors import WarmlineError
from calls.report import CallReport
from calls.scores import Evidence
from calls.timeline import Segment
from calls.transcript import Turn, Word
from configs.forms import EvaluationForm
from reports.corrected import corrected, in_force
from reports.marker_names import MARKERS as NAMES
from reports.report_read import read_report
from scores.form_answers import FormFacts, propose
from scores.markers import MARKERS
from store.accounts import Person
from store.audit import deeds
from store.comments import comments_of
from store.connect import writing
from store.corrections import Correction, corrections_of
from store.drafts import drafts_at, typing_at
from store.judged import JudgedCall, KnownCall, judged_call
from store.reviews import HANDED, Review, reviews_of
from store.verdicts import Verdict, verdicts_of
from web.access import may
from web.desk import Desk, DeskHere
from web.pages import page
from web.review.agreeing import agreement_here, keep_fresh
from web.review.form_view import form_view
from web.review.forms import house_form
from web.review.marks import mark_views
from web.review.reaching import CallHeard, Hearer, note

router = APIRouter(include_in_schema=False)


class Asked(BaseModel):
    """The second of the call that is looked at, for corrections; whether it is for the page of its own."""

    at: float | None = Field(None, ge=0)
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """What there is at a second of the call, as corrected so far."""

    at: float
    turn: Turn | None
    segment: Segment | None

    @property
    def word(self) -> Word | None:
        """The word begun last, as somebody hears it before pressing a key; before the first, the first."""
        words = self.turn.words if self.turn else ()
        return next((word for word in reversed(words) if word.start <= self.at), words[0] if words else None)


@router.get("/calls/{call_id}/review")
def review_page(
    request: Request, person: Hearer, call: CallHeard, desk: DeskHere, asked: Annotated[Asked, Query()]
) -> Response:
    """Everything on a page of its own, which needs no script."""
    with writing(desk.engine) as session:
        note(session, request, person, "opened for review", call)
    return keep_fresh(desk, page(request, "review/page.html.j2", alone=True, **context(desk, person, call, asked.at)))


@router.get("/calls/{call_id}/review/panel")
def review_panel(
    request: Request, person: Hearer, call: CallHeard, desk: DeskHere, asked: Annotated[Asked, Query()]
) -> Response:
    """The same without its frame, for the call's page, whose opening is in the audit log already."""
    if not _is_open(desk, person, call):
        with writing(desk.engine) as session:
            note(session, request, person, "opened for review", call)
    shown = page(request, "review/work.html.j2", alone=asked.alone, **context(desk, person, call, asked.at))
    return keep_fresh(desk, shown)


def context(desk: Desk, person: Person, call: KnownCall, at: float | None = None) -> dict[str, Any]:
    """What the templates show: a reviewer's work, or to the call's agent what was handed over.

    Raises HTTPException 404 where the call was taken away meanwhile.
    """
    judged = judged_call(desk.engine, call)
    if judged is None:
        raise HTTPException(404)
    reviews, verdicts = reviews_of(desk.engine, call.recording_id), verdicts_of(desk.engine, call.recording_id)
    drafts = drafts_at(desk.engine, person.id, place(call))
    common = {"call": call, "place": place(call), "drafts": drafts, "form": house_form(desk), "names": NAMES}
    if may(person, "review"):
        return common | _for_reviewer(desk, person, judged, reviews, verdicts, drafts) | _spot(desk, call, judged, at)
    return common | _for_agent(desk, judged, reviews, verdicts)


def _is_open(desk: Desk, person: Person, call: KnownCall) -> bool:
    """Whether the log tells of this person at this call within a session's time."""
    last = deeds(desk.engine, login=person.login, call_id=call.call_id, limit=1)
    since = datetime.now(UTC) - timedelta(hours=desk.settings.desk.session_hours)
    return bool(last) and last[0][1].at > since


def place(call: KnownCall) -> str:
    """Where drafts of this call are kept."""
    return f"call:{call.recording_id}:"


def shown_corrections(desk: Desk, person: Person, recording_id: int) -> tuple[Correction, ...]:
    """The corrections that a person's view of the call shows: to its agent those of handed evaluations only."""
    found = corrections_of(desk.engine, recording_id)
    if may(person, "review"):
        return found
    handed = {review.user_id for review in reviews_of(desk.engine, recording_id) if review.state in HANDED}
    return tuple(correction for correction in found if correction.user_id in handed)


def report_of_call(desk: Desk, judged: JudgedCall) -> CallReport | None:
    """The call's report with its words one by one; None where it was deleted or can't be read now."""
    try:
        return read_report(judged.folder, desk.settings.buckets)
    except (OSError, WarmlineError):
        return None


def form_facts(desk: Desk, judged: JudgedCall) -> FormFacts:
    """What the proposals of the form rest on."""
    holds = tuple(
        Evidence("hold", "agent", segment.start, segment.end, "")
        for segment in judged.segments
        if segment.kind == "hold"
    )
    return FormFacts(judged.as_turns(), judged.evidence, judged.measures, holds, desk.settings.empathy.reach_back_s)


def _for_reviewer(
    desk: Desk, person: Person, judged: JudgedCall, reviews: tuple[Review, ...], verdicts: tuple[Verdict, ...],
    drafts: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    call, form = judged.call, house_form(desk)
    own = next((review for review in reviews if review.user_id == person.id), None)
    corrections = corrections_of(desk.engine, call.recording_id)
    return {
        "is_reviewer": True,
        "marks": mark_views(judged.evidence, verdicts, person.id),
        "agreement": agreement_here(desk),
        "markers": [(marker, NAMES[marker]) for marker in MARKERS],
        "comments": comments_of(desk.engine, call.recording_id),
        "corrections": tuple(reversed(corrections)),
        "counting": {correction.id for correction in in_force(corrections)},
        "review": own,
        "others": tuple(review for review in reviews if review.user_id != person.id),
        "typing": typing_at(desk.engine, place(call) + "form", person.id),
        "view": form_view(form, propose(form, form_facts(desk, judged)), own, drafts.get(place(call) + "form")),
    }


def _for_agent(
    desk: Desk, judged: JudgedCall, reviews: tuple[Review, ...], verdicts: tuple[Verdict, ...]
) -> dict[str, Any]:
    """Only what was handed over, and of whoever handed it."""
    handed = tuple(review for review in reviews if review.state in HANDED)
    who = {review.user_id for review in handed}
    said = [verdict for verdict in verdicts if verdict.user_id in who]
    comments = comments_of(desk.engine, judged.call.recording_id)
    return {
        "is_reviewer": False,
        "handed": handed,
        "marks": tuple(view for view in mark_views(judged.evidence, said, None) if view.others) if handed else (),
        "comments": tuple(comment for comment in comments if comment.user_id in who),
        "questions": _questions(house_form(desk)),
    }


def _questions(form: EvaluationForm) -> dict[str, str]:
    return {question.id: question.text for question in form.questions}


def _spot(desk: Desk, call: KnownCall, judged: JudgedCall, at: float | None) -> dict[str, Any]:
    """The turn and segment at a second, read with the corrections so far."""
    if at is None:
        return {"spot": None}
    report = report_of_call(desk, judged)
    if report is None:
        turns, segments = judged.as_turns(), judged.segments
    else:
        read = corrected(report, corrections_of(desk.engine, call.recording_id))
        turns, segments = read.turns, read.timeline.segments
    near = min(turns, key=lambda turn: max(0.0, turn.start - at, at - turn.end), default=None)
    segment = next((s for s in segments if s.start <= at < s.end), segments[-1] if segments else None)
    return {"spot": Spot(at, near, segment)}
