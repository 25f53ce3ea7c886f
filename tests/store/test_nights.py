"""Days of calls added up in both databases."""

from datetime import UTC, timedelta
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from made_up_nights import TONIGHT, fill, made_up
from sqlalchemy import Engine

from configs.settings import load_settings
from reports.comparison import compare
from scores.empathy import PARTS
from store.ledger import save_report
from store.nights import MOMENTS, days_until
from store.review import night_calls

SETTINGS = load_settings().nightly
PLAIN = {"hold_s": 30.0, "ivr_s": 10.0, "met": 0.5, "empathy": 60.0, "delivery": 50.0, "distress": 1.0, "manager": 0.0}


def test_moments_met_are_the_first_part_of_empathy() -> None:
    assert PARTS[0].__name__ == MOMENTS


def test_figures_are_added_up_by_day_and_queue(store: Engine, example: ModuleType) -> None:
    fill(store, example, nights=2, calls=3, queues=("billing", None))
    days = days_until(store, TONIGHT, 30, UTC)
    assert {(day.queue, day.tonight, day.calls) for day in days} == {
        ("billing", False, 3), (None, False, 3), ("billing", True, 3), (None, True, 3),
    }  # fmt: skip
    calls = {call.call_id: call for call in night_calls(store, TONIGHT, 0.5)}
    assert len(calls) == 6
    night = [call for call in calls.values() if call.queue == "billing"]
    (tonight,) = [day for day in days if day.tonight and day.queue == "billing"]
    assert tonight.figures["hold_s"].mean == pytest.approx(sum(call.hold_longest_s for call in night) / 3)
    assert tonight.figures["distress"].total == sum(call.distress for call in night)
    assert tonight.figures["met"].calls == sum(call.met is not None for call in night)
    assert tonight.figures["met"].total == pytest.approx(sum(call.met or 0.0 for call in night))
    assert tonight.figures["ivr_troubles"].mean == 2.0


def test_a_recording_counts_once_on_the_day_of_its_call(store: Engine, example: ModuleType) -> None:
    import random  # noqa: PLC0415

    pattern, chance = example.example_report(), random.Random(1)
    first = made_up(pattern, "a", "billing", TONIGHT - timedelta(days=3), PLAIN, chance)
    save_report(store, first, Path("/reports/a"))
    (day,) = days_until(store, TONIGHT, 30, UTC)
    assert not day.tonight
    from dataclasses import replace  # noqa: PLC0415

    again = replace(first, provenance=replace(first.provenance, recipe="cd" * 32, analysed_at=TONIGHT))
    save_report(store, again, Path("/reports/a"))
    (same,) = days_until(store, TONIGHT, 30, UTC)
    assert (same.day, same.tonight, same.calls) == (day.day, True, 1)
    (newest,) = days_until(store, TONIGHT, 0, UTC)
    assert newest == same, "an archive's night is the night of its calls"
    assert days_until(store, TONIGHT + timedelta(days=1), 2, UTC) == (), "nothing was analysed since, nor lately"


def test_days_are_those_of_the_zone(store: Engine, example: ModuleType) -> None:
    import random  # noqa: PLC0415
    from dataclasses import replace  # noqa: PLC0415

    report = made_up(example.example_report(), "late", None, TONIGHT, PLAIN, random.Random(1))
    began = TONIGHT.replace(day=22, hour=23, minute=30)  # already the 23rd in Madrid
    metadata = replace(report.recording.metadata, started_at=began)
    save_report(store, replace(report, recording=replace(report.recording, metadata=metadata)), Path("/reports/late"))
    assert [day.day.day for day in days_until(store, TONIGHT, 30, UTC)] == [22]
    assert [day.day.day for day in days_until(store, TONIGHT, 30, ZoneInfo("Europe/Madrid"))] == [23]


def test_what_changed_in_the_store_is_found_since_when(store: Engine, example: ModuleType) -> None:
    fill(
        store,
        example,
        change=lambda back, queue, _: {"hold_s": 200.0 + back} if back < 8 and queue == "billing" else {},
    )
    comparison = compare(days_until(store, TONIGHT, 30, UTC), SETTINGS)
    worse = [(found.figure.name, found.queue, str(found.days[found.point.at])) for found in comparison.changed]
    assert worse == [("hold_s", None, "2026-11-16"), ("hold_s", "billing", "2026-11-16")]
    assert {(found.figure.name, found.queue) for found in comparison.queues} <= {("hold_s", "billing")}


def test_nights_alike_change_nothing(store: Engine, example: ModuleType) -> None:
    fill(store, example, nights=20, calls=10)
    comparison = compare(days_until(store, TONIGHT, 30, UTC), SETTINGS)
    assert comparison.changed == ()
    assert [found.figure.name for found in comparison.overall if found.verdict] == []
    assert compare(days_until(store, TONIGHT - timedelta(days=300), 30, UTC), SETTINGS).overall == ()
