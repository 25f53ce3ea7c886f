"""Made-up calls as rows: agents who differ, tire within a day, and one team that was trained."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.desk.words import ANSWERS, COMPLAINTS, MARKS, MENUS, OPENINGS, QUEUES, VOCABULARY
from configs.settings import Settings
from scores.worth import Facts, worth
from store.desk_tables import MomentRow, PromptRow, SummaryRow
from store.summaries import draw_of
from store.tables import AnalysisRow, EvidenceRow, MeasuresRow, RecordingRow, ScoreRow, SegmentRow, TurnRow

TEAMS, AGENTS, DAYS = 10, 200, 90
TABLES = (
    RecordingRow,
    AnalysisRow,
    MeasuresRow,
    ScoreRow,
    SegmentRow,
    TurnRow,
    EvidenceRow,
    SummaryRow,
    MomentRow,
    PromptRow,
)
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class World:
    """What the calls are drawn from; `manners`: each agent's warmth, liveliness, and how much an hour tires them."""

    until: datetime
    reports: Path
    settings: Settings
    chance: random.Random
    manners: tuple[tuple[float, float, float], ...]


def made_up_world(until: datetime, reports: Path, settings: Settings, seed: int = 7) -> World:
    """The same for the same seed."""
    chance = random.Random(seed)
    manners = tuple((chance.gauss(58, 7), chance.gauss(55, 6), chance.uniform(0, 1.2)) for _ in range(AGENTS))
    return World(until, reports, settings, chance, manners)


def add_call(rows: Rows, number: int, world: World) -> None:
    """One more call, in a row or more of each table."""
    chance = world.chance
    agent = chance.randrange(AGENTS)
    team, queue = f"Team {agent % TEAMS}", chance.choice(QUEUES)
    day, hour = chance.randrange(DAYS), min(9.9, chance.expovariate(0.25))
    began = (world.until - timedelta(days=day + 1)).replace(hour=8) + timedelta(hours=hour)
    warm, lively, tires = world.manners[agent]
    upset = chance.random() < 0.3
    trained = 6.0 if agent % TEAMS == 3 and day < DAYS // 2 else 0.0
    empathy = _scale(chance.gauss(warm + trained - 8 * upset, 12))
    delivery = _scale(chance.gauss(lively - tires * hour, 8))
    wait = chance.expovariate(1 / 60) * (2.0 if 3 < hour < 6 else 1.0)
    hold = chance.expovariate(1 / 70) if chance.random() < 0.4 else 0.0
    met = None if not upset else float(chance.random() < empathy / 100)
    call_id, sha = f"made-{number:07}", f"{chance.getrandbits(256):064x}"
    duration = 240.0 + chance.expovariate(1 / 240)
    zero = int(queue == "claims" and chance.random() < 0.3)
    rows["recordings"].append(
        {
            "id": number,
            "sha256": sha,
            "call_id": call_id,
            "path": f"/calls/{call_id}.wav",
            "agent_id": f"A{agent:03}",
            "agent_name": f"Agent {agent}",
            "team": team,
            "queue": queue,
            "started_at": began,
            "duration_s": duration,
            "channels": 2,
        }
    )
    rows["analyses"].append(
        {
            "id": number,
            "recording_id": number,
            "recipe": "ab" * 32,
            "analysed_at": began + timedelta(hours=12),
            "warmline": "0.1.0",
            "config": "cd" * 32,
            "models": {},
            "device": "cpu",
            "report_folder": str(world.reports / call_id),
            "language": "en",
            "stage_seconds": {},
            "notes": [],
        }
    )
    measures = _measures(number, hold, wait, zero, duration, chance)
    rows["measures"].append(measures)
    parts = [{"name": "opportunities_met", "value": met, "points": 0.0, "explanation": "made up"}]
    scores = {"empathy": (empathy, parts), "delivery": (delivery, []), "friction": (_scale(wait / 4 + hold / 6), [])}
    for name, (value, about) in scores.items():
        low, high = _scale(value - chance.uniform(6, 24)), _scale(value + chance.uniform(6, 24))
        rows["scores"].append(
            {
                "id": number * 3 - len(rows["scores"]) % 3,
                "analysis_id": number,
                "name": name,
                "value": value,
                "low": low,
                "high": high,
                "reason": None,
                "parts": about,
            }
        )
    spoken = _turns(rows, number, upset, chance)
    marks = _marks(rows, number, upset, chance)
    _moment(rows, number, met, chance)
    for position, menu in enumerate(MENUS[: 2 + zero]):
        rows["prompts"].append(
            {
                "id": number * 4 + position,
                "analysis_id": number,
                "position": position,
                "start_s": 5.0 * position,
                "end_s": 5.0 * position + 4,
                "text": menu,
                "is_menu": position == 1,
                "options": 3 * (position == 1),
                "options_heard": 3 * (position == 1),
                "options_changed": position == 0,
                "invalid": position == 2,
                "repeated": False,
                "zero_presses": zero * (position == 1),
                "keys_pressed": int(position == 1),
                "chosen": "0" if zero and position == 1 else chance.choice("112") if position == 1 else None,
            }
        )
    empathy_row = rows["scores"][-3]
    facts = Facts(
        int(upset),
        int(chance.random() < 0.02),
        met,
        empathy,
        empathy_row["high"] - empathy_row["low"],
        delivery,
        hold,
        0,
        draw_of(sha),
    )
    weighed = worth(facts, world.settings.worth)
    rows["summaries"].append(
        {
            "recording_id": number,
            "analysis_id": number,
            "call_id": call_id,
            "began": began,
            "agent_id": f"A{agent:03}",
            "agent_name": f"Agent {agent}",
            "team": team,
            "queue": queue,
            "language": "en",
            "duration_s": duration,
            "empathy": empathy,
            "empathy_low": empathy_row["low"],
            "empathy_high": empathy_row["high"],
            "delivery": delivery,
            "friction": scores["friction"][0],
            "hold_s": hold,
            "hold_longest_s": hold,
            "queue_s": wait,
            "ivr_s": 12.0,
            "zero_presses": zero,
            "distress": facts.distress,
            "manager": facts.manager,
            "upset_at_start": upset,
            "met": met,
            "talk_share": measures["agent_talk_s"] / (measures["agent_talk_s"] + measures["customer_talk_s"]),
            "latency_s": measures["response_latency_s"],
            "warm_marks": sum(m not in ("policy_shield", "scripted") for m in marks),
            "cold_marks": sum(m in ("policy_shield", "scripted") for m in marks),
            "worth": weighed.points,
            "reasons": list(weighed.reasons),
            "draw": facts.draw,
            "words": spoken,
        }
    )


