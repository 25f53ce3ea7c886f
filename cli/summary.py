"""How a run ended: a line a call, then what failed and what to do, then the exit code."""

from collections.abc import Sequence
from pathlib import Path

import typer

from calls.outcome import Outcome

SOME_FAILED = 1


def tell(outcomes: Sequence[Outcome], out: Path) -> int:
    """Print the outcomes, failures to stderr. 0 when every recording has its report, 1 when some have not."""
    done = [outcome for outcome in outcomes if outcome.status == "done"]
    skipped = [outcome for outcome in outcomes if outcome.status == "skipped"]
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    for outcome in done:
        typer.echo(outcome.line)
    for outcome in skipped:
        typer.echo(_skipped(outcome))
    for outcome in failed:
        typer.echo(f"failed: {outcome.reason}", err=True)
    typer.echo(f"{len(done)} analysed, {len(skipped)} skipped, {len(failed)} failed; reports in {out}")
    return SOME_FAILED if failed else 0


def _skipped(outcome: Outcome) -> str:
    return f"{outcome.call_id}: {outcome.reason}" if outcome.call_id else str(outcome.reason)
