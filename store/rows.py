"""A report as rows, and rows as what the runs need of them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from calls.measures import Measures
from calls.outcome import Headline
from calls.recording import CallMetadata, Recording
from calls.report import CallReport
from calls.scores import Score, Scores
from store.tables import AnalysisRow, EvidenceRow, MeasuresRow, RecordingRow, ScoreRow, SegmentRow, TurnRow

SCORE_NAMES = tuple(Scores.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call's latest analysis in short."""

    call_id: str
    sha256: str
    path: Path
    metadata: CallMetadata
    recipe: str
    analysed_at: datetime
    report_folder: Path
    headline: Headline


def text_of(path: Path) -> str:
    """An absolute path as text that any database takes: bytes that are no UTF-8 are written out."""
    return str(path.absolute()).encode("utf-8", "backslashreplace").decode("utf-8")


def describe(row: RecordingRow, recording: Recording) -> None:
    """Write into `row` what is known of the recording from outside its sound."""
    known = recording.metadata
    row.call_id = recording.call_id
    row.path = text_of(recording.path)
    row.given_call_id = known.call_id
    row.agent_id = known.agent_id
    row.agent_name = known.agent_name
    row.team = known.team
    row.queue = known.queue
    row.started_at = known.started_at
    row.agent_channel = known.agent_channel
    row.customer_name = known.customer_name
    row.language = known.language


def metadata_of(row: RecordingRow) -> CallMetadata:
    """What `describe` wrote."""
    return CallMetadata(
        call_id=row.given_call_id,
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        team=row.team,
        queue=row.queue,
        started_at=row.started_at,
        agent_channel=row.agent_channel,
        customer_name=row.customer_name,
        language=row.language,
    )


def analysis_row(report: CallReport, folder: Path) -> AnalysisRow:
    """The report with all its parts, belonging to no recording yet."""
    made_by = report.provenance
    return AnalysisRow(
        recipe=made_by.recipe,
        analysed_at=made_by.analysed_at,
        warmline=made_by.warmline,
        config=made_by.config,
        models=dict(made_by.models),
        device=made_by.device,
        report_folder=text_of(folder),
        language=report.transcript.language,
        stage_seconds={time.stage: time.seconds for time in report.stages},
        notes=list(report.notes),
        measures=_measures_row(report.measures),
        scores=[_score_row(name, getattr(report.scores, name)) for name in SCORE_NAMES],
        segments=[
            SegmentRow(position=i, kind=s.kind, start_s=s.start, end_s=s.end, audio=s.audio)
            for i, s in enumerate(report.timeline.segments)
        ],
        turns=[
            TurnRow(position=i, role=t.role, speaker=t.speaker, start_s=t.start, end_s=t.end, text=t.text)
            for i, t in enumerate(report.turns)
        ],
        evidence=[
            EvidenceRow(
                marker=e.marker,
                role=e.role,
                start_s=e.start,
                end_s=e.end,
                text=e.text,
                confidence=e.confidence,
                turn=e.turn,
            )
            for e in report.evidence
        ],
    )


def stored_call(recording: RecordingRow, analysis: AnalysisRow) -> StoredCall:
    """Rows in short."""
    scores = {score.name: score.value for score in analysis.scores}
    return StoredCall(
        call_id=recording.call_id,
        sha256=recording.sha256,
        path=Path(recording.path),
        metadata=metadata_of(recording),
        recipe=analysis.recipe,
        analysed_at=analysis.analysed_at,
        report_folder=Path(analysis.report_folder),
        headline=Headline(
            duration_s=recording.duration_s,
            hold_s=analysis.measures.hold_total_s,
            ivr_s=analysis.measures.ivr_total_s,
            empathy=scores.get("empathy"),
            delivery=scores.get("delivery"),
        ),
    )


def _score_row(name: str, score: Score) -> ScoreRow:
    parts = [{"name": p.name, "value": p.value, "points": p.points, "explanation": p.explanation} for p in score.parts]
    return ScoreRow(name=name, value=score.value, low=score.low, high=score.high, reason=score.reason, parts=parts)


def _measures_row(measures: Measures) -> MeasuresRow:
    hold, ivr, dynamics, tone = measures.hold, measures.ivr, measures.dynamics, measures.tone
    return MeasuresRow(
        hold_count=hold.count,
        hold_total_s=hold.total_s,
        hold_longest_s=hold.longest_s,
        hold_announced=hold.announced,
        hold_thanked=hold.thanked,
        queue_total_s=measures.queue.total_s,
        ivr_total_s=ivr.total_s,
        ivr_menus=ivr.menus,
        ivr_options=ivr.options,
        ivr_options_changed=ivr.options_changed,
        ivr_invalid=ivr.invalid,
        ivr_zero_presses=ivr.zero_presses,
        ivr_zero_outs=ivr.zero_outs,
        ivr_repeats=ivr.repeats,
        seconds_to_human=ivr.seconds_to_human,
        agent_talk_s=dynamics.agent_talk_s,
        customer_talk_s=dynamics.customer_talk_s,
        interruptions=dynamics.interruptions,
        interruptions_by_agent=dynamics.interruptions_by_agent,
        overtalk_count=dynamics.overtalk_count,
        response_latency_s=dynamics.response_latency_s,
        longest_silence_s=dynamics.longest_silence_s,
        agent_wpm=dynamics.agent_wpm,
        customer_wpm=dynamics.customer_wpm,
        agent_voiced_s=tone.agent_voiced_s,
        agent_pitch_median_hz=tone.agent_pitch_median_hz,
        agent_pitch_sd_semitones=tone.agent_pitch_sd_semitones,
        agent_loudness_sd_db=tone.agent_loudness_sd_db,
    )
