"""How a run ended: a line a call, then what failed and what to do, then the exit code."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import typer

from calls.outcome import Outcome, Status
from cli.logs import say

SOME_FAILED = 1
SAID: dict[Status, str] = {
    "done": "analysed",
    "skipped": "skipped",
    "failed": "failed",
    "quarantined": "quarantined",
    "left": "left for the next run",
}
ALWAYS_SAID = ("done", "skipped", "failed")


def tell(outcomes: Sequence[Outcome], out: Path) -> int:
    """Print the outcomes, failures to stderr. 0 when every recording has its report or is left, else 1."""
    by_status = {status: [o for o in outcomes if o.status == status] for status in SAID}
    for outcome in by_status["done"]:
        typer.echo(outcome.line)
    for outcome in by_status["skipped"]:
        typer.echo(_skipped(outcome))
    for status in ("left", "quarantined", "failed"):
        for outcome in by_status[status]:
            say(f"{status}: {outcome.reason}", call_id=outcome.call_id)
    typer.echo(f"{counted(outcomes)}; reports in {out}")
    if by_status["quarantined"]:
        typer.echo(
            "quarantined recordings are tried again with --retry-failed, and after a change of settings or version"
        )
    return SOME_FAILED if by_status["failed"] or by_status["quarantined"] else 0


def counted(outcomes: Sequence[Outcome]) -> str:
    """'3 analysed, 1 skipped, 0 failed', and quarantined and left where there are any."""
    counts = Counter(outcome.status for outcome in outcomes)
    return ", ".join(
        f"{counts[status]} {word}" for status, word in SAID.items() if counts[status] or status in ALWAYS_SAID
    )


def _skipped(outcome: Outcome) -> str:
    return f"{outcome.call_id}: {outcome.reason}" if outcome.call_id else str(outcome.reason)
