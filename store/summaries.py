"""A call's line, moments and prompts, made from its analysis in the same transaction."""

import hashlib
from collections.abc import Sequence
from functools import cache
from math import inf

from sqlalchemy import ColumnElement, Engine, delete, exists, func, select
from sqlalchemy.orm import Session, selectinload

from calls.measures import Prompt
from calls.report import CallReport
from calls.scores import Evidence
from calls.sound import KeyPress
from calls.transcript import Turn
from configs.desk_settings import WorthSettings
from configs.settings import Settings, load_settings
from scores.opportunities import Opportunity, find_opportunities
from scores.worth import Facts, worth
from store.agent_calls import COLD, START_SHARE, WARM
from store.connect import reading, writing
from store.desk_tables import MomentRow, PromptRow, SummaryRow
from store.nights import MOMENTS
from store.review_tables import VerdictRow
from store.tables import AnalysisRow, RecordingRow, ScoreRow, TurnRow

PAGE = 200
"""Analyses brought up to date at once."""


def summarise(session: Session, recording: RecordingRow, analysis: AnalysisRow, settings: Settings | None) -> None:
    """Replace the call's line and moments by those of `analysis`, which is in the session with its id."""
    settings = settings or _defaults()
    session.execute(delete(SummaryRow).where(SummaryRow.recording_id == recording.id))
    session.execute(delete(MomentRow).where(MomentRow.analysis_id == analysis.id))
    disputed = session.scalar(select(func.count()).where(*is_disputed(recording.id))) or 0
    session.add(_summary(recording, analysis, settings, disputed))
    session.add_all(_moments(analysis, settings))


def keep_prompts(session: Session, analysis: AnalysisRow, report: CallReport) -> None:
    """The prompts that the caller heard; they stand in no other row."""
    prompts = report.measures.ivr.prompts
    arrivals = [segment.start for segment in report.timeline.of("talk")]
    for i, prompt in enumerate(prompts):
        after = [p.start for p in prompts[i + 1 : i + 2]] + [start for start in arrivals if start >= prompt.end]
        until = min(after, default=inf)
        pressed = [key for key in report.timeline.keys if prompt.start <= key.start < until]
        session.add(_prompt(analysis.id, i, prompt, pressed))


def refresh_worth(session: Session, recording_id: int, settings: WorthSettings) -> None:
    """Weigh a call anew, after a verdict."""
    row = session.get(SummaryRow, recording_id)
    if row is not None:
        disputed = session.scalar(select(func.count()).where(*is_disputed(recording_id))) or 0
        _weigh(row, settings, disputed)


def summarise_missing(engine: Engine, settings: Settings) -> int:
    """Make the lines of calls analysed by a version that made none; how many. Raises TryAgain or SetupBroken."""
    made = 0
    while ids := _without_summary(engine):
        for analysis_id in ids:
            with writing(engine) as session:
                analysis = session.get(AnalysisRow, analysis_id, options=[selectinload(AnalysisRow.evidence)])
                if analysis is not None:
                    summarise(session, analysis.recording, analysis, settings)
        made += len(ids)
    return made


def is_disputed(recording_id: int) -> tuple[ColumnElement[bool], ...]:
    """Verdicts against marks of a recording."""
    return VerdictRow.recording_id == recording_id, VerdictRow.verdict == "dispute"


def draw_of(sha256: str) -> float:
    """0 to 1, even over recordings, and always the same for one: nobody's bad day moves it."""
    return int(hashlib.sha256(f"draw {sha256}".encode()).hexdigest()[:13], 16) / 16**13


def _without_summary(engine: Engine) -> Sequence[int]:
    latest = select(func.max(AnalysisRow.id)).group_by(AnalysisRow.recording_id)
    with reading(engine) as session:
        return session.scalars(
            select(AnalysisRow.id)
            .where(AnalysisRow.id.in_(latest))
            .where(~exists().where(SummaryRow.recording_id == AnalysisRow.recording_id))
            .limit(PAGE)
        ).all()


