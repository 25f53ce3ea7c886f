"""`warmline demo`: the sample calls, analysed."""

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from flows.order import Order

DEMO_OUT = Path("warmline-demo")


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the reports.")] = DEMO_OUT,
) -> None:
    """Analyse the sample calls that come with Warmline, then say where the reports are."""
    from cli.run_here import analyse_here  # noqa: PLC0415 - keeps --help quick

    with resources.as_file(resources.files("samples") / "calls") as samples:
        code = analyse_here([samples], Order(out))
    for page in sorted(out.glob("*/report.html")):
        typer.echo(f"open {page.absolute().as_uri()}")
    raise typer.Exit(code)
