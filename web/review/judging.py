"""Agree, dispute, add a mark; each can be taken back."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field

from reports.clock import clock
from reports.marker_names import marker_name
from scores.markers import AGENT_MARKERS, MARKERS
from store.accounts import Person
from store.connect import writing
from store.judged import JudgedCall, KnownCall, judged_call
from store.summaries import refresh_worth
from store.verdicts import MarkKey, Saying, give_verdict, take_verdict_back, verdicts_of
from web.desk import Desk, DeskHere
from web.review.marks import MarkView, find_mark, mark_views, place_at, sentence_at
from web.review.reaching import CallReviewed, Reviewer, done, note, refused
from web.review.work import report_of_call

router = APIRouter(include_in_schema=False)
DID: dict[Saying, str] = {"agree": "agreed with a mark", "dispute": "disputed a mark", "add": "added a mark"}
SAID: dict[Saying, str] = {"agree": "You agree", "dispute": "You dispute", "add": "Added"}


class Judgement(BaseModel):
    """A mark and what is said of it; `none` takes back what was said."""

    marker: str = Field(max_length=48)
    start_ms: int = Field(ge=0)
    end_ms: int = Field(ge=0)
    verdict: Literal["agree", "dispute", "none"]

    @property
    def key(self) -> MarkKey:
        """Which mark."""
        return MarkKey(self.marker, self.start_ms, self.end_ms)


class NewMark(BaseModel):
    """A marker that the machine missed, at a second."""

    marker: str = Field(max_length=48)
    at: float = Field(ge=0, allow_inf_nan=False)


@router.post("/calls/{call_id}/verdicts")
def judge(
    request: Request, person: Reviewer, call: CallReviewed, desk: DeskHere, form: Annotated[Judgement, Form()]
) -> Response:
    """One's verdict on a mark, in place of the one before."""
    judged = judged_call(desk.engine, call)
    view = find_mark(_views(desk, judged, person.id), form.key) if judged else None
    if view is None:
        return refused(request, call, "There is no such mark in this call.", 404)
    named = f"{view.name.label} at {clock(view.start)}"
    if form.verdict == "none":
        with writing(desk.engine) as session:
            if view.own_key is None or not take_verdict_back(session, call.recording_id, person.id, view.own_key):
                return refused(request, call, f"You have said nothing of {named}.", 404)
            refresh_worth(session, call.recording_id, desk.settings.worth)
            note(session, request, person, "took a verdict back", call, **_told(view.own_key))
        return done(request, call, f"Taken back: {named}.", "#marks")
    _keep(request, desk, person, call, view, form.verdict)
    return done(request, call, f"{SAID[form.verdict]}: {named}.", "#marks")


@router.post("/calls/{call_id}/marks")
def add(
    request: Request, person: Reviewer, call: CallReviewed, desk: DeskHere, form: Annotated[NewMark, Form()]
) -> Response:
    """Add a mark to the sentence at a second; where the machine has it already, agree with that."""
    judged = judged_call(desk.engine, call)
    if judged is None or form.marker not in MARKERS:
        return refused(request, call, "There is no such marker.")
    report = report_of_call(desk, judged)
    turns = report.turns if report else judged.as_turns()
    turn = place_at(turns, form.marker, form.at, desk.settings.calibration.reach_s)
    name, side = marker_name(form.marker), "agent" if form.marker in AGENT_MARKERS else "customer"
    if turn is None:
        return refused(request, call, f"{name.label} is said by the {side}, who does not speak at {clock(form.at)}.")
    start, end, words = sentence_at(turn, form.at)
    key = MarkKey(form.marker, round(start * 1000), round(end * 1000))
    stands = find_mark(_views(desk, judged, person.id), key)
    if stands is None:
        view = MarkView(key, turn.role, words, name, "reviewer")
        _keep(request, desk, person, call, view, "add")
        return done(request, call, f"Added: {name.label} at {clock(start)}.", "#marks")
    if stands.own != "add":
        _keep(request, desk, person, call, stands, "agree")
    return done(request, call, f"{name.label} stands at {clock(stands.start)} already: you agree.", "#marks")


def _views(desk: Desk, judged: JudgedCall, user_id: int) -> tuple[MarkView, ...]:
    return mark_views(judged.evidence, verdicts_of(desk.engine, judged.call.recording_id), user_id)


def _keep(request: Request, desk: Desk, person: Person, call: KnownCall, view: MarkView, verdict: Saying) -> None:
    """The verdict, what hearing the call is worth by now, and the deed: all or none."""
    with writing(desk.engine) as session:
        if view.own_key is not None:
            take_verdict_back(session, call.recording_id, person.id, view.own_key)
        give_verdict(session, call.recording_id, person.id, view.key, verdict, (view.role, view.words))
        refresh_worth(session, call.recording_id, desk.settings.worth)
        note(session, request, person, DID[verdict], call, **_told(view.key))


def _told(key: MarkKey) -> dict[str, object]:
    return {"marker": key.marker, "start_ms": key.start_ms, "end_ms": key.end_ms}
