"""`warmline health`: whether the next night would go well."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli.options import DEFAULT_OUT, Config, Out
from flows.order import Order

Sources = Annotated[list[Path] | None, typer.Argument(help="What the night reads: folders, s3://BUCKET/PREFIX.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")]


def health(paths: Sources = None, out: Out = DEFAULT_OUT, config: Config = None, as_json: Json = False) -> None:
    """Look at store, last night, models, disk and sources; exit code 5 where something is wrong."""
    from flows.health import check_health  # noqa: PLC0415 - keeps --help quick

    checks = tuple(check_health(Order(out, config), paths or ()))
    well = not any(check.problem for check in checks)
    if as_json:
        typer.echo(json.dumps({"well": well, "checks": [asdict(check) for check in checks]}, indent=1))
    else:
        for check in checks:
            typer.echo(f"{'WRONG' if check.problem else 'well'}  {check.name}: {check.found}")
            if check.problem:
                typer.echo(f"       {check.problem}")
    raise typer.Exit(0 if well else 5)