def _measures(
    number: int, hold: float, wait: float, zero: int, duration: float, chance: random.Random
) -> dict[str, Any]:
    talk = duration - hold - wait - 12
    share = min(0.9, max(0.1, chance.gauss(0.52, 0.1)))
    whole = dict.fromkeys(
        (
            "ivr_invalid",
            "ivr_zero_outs",
            "ivr_repeats",
            "interruptions",
            "interruptions_by_agent",
            "overtalk_count",
            "hold_announced",
            "hold_thanked",
        ),
        0,
    )
    return whole | {
        "analysis_id": number,
        "hold_count": int(hold > 0),
        "hold_total_s": hold,
        "hold_longest_s": hold,
        "queue_total_s": wait,
        "ivr_total_s": 12.0,
        "ivr_menus": 1,
        "ivr_options": 3,
        "ivr_options_changed": 1,
        "ivr_zero_presses": zero,
        "seconds_to_human": 12 + wait,
        "agent_talk_s": max(10.0, talk * share),
        "customer_talk_s": max(10.0, talk * (1 - share)),
        "response_latency_s": max(0.05, chance.gauss(0.7, 0.3)),
        "longest_silence_s": chance.expovariate(0.3),
        "agent_wpm": chance.gauss(160, 15),
        "customer_wpm": chance.gauss(165, 18),
        "agent_voiced_s": max(5.0, talk * share * 0.6),
        "agent_pitch_median_hz": chance.gauss(170, 40),
        "agent_pitch_sd_semitones": max(0.4, chance.gauss(2.2, 0.5)),
        "agent_loudness_sd_db": max(1.0, chance.gauss(5, 1)),
    }


def _turns(rows: Rows, number: int, upset: bool, chance: random.Random) -> str:
    said = [
        ("agent", chance.choice(OPENINGS)),
        ("customer", chance.choice(COMPLAINTS) if upset else chance.choice(COMPLAINTS[:3])),
    ]
    for place in range(18):
        words = " ".join(chance.choices(VOCABULARY, k=12))
        said.append(
            ("customer", words) if place % 2 else ("agent", f"{chance.choice(ANSWERS)} {words}" if place < 2 else words)
        )
    for place, (role, words) in enumerate(said):
        rows["turns"].append(
            {
                "id": number * 20 + place,
                "analysis_id": number,
                "position": place,
                "role": role,
                "speaker": role,
                "start_s": 20.0 + 10 * place,
                "end_s": 29.0 + 10 * place,
                "text": words,
            }
        )
    for place, (kind, start, end) in enumerate((("ivr", 0, 12), ("queue", 12, 20), ("talk", 20, 240))):
        rows["segments"].append(
            {
                "id": number * 3 + place,
                "analysis_id": number,
                "position": place,
                "kind": kind,
                "start_s": start,
                "end_s": end,
                "audio": None,
            }
        )
    return "\n".join(words for _, words in said)


def _marks(rows: Rows, number: int, upset: bool, chance: random.Random) -> list[str]:
    marks = chance.sample(MARKS, 5) + ["distress"] * upset
    for place, marker in enumerate(marks):
        turn = 1 if marker == "distress" else 2 * place
        rows["evidence"].append(
            {
                "id": number * 6 + place,
                "analysis_id": number,
                "marker": marker,
                "start_s": 20.0 + 10 * turn,
                "role": "customer" if marker == "distress" else "agent",
                "end_s": 23.0 + 10 * turn,
                "text": "made up",
                "confidence": chance.uniform(0.5, 1),
                "turn": turn,
            }
        )
    return marks[:5]


def _moment(rows: Rows, number: int, met: float | None, chance: random.Random) -> None:
    if met is not None:
        rows["moments"].append(
            {
                "id": number,
                "analysis_id": number,
                "kind": "distress",
                "start_s": 30.0,
                "end_s": 38.0,
                "said": chance.choice(COMPLAINTS),
                "answer": "met" if met else chance.choice(("unmet", "stock", "helped")),
                "answered_by": "agent",
                "answer_end_s": 49.0,
                "answer_words": chance.choice(ANSWERS),
                "wait_s": chance.uniform(0.5, 9) if met else None,
            }
        )


def _scale(value: float) -> float:
    return min(100.0, max(0.0, value))
