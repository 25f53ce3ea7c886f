"""`warmline retention`: deletes what the settings keep no longer."""

from typing import Annotated

import typer

from cli.options import DEFAULT_OUT, Config, JsonLog, Out
from flows.order import Order

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be deleted; delete nothing.")]


def retention(
    out: Out = DEFAULT_OUT, config: Config = None, dry_run: DryRun = False, json_log: JsonLog = False
) -> None:
    """Delete sound, reports and rows that are older than [retention] keeps them; exit code 1 if some could not be."""
    from cli.logs import log_as_json, say  # noqa: PLC0415 - keeps --help quick
    from flows.retention import retain  # noqa: PLC0415

    if json_log:
        log_as_json()
    verb, calls, problems = ("would delete" if dry_run else "deleted"), 0, 0
    for removal in retain(Order(out, config), dry_run=dry_run):
        calls += bool(removal.parts)
        if removal.parts:
            typer.echo(f"{removal.call_id}: {verb} {', '.join(removal.parts)}")
        if removal.problem:
            problems += 1
            say(f"{removal.call_id}: not deleted: {removal.problem}", call_id=removal.call_id)
    typer.echo(f"{verb}: {calls} calls and summaries" + (f"; {problems} could not be" if problems else ""))
    if problems:
        raise typer.Exit(1)
