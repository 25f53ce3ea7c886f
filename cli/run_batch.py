"""A run under Prefect, which costs seconds to import: commands do it late."""

from collections.abc import Sequence
from pathlib import Path

from cli.progress import watching
from cli.summary import tell
from flows.order import Order, settings_of
from flows.prefect_setup import configure_prefect


def analyse_under_prefect(paths: Sequence[Path], order: Order, *, json_log: bool = False) -> int:
    """Analyse, show how it goes, tell how it ended; the exit code."""
    settings = settings_of(order).batch
    configure_prefect(settings)
    from flows.batch import run_batch  # noqa: PLC0415 - Prefect reads its settings when it is imported

    with watching(settings, json_log=json_log) as watcher:
        outcomes = run_batch(order, paths, watcher)
    return tell(outcomes, order.out)
