"""A night from the command line: with Prefect where it has a server, else without."""

import os
from collections.abc import Sequence
from pathlib import Path

from cli.progress import watching
from flows.nightly import run_night
from flows.order import Order, settings_of
from flows.prefect_setup import configure_prefect

SERVER = "PREFECT_API_URL"


def run_nightly(paths: Sequence[Path], order: Order, *, json_log: bool = False) -> Path:
    """Analyse, show how it goes; the summary's path. Raises NeedsAttention where it was worse than its limits."""
    settings = settings_of(order).batch
    with watching(settings, json_log=json_log) as watcher:
        if not os.environ.get(SERVER):
            return run_night(order, paths, watcher)
        configure_prefect(settings)
        from flows.nightly_flow import nightly_by_command  # noqa: PLC0415 - Prefect reads its settings when imported

        return nightly_by_command(order, list(paths), watcher)
