"""Putting a word, a role or a kind of segment right. The machine's stays beside it."""

from collections.abc import Sequence
from typing import Annotated, get_args

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field

from calls.timeline import Segment, SegmentKind
from calls.transcript import Role, Turn
from reports.clock import clock
from reports.corrected import NEAR_MS, fits, in_force
from store.connect import writing
from store.corrections import Corrected, add_correction, corrections_of, undo_correction
from store.drafts import forget_draft
from store.judged import KnownCall, judged_call
from web.desk import Desk, DeskHere
from web.review.reaching import CallReviewed, Reviewer, done, note, refused
from web.review.work import place, report_of_call

router = APIRouter(include_in_schema=False)
ALLOWED: dict[Corrected, tuple[str, ...]] = {"role": get_args(Role), "segment": get_args(SegmentKind)}
NAMES: dict[Corrected, str] = {"word": "The word", "role": "Who speaks", "segment": "The segment"}


class Change(BaseModel):
    """What is right for a stretch of the call, `START-END` in milliseconds: of a word, a turn or a segment."""

    kind: Corrected
    stretch: str = Field(pattern=r"^\d{1,9}-\d{1,9}$")
    after: str = Field(min_length=1, max_length=200)

    @property
    def span_ms(self) -> tuple[int, int]:
        """Start and end."""
        start, end = self.stretch.split("-")
        return int(start), int(end)


@router.post("/calls/{call_id}/corrections")
def correct(
    request: Request, person: Reviewer, call: CallReviewed, desk: DeskHere, form: Annotated[Change, Form()]
) -> Response:
    """Keep a correction; what the machine had there is looked up, not taken from the page."""
    after = " ".join(form.after.split())
    at = f"{NAMES[form.kind]} at {clock(form.span_ms[0] / 1000)}"
    machine = _machines(desk, call, form)
    if machine is None:
        return refused(request, call, f"{at} is not there: the call was analysed anew, or its report deleted.", 409)
    if not after or (form.kind != "word" and after not in ALLOWED[form.kind]):
        return refused(request, call, f"{at} can't be “{after}”.")
    if after == _now(desk, call, form, machine):
        return done(request, call, f"{at} reads so already.", "#correct")
    told: dict[str, object] = {"start_ms": form.span_ms[0], "end_ms": form.span_ms[1]}
    if form.kind != "word":
        told |= {"before": machine, "after": after}
    with writing(desk.engine) as session:
        add_correction(session, call.recording_id, person.id, form.kind, form.span_ms, (machine, after))
        if form.kind == "word":
            forget_draft(session, person.id, place(call) + "word")
        note(session, request, person, f"corrected a {form.kind}", call, **told)
    return done(request, call, f"{at} is corrected.", "#correct")


@router.post("/calls/{call_id}/corrections/{correction_id}/undo")
def undo(request: Request, person: Reviewer, call: CallReviewed, desk: DeskHere, correction_id: int) -> Response:
    """One's own correction counts no more; the history keeps it."""
    with writing(desk.engine) as session:
        kind = undo_correction(session, call.recording_id, person.id, correction_id)
        if kind is None:
            return refused(request, call, "There is no such correction of yours.", 404)
        note(session, request, person, f"undid a correction of a {kind}", call, correction=correction_id)
    return done(request, call, "The correction is undone.", "#history")


def _now(desk: Desk, call: KnownCall, form: Change, machine: str) -> str:
    """How it reads with the corrections so far."""
    made = [c for c in in_force(corrections_of(desk.engine, call.recording_id)) if c.kind == form.kind]
    start, end = form.span_ms
    return next((c.after for c in made if fits(c, start / 1000, end / 1000)), machine)


def _machines(desk: Desk, call: KnownCall, form: Change) -> str | None:
    """What the machine has there; None where it has nothing with these ends."""
    judged = judged_call(desk.engine, call)
    if judged is None:
        return None
    report = report_of_call(desk, judged)
    turns: Sequence[Turn] = report.turns if report else judged.as_turns()
    segments: Sequence[Segment] = report.timeline.segments if report else judged.segments
    found: dict[Corrected, list[tuple[float, float, str]]] = {
        "word": [(word.start, word.end, word.text.strip()) for turn in turns for word in turn.words],
        "role": [(turn.start, turn.end, turn.role) for turn in turns],
        "segment": [(segment.start, segment.end, segment.kind) for segment in segments],
    }
    start, end = form.span_ms
    return next(
        (
            what
            for s, e, what in found[form.kind]
            if abs(s * 1000 - start) <= NEAR_MS and abs(e * 1000 - end) <= NEAR_MS
        ),
        None,
    )
