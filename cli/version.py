"""`warmline version`."""

from importlib.metadata import version as installed

import typer


def version() -> None:
    """Say which version this is."""
    typer.echo(f"warmline {installed('warmline')}")