def _summary(recording: RecordingRow, analysis: AnalysisRow, settings: Settings, disputed: int) -> SummaryRow:
    measures, sure = analysis.measures, settings.worth.confidence
    scores = {score.name: score for score in analysis.scores}
    marks = [e for e in analysis.evidence if e.confidence >= sure]
    talk = measures.agent_talk_s + measures.customer_talk_s
    row = SummaryRow(
        recording_id=recording.id,
        analysis_id=analysis.id,
        call_id=recording.call_id,
        began=recording.started_at or analysis.analysed_at,
        agent_id=recording.agent_id,
        agent_name=recording.agent_name,
        team=recording.team,
        queue=recording.queue,
        agents=len({turn.speaker for turn in analysis.turns if turn.role == "agent"}),
        language=analysis.language,
        duration_s=recording.duration_s,
        empathy=scores["empathy"].value,
        empathy_low=scores["empathy"].low,
        empathy_high=scores["empathy"].high,
        delivery=scores["delivery"].value,
        friction=scores["friction"].value,
        hold_s=measures.hold_total_s,
        hold_longest_s=measures.hold_longest_s,
        queue_s=measures.queue_total_s,
        ivr_s=measures.ivr_total_s,
        zero_presses=measures.ivr_zero_presses,
        distress=sum(e.marker == "distress" for e in marks),
        manager=sum(e.marker == "escalation_request" for e in marks),
        upset_at_start=any(
            e.marker == "distress" and e.start_s < recording.duration_s / START_SHARE for e in analysis.evidence
        ),
        met=_met(scores["empathy"]),
        talk_share=measures.agent_talk_s / talk if talk > 0 else None,
        latency_s=measures.response_latency_s,
        warm_marks=sum(e.marker in WARM for e in analysis.evidence),
        cold_marks=sum(e.marker in COLD for e in analysis.evidence),
        draw=draw_of(recording.sha256),
        words="\n".join(turn.text for turn in analysis.turns if turn.role != "ivr"),
    )
    _weigh(row, settings.worth, disputed)
    return row


def _weigh(row: SummaryRow, settings: WorthSettings, disputed: int) -> None:
    width = None if row.empathy_low is None or row.empathy_high is None else row.empathy_high - row.empathy_low
    found = worth(
        Facts(
            distress=row.distress,
            manager=row.manager,
            met=row.met,
            empathy=row.empathy,
            empathy_width=width,
            delivery=row.delivery,
            hold_longest_s=row.hold_longest_s,
            disputed=disputed,
            draw=row.draw,
        ),
        settings,
    )
    row.worth, row.reasons = found.points, list(found.reasons)


def _met(empathy: ScoreRow) -> float | None:
    value = next((part["value"] for part in empathy.parts if part["name"] == MOMENTS), None)
    return None if value is None else float(value)


def _moments(analysis: AnalysisRow, settings: Settings) -> list[MomentRow]:
    turns = [Turn(t.role, t.speaker, t.start_s, t.end_s, ()) for t in analysis.turns]  # type: ignore[arg-type]
    evidence = [
        Evidence(e.marker, e.role, e.start_s, e.end_s, e.text, e.confidence, e.turn)  # type: ignore[arg-type]
        for e in analysis.evidence
    ]
    moments = find_opportunities(turns, evidence, settings.empathy.reach_back_s)
    return [_moment(analysis, moment) for moment in moments]


def _moment(analysis: AnalysisRow, moment: Opportunity) -> MomentRow:
    first, last = moment.said[0], moment.said[-1]
    after = (last.turn or 0) + 1
    answer: list[TurnRow] = []
    for turn in analysis.turns[after:]:
        if turn.role == "customer" and answer:
            break
        if turn.role == "agent":
            answer.append(turn)
    return MomentRow(
        analysis_id=analysis.id,
        kind=first.marker,
        start_s=first.start,
        end_s=last.end,
        said=" … ".join(dict.fromkeys(e.text for e in moment.said)),
        answer=moment.answer.value,
        answered_by=answer[0].speaker if answer else None,
        answer_end_s=answer[-1].end_s if answer else last.end,
        answer_words=" ".join(turn.text for turn in answer),
        wait_s=moment.wait_s,
    )


def _prompt(analysis_id: int, index: int, prompt: Prompt, pressed: Sequence[KeyPress]) -> PromptRow:
    """`pressed` are the keys from its start to the next prompt's, or until a person came."""
    return PromptRow(
        analysis_id=analysis_id,
        position=index,
        start_s=prompt.start,
        end_s=prompt.end,
        text=prompt.text,
        is_menu=prompt.is_menu,
        options=prompt.options,
        options_heard=prompt.options_heard,
        options_changed=prompt.options_changed,
        invalid=prompt.invalid,
        repeated=prompt.repeated,
        zero_presses=sum(key.key == "0" for key in pressed),
        keys_pressed=len(pressed),
        chosen=prompt.chosen,
    )


@cache
def _defaults() -> Settings:
    return load_settings()
