"""The night: find what is new, analyse it, write the morning summary, say when it was worse than its limits."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from calls.errors import NeedsAttention
from calls.outcome import Outcome
from configs.operation_settings import NightlySettings
from flows.announce import announce
from flows.crew import crew_of
from flows.order import Order
from flows.refresh_cards import refresh_scorecards
from flows.run import Run, open_run
from flows.together import analyse_together
from flows.watch import Watcher
from intake.fields import zone
from models.fetch import fetch_all
from reports.comparison import compare
from reports.metrics import night_metrics
from reports.morning import Night, morning_markdown, worse_than_limits
from reports.morning_html import morning_html
from reports.publish import dated, publish_text
from reports.review import to_review
from store.nights import days_until
from store.review import night_calls
from store.worked import worked_since

LATEST = "morning"
KINDS = (".md", ".html")
METRICS = "warmline.prom"
"""For node_exporter's textfile collector: a link in its folder, or its folder as a bind mount."""

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
    """What `analyse` did, written down as morning.md and morning.html and under its date beside them, and announced."""
    began = datetime.now(UTC)
    outcomes = analyse()
    night = _compared(run, began, outcomes)
    pages = morning_markdown(night, run.settings.nightly), morning_html(night, run.settings.nightly)
    for kind, text in zip(KINDS, pages, strict=True):
        publish_text(dated(run.out / f"{LATEST}{kind}", night.ended), text)
        publish_text(run.out / f"{LATEST}{kind}", text)
    worked = worked_since(run.store, began)
    publish_text(run.out / METRICS, night_metrics(night, worked, run.settings.nightly))
    refresh_scorecards(run.store, run.out, run.settings.nightly.compare_days, run.settings)
    path = dated(run.out / f"{LATEST}.md", night.ended)
    counts: dict[str, object] = {**Counter(outcome.status for outcome in outcomes)}
    announce(night, run.settings)
    logger.info("night done", extra={"seconds": round((night.ended - began).total_seconds(), 1)} | counts)
    return night, path


def _compared(run: Run, began: datetime, outcomes: tuple[Outcome, ...]) -> Night:
    settings = run.settings.nightly
    days = days_until(run.store, began, settings.compare_days, zone(run.settings.metadata))
    calls = night_calls(run.store, began, settings.review_confidence)
    return Night(
        began=began,
        ended=datetime.now(UTC),
        out=run.out,
        reports=run.reports,
        outcomes=outcomes,
        comparison=compare(days, settings),
        review=to_review(calls, settings, began.isoformat()),
    )


def check_limits(night: Night, summary: Path, settings: NightlySettings) -> None:
    """Raises NeedsAttention where the night was worse than its limits."""
    if problem := worse_than_limits(night, settings):
        raise NeedsAttention(f"the night needs attention: {problem}; {summary} lists each with its reason")
