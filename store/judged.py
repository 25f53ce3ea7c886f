"""A call as a reviewer works on it: its marks, turns, segments and measures, by the latest analysis."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.orm import selectinload

from calls.location import object_path
from calls.scores import Evidence
from calls.timeline import Segment
from calls.transcript import Turn
from store.connect import reading
from store.desk_tables import SummaryRow
from store.tables import AnalysisRow, EvidenceRow, MeasuresRow, SegmentRow, TurnRow

SMALL = (
    "hold_total_s", "hold_longest_s", "seconds_to_human", "interruptions_by_agent", "overtalk_count",
    "response_latency_s", "longest_silence_s", "agent_wpm", "hold_count", "hold_announced", "hold_thanked",
)  # fmt: skip
"""The measures that an evaluation form may rest on, by the columns of the table."""


@dataclass(frozen=True, slots=True)
class KnownCall:
    """A call that the asker may see."""

    recording_id: int
    analysis_id: int
    call_id: str
    began: datetime
    agent_id: str | None
    agent_name: str | None
    team: str | None
    queue: str | None
    duration_s: float


@dataclass(frozen=True, slots=True)
class SaidTurn:
    """A turn with its text; the words one by one are in report.json."""

    role: str
    speaker: str
    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class JudgedCall:
    """What is judged. `measures` by the names of SMALL and `agent_talk_share`; `folder` holds report.json."""

    call: KnownCall
    turns: tuple[SaidTurn, ...]
    evidence: tuple[Evidence, ...]
    segments: tuple[Segment, ...]
    measures: dict[str, float | None]
    folder: Path

    def as_turns(self) -> tuple[Turn, ...]:
        """The turns without their words, as the measures take them."""
        return tuple(Turn(t.role, t.speaker, t.start, t.end, ()) for t in self.turns)  # type: ignore[arg-type]


def known_call(engine: Engine, seen: ColumnElement[bool], call_id: str) -> KnownCall | None:
    """The call, if there is one and the asker may see it. Raises TryAgain or SetupBroken."""
    with reading(engine) as session:
        row = session.execute(
            select(
                SummaryRow.recording_id, SummaryRow.analysis_id, SummaryRow.call_id, SummaryRow.began,
                SummaryRow.agent_id, SummaryRow.agent_name, SummaryRow.team, SummaryRow.queue, SummaryRow.duration_s,
            ).where(SummaryRow.call_id == call_id, seen)
        ).one_or_none()  # fmt: skip
        return KnownCall(*row) if row else None


def judged_call(engine: Engine, call: KnownCall) -> JudgedCall | None:
    """All that is judged of it; None where it was taken away meanwhile."""
    parts = (AnalysisRow.turns, AnalysisRow.evidence, AnalysisRow.segments, AnalysisRow.measures)
    with reading(engine) as session:
        analysis = session.get(AnalysisRow, call.analysis_id, options=[selectinload(part) for part in parts])
        if analysis is None:
            return None
        return JudgedCall(
            call=call,
            turns=tuple(_turn(row) for row in analysis.turns),
            evidence=tuple(_evidence(row) for row in analysis.evidence),
            segments=tuple(_segment(row) for row in analysis.segments),
            measures=_measures(analysis.measures),
            folder=object_path(Path(analysis.report_folder)) or Path(analysis.report_folder),
        )


def _turn(row: TurnRow) -> SaidTurn:
    return SaidTurn(row.role, row.speaker, row.start_s, row.end_s, row.text)


def _evidence(row: EvidenceRow) -> Evidence:
    return Evidence(row.marker, row.role, row.start_s, row.end_s, row.text, row.confidence, row.turn)  # type: ignore[arg-type]


def _segment(row: SegmentRow) -> Segment:
    return Segment(row.kind, row.start_s, row.end_s, row.audio)  # type: ignore[arg-type]


def _measures(row: MeasuresRow) -> dict[str, float | None]:
    talk = row.agent_talk_s + row.customer_talk_s
    values: dict[str, float | None] = {name: getattr(row, name) for name in SMALL}
    return {**values, "agent_talk_share": row.agent_talk_s / talk if talk > 0 else None}


def found_in(
    engine: Engine, analyses: Sequence[int]
) -> Iterator[tuple[str, list[dict[str, Any]], list[dict[str, Any]]]]:
    """For each analysis its call's id, its turns (role, start, end) and marks (marker, start, end, turn)."""
    turns: dict[int, list[dict[str, Any]]] = {analysis: [] for analysis in analyses}
    marks: dict[int, list[dict[str, Any]]] = {analysis: [] for analysis in analyses}
    with reading(engine) as session:
        calls = dict(
            session.execute(
                select(SummaryRow.analysis_id, SummaryRow.call_id).where(SummaryRow.analysis_id.in_(analyses))
            )
            .tuples()
            .all()
        )
        said = select(TurnRow.analysis_id, TurnRow.role, TurnRow.start_s, TurnRow.end_s).order_by(TurnRow.position)
        for analysis, role, start, end in session.execute(said.where(TurnRow.analysis_id.in_(analyses))):
            turns[analysis].append({"role": role, "start": start, "end": end})
        found = select(
            EvidenceRow.analysis_id, EvidenceRow.marker, EvidenceRow.start_s, EvidenceRow.end_s, EvidenceRow.turn
        )
        for analysis, marker, start, end, turn in session.execute(found.where(EvidenceRow.analysis_id.in_(analyses))):
            marks[analysis].append({"marker": marker, "start": start, "end": end, "turn": turn})
    for analysis, call_id in calls.items():
        yield call_id, turns[analysis], marks[analysis]
