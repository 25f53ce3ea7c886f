"""One recording now, as a Prefect flow that a telephone system or a person starts. Importing this imports Prefect."""

from pathlib import Path

from prefect import flow

from calls.errors import NeedsAttention
from flows.batch import run_batch
from flows.order import Order
from flows.watch import Quiet


@flow(name="analyse_call", persist_result=False)
def analyse_call(path: str, out: str, config: str | None = None, again: bool = False) -> str:
    """Analyse the recording at `path` (a file, or s3://BUCKET/KEY) by the same claims, limits and retries as a night's.

    Where its report is. Fails with the recording's reason; one still being written fails too, and can be asked again.
    """
    order = Order(Path(out), Path(config) if config else None, again=again)
    outcomes = run_batch(order, [Path(path)], Quiet())
    for outcome in outcomes:
        if outcome.folder is None:
            raise NeedsAttention(str(outcome.reason))
    return ", ".join(str(outcome.folder) for outcome in outcomes)
