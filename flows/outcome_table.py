"""The table of a run's calls, as Prefect's pages show it: ids, seconds, reasons and links, no words of a call."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from calls.location import ObjectPath
from calls.outcome import Outcome, Status
from flows.produce import HTML_FILE
from flows.run import Run

MOST = 2000
"""Rows: a server keeps the whole table in one row of its own, and a page shows it at once."""
FIRST: tuple[Status, ...] = ("failed", "quarantined", "left", "done")
"""What a person looks for first. Calls skipped, an old folder's many, are counted only."""


def outcome_table(run: Run, outcomes: Iterable[Outcome]) -> tuple[list[dict[str, Any]], str]:
    """Rows, and a sentence that counts all outcomes, those without a row too."""
    outcomes = tuple(outcomes)
    told = sorted((o for o in outcomes if o.status in FIRST), key=lambda o: FIRST.index(o.status))
    counts = Counter(outcome.status for outcome in outcomes)
    counted = ", ".join(f"{counts[status]} {status}" for status in (*FIRST, "skipped") if counts[status]) or "no calls"
    cut = f"; the first {MOST} of {len(told)} are here" if len(told) > MOST else ""
    return [_row(run, outcome) for outcome in told[:MOST]], f"Calls of this run: {counted}{cut}"


def page_of(run: Run, outcome: Outcome) -> str | None:
    """Where the call's page opens: below `nightly.address`, else its path or its place in a bucket."""
    if outcome.folder is None:
        return None
    if address := run.settings.nightly.address:
        return f"{address.rstrip('/')}/{outcome.folder.name}/{HTML_FILE}"
    page = outcome.folder / HTML_FILE
    return str(page if isinstance(page, ObjectPath) else page.absolute())


def _row(run: Run, outcome: Outcome) -> dict[str, Any]:
    headline = outcome.headline
    return {
        "call": outcome.call_id or outcome.path.name,
        "status": outcome.status,
        "duration_s": headline and round(headline.duration_s, 1),
        "hold_s": headline and round(headline.hold_s, 1),
        "ivr_s": headline and round(headline.ivr_s, 1),
        "empathy": headline and headline.empathy,
        "delivery": headline and headline.delivery,
        "seconds": round(outcome.seconds, 1),
        "stage": outcome.stage,
        "reason": outcome.reason,
        "report": page_of(run, outcome),
    }
