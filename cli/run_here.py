"""A run in this process. Importing this brings in the networks' libraries: commands do it late."""

from collections.abc import Sequence
from pathlib import Path

from cli.progress import watching
from cli.summary import tell
from flows.one_by_one import analyse_paths
from flows.order import Order
from flows.run import open_run


def analyse_here(paths: Sequence[Path], order: Order, *, json_log: bool = False) -> int:
    """Analyse, show how it goes, tell how it ended; the exit code."""
    run = open_run(order)
    with watching(run.settings.batch, json_log=json_log) as watcher:
        outcomes = analyse_paths(run, paths, watcher)
    return tell(outcomes, order.out)
