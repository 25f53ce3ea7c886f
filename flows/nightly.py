"""The night: find what is new, analyse it, write the morning summary, say when it was worse than its limits."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from calls.errors import NeedsAttention
from calls.outcome import Outcome
from configs.operation_settings import NightlySettings
from flows.crew import crew_of
from flows.order import Order
from flows.run import Run, open_run
from flows.together import analyse_together
from flows.watch import Watcher
from models.fetch import fetch_all
from reports.morning import Night, morning_markdown, worse_than_limits
from reports.publish import publish_text
from store.averages import averages

LATEST = "morning.md"

logger = logging.getLogger("warmline.night")

Analyse = Callable[[], tuple[Outcome, ...]]


def run_night(order: Order, paths: Iterable[Path], watcher: Watcher) -> Path:
    """The night in processes of our own, without a server; its summary's path.

    Raises SetupBroken or TryAgain where it can't begin or go on, NeedsAttention where it was worse than its limits.
    """
    run = open_run(order)
    try:
        fetch_all(run.settings, watcher.stage_begins)  # once, and seen, before the processes load them
        night, summary = summed_up(run, lambda: analyse_together(run, paths, watcher, crew_of(order, run)))
    finally:
        run.store.dispose()
    check_limits(night, summary, run.settings.nightly)
    return summary


def summed_up(run: Run, analyse: Analyse) -> tuple[Night, Path]:
    """What `analyse` did, written down as morning.md and under its date beside it."""
    began = datetime.now(UTC)
    outcomes = analyse()
    before = averages(run.store, began - timedelta(days=run.settings.nightly.compare_days), began)
    night = Night(began, datetime.now(UTC), run.out, outcomes, before)
    text = morning_markdown(night, run.settings.nightly)
    path = publish_text(run.out / f"morning-{night.ended:%Y-%m-%dT%H%M%SZ}.md", text)
    publish_text(run.out / LATEST, text)
    counts: dict[str, object] = {**Counter(outcome.status for outcome in outcomes)}
    logger.info("night done", extra={"seconds": round((night.ended - began).total_seconds(), 1)} | counts)
    return night, path


def check_limits(night: Night, summary: Path, settings: NightlySettings) -> None:
    """Raises NeedsAttention where the night was worse than its limits."""
    if problem := worse_than_limits(night, settings):
        raise NeedsAttention(f"the night needs attention: {problem}; {summary} lists each with its reason")
