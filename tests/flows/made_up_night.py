"""The nightly flow for a Prefect worker, networks made up; each worker's own work folder is in its environment."""

import os
import sys
from functools import partial
from pathlib import Path

from prefect import flow

sys.path.insert(0, str(Path(__file__).parent))
import killed_night

import flows.batch
import flows.nightly_flow
from flows.crew import crew_of
from flows.order import Order
from flows.run import Run, open_run


def opened(order: Order) -> Run:
    return killed_night.without_networks(open_run(order))


@flow(name="nightly", persist_result=False)
def nightly(paths: list[str], config: str) -> str:
    """As flows.nightly_flow.nightly."""
    flows.batch.fetch_all = lambda *_: None
    flows.batch.crew_of = partial(crew_of, produce=killed_night.produce)
    flows.batch.open_run = flows.nightly_flow.open_run = opened
    return flows.nightly_flow.nightly.fn(paths, os.environ["WORK_FOLDER"], config)
