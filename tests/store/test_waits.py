"""Menus and waits added up in both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, false, select, true

from calls.measures import Prompt
from calls.recording import CallMetadata
from calls.report import CallReport
from calls.sound import KeyPress
from store.connect import reading
from store.desk_tables import PromptRow, SummaryRow
from store.ledger import save_report
from store.waits import Period, hours, quarters, queues, wordings

BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY = datetime(2026, 10, 25, tzinfo=UTC)
"""Clocks go back in Berlin at 1:00 UTC."""
PERIOD = Period(SUNDAY - timedelta(days=7), SUNDAY + timedelta(days=7))


def keep(
    store: Engine, example: ModuleType, name: str, began: datetime, queue: str = "billing", wait_s: float = 60.0
) -> CallReport:
    pattern = example.example_report()
    known = CallMetadata(name, "A1", "Noor", "North", queue, began)
    ivr = replace(pattern.measures.ivr, total_s=0.0)
    report = replace(
        pattern,
        recording=replace(
            pattern.recording,
            call_id=name,
            sha256=f"{abs(hash(name)):064x}",
            path=Path(f"/c/{name}.wav"),
            metadata=known,
        ),
        measures=replace(pattern.measures, ivr=ivr, queue=replace(pattern.measures.queue, total_s=wait_s)),
    )
    save_report(store, report, Path("/reports") / name)
    return report


def test_hours_are_those_of_the_desks_zone_also_when_clocks_change(store: Engine, example: ModuleType) -> None:
    keep(store, example, "before", SUNDAY - timedelta(days=1, hours=2, minutes=-30))  # Friday 22:30 UTC: Saturday 0:30
    keep(store, example, "summer", SUNDAY + timedelta(minutes=30))  # Sunday 2:30
    keep(store, example, "winter", SUNDAY + timedelta(hours=1, minutes=30))  # Sunday 2:30 again
    keep(store, example, "monday", SUNDAY + timedelta(days=1, hours=22, minutes=59, seconds=59), wait_s=10.5)
    found = {(hour.weekday, hour.hour): hour for hour in hours(store, true(), PERIOD, BERLIN)}
    assert {key: hour.calls for key, hour in found.items()} == {(5, 0): 1, (6, 2): 2, (0, 23): 1}
    assert found[0, 23].queue_s == pytest.approx(10.5)


def test_a_queue_and_what_may_be_seen_narrow_all_of_it(store: Engine, example: ModuleType) -> None:
    for name, queue in (("one", "billing"), ("two", "faults"), ("three", "faults")):
        keep(store, example, name, SUNDAY, queue)
    only = replace(PERIOD, queue="faults")
    assert sum(hour.calls for hour in hours(store, true(), only, UTC)) == 2
    assert sum(quarter.calls for quarter in quarters(store, true(), only)) == 2
    assert queues(store, true(), PERIOD.since) == ("billing", "faults")
    for asked in (
        hours(store, false(), PERIOD, UTC),
        wordings(store, false(), PERIOD),
        quarters(store, false(), PERIOD),
    ):
        assert asked == ()
    assert sum(w.heard for w in wordings(store, SummaryRow.queue == "billing", PERIOD)) == 2


def test_prompts_are_kept_with_keys_choice_and_counted_by_wording(store: Engine, example: ModuleType) -> None:
    pattern = keep(store, example, "one", SUNDAY)
    menu = Prompt(1.0, 5.0, "For billing, press 1.", True, 1, False, False, False, 1, "1")
    again = replace(menu, start=8.0, end=12.0, repeated=True, options_changed=True, chosen=None)
    keys = (KeyPress("masked", 5.5, 5.6, 0, "1"), KeyPress("0", 12.5, 12.6, 0), KeyPress("0", 80.0, 80.1, 0))
    ivr = replace(pattern.measures.ivr, prompts=(menu, again))
    assert any(segment.start < 80 for segment in pattern.timeline.of("talk")), "the last 0 is pressed while they talk"
    changed = replace(
        pattern,
        measures=replace(pattern.measures, ivr=ivr),
        timeline=replace(pattern.timeline, keys=keys),
        provenance=replace(pattern.provenance, recipe="ef" * 32, analysed_at=SUNDAY + timedelta(days=2)),
    )
    save_report(store, changed, Path("/reports/one"))
    found = {w.chosen: w for w in wordings(store, true(), PERIOD)}
    assert set(found) == {"1", None}, "the latest analysis counts alone"
    assert (found["1"].heard, found["1"].zeroed, found["1"].is_menu) == (1, 0, True)
    assert (found[None].zeroed, found[None].zero_presses, found[None].repeated, found[None].options_changed) == (
        1,
        1,
        1,
        1,
    )
    with reading(store) as session:
        kept = session.scalars(select(PromptRow.keys_pressed).order_by(PromptRow.id.desc()).limit(2)).all()
    assert list(kept) == [1, 1]


def test_quarters_go_from_the_shortest_wait_to_the_longest(store: Engine, example: ModuleType) -> None:
    for number in range(8):
        keep(store, example, f"call-{number}", SUNDAY, wait_s=10.0 * number)
    found = quarters(store, true(), PERIOD)
    assert [(q.number, q.calls, q.least_s, q.most_s) for q in found] == [
        (1, 2, 0.0, 10.0), (2, 2, 20.0, 30.0), (3, 2, 40.0, 50.0), (4, 2, 60.0, 70.0),
    ]  # fmt: skip
