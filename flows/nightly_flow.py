"""The night as a Prefect flow, which prefect.yaml deploys. Importing this imports Prefect."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from prefect import flow
from prefect.artifacts import create_link_artifact, create_markdown_artifact

from calls.location import ObjectPath
from flows.batch import run_batch
from flows.nightly import check_limits, summed_up
from flows.order import Order
from flows.run import Run, open_run
from flows.watch import Quiet, Watcher
from reports.morning import Night, morning_markdown

ARTIFACT, PAGE = "morning", "morning-page"


@flow(name="nightly", persist_result=False)
def nightly(paths: list[str], out: str, config: str | None = None, retry_failed: bool = False) -> str:
    """Analyse what is new at `paths` into the folder `out`; the morning summary is the run's artifact and its file.

    Small plain parameters: they are filled in on Prefect's pages. Fails where the night is worse than its limits.
    """
    order = Order(Path(out), Path(config) if config else None, quarantine=not retry_failed)
    return str(night_under_prefect(order, [Path(path) for path in paths], Quiet()))


@flow(name="nightly", validate_parameters=False, persist_result=False)
def nightly_by_command(order: Order, paths: list[Path], watcher: Watcher) -> Path:
    """The same, started by `warmline nightly`, which shows how it goes."""
    return night_under_prefect(order, paths, watcher)


def night_under_prefect(order: Order, paths: Sequence[Path], watcher: Watcher) -> Path:
    """The summary's path; the calls are task runs of a flow run inside. Raises as run_night, and NeedsAttention."""
    run = open_run(order)
    night, summary = summed_up(run, lambda: run_batch(order, paths, watcher))
    create_markdown_artifact(key=ARTIFACT, markdown=_for_prefect(night, run), description="The morning summary")
    create_link_artifact(_address(run.out, run) + "/morning.html", "The morning summary as a page", key=PAGE)
    check_limits(night, summary, run.settings.nightly)
    return summary


def _for_prefect(night: Night, run: Run) -> str:
    """The summary with whole links: relative ones would lead to Prefect's own pages."""
    settings = run.settings.nightly
    if not isinstance(run.reports, ObjectPath):
        settings = replace(settings, address=_address(run.reports, run))
    return morning_markdown(night, settings)


def _address(folder: Path, run: Run) -> str:
    """Where people open it, or its place on this machine."""
    return run.settings.nightly.address.rstrip("/") or folder.absolute().as_uri()
