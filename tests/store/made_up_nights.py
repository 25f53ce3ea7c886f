"""Nights of made-up calls through the real schema: what changed and when is known."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine

from calls.measures import Measures
from calls.recording import CallMetadata
from calls.report import CallReport
from calls.scores import Evidence, Score, ScorePart
from store.ledger import save_report

TONIGHT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
NIGHTS = 30
RECIPE = "ab" * 32
Change = Callable[[int, str, random.Random], dict[str, float]]
"""What the calls of a night so many days back, in a queue, are like; what is not named is as always."""


def as_always(_back: int, _queue: str, chance: random.Random) -> dict[str, float]:
    """Calls vary; nights do not."""
    return {
        "hold_s": max(0.0, chance.gauss(40, 20)),
        "ivr_s": max(1.0, chance.gauss(30, 8)),
        "met": min(1.0, max(0.0, chance.gauss(0.7, 0.3))),
        "empathy": min(100.0, max(0.0, chance.gauss(60, 12))),
        "delivery": min(100.0, max(0.0, chance.gauss(55, 10))),
        "distress": float(chance.random() < 0.3),
        "manager": float(chance.random() < 0.02),
    }


def fill(
    store: Engine, example: ModuleType, nights: int = NIGHTS, calls: int = 12,
    queues: tuple[str | None, ...] = ("billing", "faults"), change: Change = lambda *_: {},
) -> None:  # fmt: skip
    """`calls` a queue on each day up to yesterday's, which tonight analyses; and one earlier night to every day."""
    chance = random.Random(7)
    pattern: CallReport = example.example_report()
    for back in range(nights, -1, -1):
        for queue in queues:
            for number in range(calls):
                figures = as_always(back, queue or "", chance) | change(back, queue or "", chance)
                name = f"{queue or 'call'}-{back:02}-{number:02}"
                report = made_up(pattern, name, queue, TONIGHT - timedelta(days=back), figures, chance)
                save_report(store, report, Path("/reports") / name)


def made_up(
    pattern: CallReport, name: str, queue: str | None, night: datetime, figures: dict[str, float], chance: random.Random
) -> CallReport:
    """A call of the day before `night`, analysed in it."""
    began = night - timedelta(hours=chance.uniform(5, 18))
    marks = [Evidence("distress", "customer", 3.0, 4.0, "made up", 0.9, 3)] * int(figures["distress"])
    marks += [Evidence("escalation_request", "customer", 5.0, 6.0, "made up", 0.9, 3)] * int(figures["manager"])
    met = ScorePart("opportunities_met", figures["met"] if marks else None, 0.0, "made up")
    empathy, delivery = figures["empathy"], figures["delivery"]
    return replace(
        pattern,
        recording=replace(
            pattern.recording,
            call_id=name,
            sha256=f"{chance.getrandbits(256):064x}",
            path=Path("/calls") / f"{name}.wav",
            metadata=CallMetadata(call_id=name, queue=queue, started_at=began),
        ),
        measures=_measures(pattern.measures, figures),
        evidence=tuple(marks),
        scores=replace(
            pattern.scores,
            empathy=Score(empathy, empathy - chance.uniform(5, 20), empathy + 9, (met,)),
            delivery=Score(delivery, delivery - 8, delivery + 8, ()),
        ),
        provenance=replace(pattern.provenance, recipe=RECIPE, analysed_at=night + timedelta(minutes=30)),
    )


def _measures(pattern: Measures, figures: dict[str, Any]) -> Measures:
    hold = replace(pattern.hold, total_s=figures["hold_s"], longest_s=figures["hold_s"])
    ivr = replace(pattern.ivr, total_s=figures["ivr_s"])
    return replace(pattern, hold=hold, ivr=ivr)
