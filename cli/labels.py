"""`warmline labels`: reviewers' verdicts from the desk, as `warmline calibrate` reads them."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import DEFAULT_OUT, Config, Out

To = Annotated[Path | None, typer.Option("--to", help="Write to this file instead of stdout.", metavar="LABELS.csv")]


def labels(out: Out = DEFAULT_OUT, config: Config = None, to: To = None) -> None:
    """Reviewers' verdicts given at the desk, a line each, for `warmline calibrate`."""
    from sqlalchemy import true  # noqa: PLC0415 - keeps --help quick

    from calibration.from_desk import as_csv  # noqa: PLC0415
    from configs.settings import load_settings  # noqa: PLC0415
    from reports.publish import publish_text  # noqa: PLC0415
    from store.connect import open_store, store_url  # noqa: PLC0415
    from store.verdicts import all_verdicts  # noqa: PLC0415

    settings = load_settings(config)
    found = all_verdicts(open_store(store_url(settings.store, out), settings.store), true())
    table = as_csv(found)
    if to is None:
        typer.echo(table, nl=False)
    else:
        publish_text(to, table)
        typer.echo(f"{to}: {table.count(chr(10)) - 1} verdicts", err=True)
