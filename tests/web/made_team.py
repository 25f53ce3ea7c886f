"""Many calls of an agent straight into the store's own tables, for pages that show what many calls tell."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, select

from store.connect import writing
from store.desk_tables import MomentRow, SummaryRow
from store.tables import AnalysisRow, EvidenceRow, RecordingRow


@dataclass
class Agent:
    """How an agent's calls are drawn: levels, the share of moments missed by kind, points an hour of delivery."""

    agent_id: str
    name: str
    team: str
    empathy: float = 60.0
    delivery: float = 60.0
    tires: float = 0.0
    missed: dict[str, float] = field(default_factory=lambda: {"distress": 0.3})
    queue: str = "billing"


def fill(engine: Engine, agent: Agent, until: datetime, days: int = 20, calls: int = 8, seed: int = 1) -> None:
    """`calls` a day over eight hours, on each of the `days` up to `until`."""
    chance = random.Random(f"{agent.agent_id} {seed}")
    with writing(engine) as session:
        for day in range(days):
            morning = until - timedelta(days=days - day, hours=9)
            for number in range(calls):
                hour = 8 * (number + chance.random() * 0.8) / calls
                key = f"{agent.agent_id}-{day}-{number}-{seed}"
                recording_id = session.scalar(insert(RecordingRow).returning(RecordingRow.id), _recording(key, agent))
                analysis_id = session.scalar(insert(AnalysisRow).returning(AnalysisRow.id), _analysis(recording_id))
                began = morning + timedelta(hours=hour)
                session.execute(
                    insert(SummaryRow), _summary(chance, agent, recording_id, analysis_id, key, began, hour)
                )
                for at, (kind, missed) in enumerate(agent.missed.items()):
                    session.execute(
                        insert(MomentRow), _moment(chance, agent, analysis_id, kind, missed, 20.0 + 40 * at)
                    )
                marks = ["greeting", *(["apology"] if chance.random() < 0.6 else ["policy_shield"])]
                session.execute(
                    insert(EvidenceRow), [_mark(analysis_id, name, 10.0 * at) for at, name in enumerate(marks)]
                )


def moments_of(engine: Engine, agent: str, answer: str) -> list[int]:
    with writing(engine) as session:
        query = select(MomentRow.id).join(SummaryRow, SummaryRow.analysis_id == MomentRow.analysis_id)
        return list(session.scalars(query.where(SummaryRow.agent_id == agent, MomentRow.answer == answer)))


def _recording(key: str, agent: Agent) -> dict[str, Any]:
    return {
        "sha256": f"{abs(hash(key)):064x}", "call_id": key, "path": key, "duration_s": 300.0, "channels": 2,
        "agent_id": agent.agent_id, "agent_name": agent.name, "team": agent.team, "queue": agent.queue,
    }  # fmt: skip


def _analysis(recording_id: int | None) -> dict[str, Any]:
    return {
        "recording_id": recording_id, "recipe": "r", "analysed_at": datetime.fromisoformat("2026-01-01T00:00:00+00:00"),
        "warmline": "0", "config": "c", "models": {}, "device": "cpu", "report_folder": "/nowhere", "language": "en",
        "stage_seconds": {}, "notes": [],
    }  # fmt: skip


def _summary(
    chance: random.Random, agent: Agent, recording_id: int | None, analysis_id: int | None, key: str, began: datetime,
    hour: float,
) -> dict[str, Any]:  # fmt: skip
    upset = chance.random() < 0.3

    def within(mean: float, sd: float, most: float) -> float:
        return min(most, max(0.0, chance.gauss(mean, sd)))

    return {
        "recording_id": recording_id, "analysis_id": analysis_id, "call_id": key, "began": began,
        "agent_id": agent.agent_id, "agent_name": agent.name, "team": agent.team, "queue": agent.queue,
        "language": "en", "duration_s": 300.0, "empathy": within(agent.empathy - 10 * upset, 12, 100),
        "empathy_low": 30.0, "empathy_high": 90.0, "delivery": within(agent.delivery + agent.tires * hour, 7, 100),
        "friction": within(30, 10, 100), "hold_s": within(40, 30, 300), "hold_longest_s": 20.0, "queue_s": 20.0,
        "ivr_s": 30.0, "zero_presses": 0, "distress": int(upset), "manager": 0, "upset_at_start": upset,
        "met": chance.choice((0.0, 0.5, 1.0)), "talk_share": within(0.55, 0.08, 1), "latency_s": within(0.9, 0.3, 5),
        "warm_marks": chance.randrange(8), "cold_marks": chance.randrange(3), "worth": 1.0, "reasons": [],
        "draw": 0.5, "words": "hello",
    }  # fmt: skip


def _moment(
    chance: random.Random, agent: Agent, analysis_id: int | None, kind: str, missed: float, at: float
) -> dict[str, Any]:
    answer = chance.choice(("unmet", "stock")) if chance.random() < missed else "met"
    return {
        "analysis_id": analysis_id, "kind": kind, "start_s": at, "end_s": at + 6, "said": f"This is the {kind} I told.",
        "answer": answer, "answered_by": agent.agent_id, "answer_end_s": at + 16, "answer_words": "Let me see to it.",
        "wait_s": chance.uniform(0.5, 9) if answer == "met" else None,
    }  # fmt: skip


def _mark(analysis_id: int | None, marker: str, at: float) -> dict[str, Any]:
    return {
        "analysis_id": analysis_id, "marker": marker, "role": "agent", "start_s": at, "end_s": at + 2, "text": marker,
        "confidence": 1.0, "turn": 0,
    }  # fmt: skip
