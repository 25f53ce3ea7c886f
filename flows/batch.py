"""The batch: one flow a run, one task run a call, its stages as timed lines in its log. Importing this imports Prefect.

Tasks are given paths and small values, never samples: Prefect hashes and stores what it is given.
"""

import logging
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State, TaskRun
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner
from prefect.tasks import Task

from calls.errors import SetupBroken, TryAgain, WarmlineError
from calls.outcome import Outcome
from configs.settings import Settings
from flows.order import Order
from flows.produce import keep_failure, produce_report
from flows.run import Run, open_run
from flows.watch import Watcher
from intake.gather import IncomingCall, gather
from models.fetch import fetch_all

ARTIFACT = "calls"


def run_batch(order: Order, paths: Iterable[Path], watcher: Watcher) -> tuple[Outcome, ...]:
    """What became of each recording at `paths`, worked on by as many processes as the settings say.

    Raises SetupBroken or TryAgain where the run can't begin, and SetupBroken where it can't go on.
    """
    run = _run_of(order)  # before a server is started for nothing
    fetch_all(run.settings, watcher.stage_begins)  # once, and seen, before the processes load them
    try:
        return analyse_batch.with_options(task_runner=_runner(run.settings))(order, list(paths), watcher)
    finally:
        run.store.dispose()  # the last to leave closes SQLite's side files


@flow(name="analyse_batch", validate_parameters=False, persist_result=False)
def analyse_batch(order: Order, paths: list[Path], watcher: Watcher) -> tuple[Outcome, ...]:
    """A task run a call; the table of outcomes is the run's artifact."""
    run = _run_of(order)
    batch = run.settings.batch
    gathered = gather(paths, run.settings)
    watcher.gathered(gathered.calls)
    work = analyse_call.with_options(retries=batch.retries, retry_delay_seconds=batch.retry_delay_s)
    calls = {work.submit(order, call): call for call in gathered.calls}
    outcomes = list(gathered.outcomes)
    for future in as_completed(list(calls)):
        outcome = _outcome(run, calls[future], future)
        watcher.call_ends(calls[future], outcome)
        outcomes.append(outcome)
    create_table_artifact(key=ARTIFACT, table=[_row(outcome) for outcome in outcomes], description="Calls of this run")
    return tuple(outcomes)


def _may_pass(_task: Task[Any, Any], _run: TaskRun, state: State[Any]) -> bool:
    """Retry what may pass by itself; a recording that can't be read stays so."""
    return isinstance(state.result(raise_on_failure=False), TryAgain)


@task(
    name="analyse_call",
    task_run_name="{call.recording.call_id}",
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def analyse_call(order: Order, call: IncomingCall) -> Outcome:
    """One call. A failure is the task run's failure, with its sentence as the message."""
    logging.getLogger("warmline").setLevel(logging.INFO)  # a worker's process knows nothing of the command's logs
    return produce_report(_run_of(order), call)


@cache
def _run_of(order: Order) -> Run:
    """One run a process: models are loaded once in each."""
    return open_run(order)


def _runner(settings: Settings) -> TaskRunner[Any]:
    workers = settings.batch.workers or _workers(settings)
    return ThreadPoolTaskRunner(max_workers=1) if workers == 1 else ProcessPoolTaskRunner(max_workers=workers)


def _workers(settings: Settings) -> int:
    """A process a core; a GPU is one worker's."""
    return 1 if settings.compute.device == "cuda" else os.cpu_count() or 1


def _outcome(run: Run, call: IncomingCall, future: PrefectFuture[Outcome]) -> Outcome:
    found: Any = future.result(raise_on_failure=False)
    if isinstance(found, Outcome):
        return found
    if isinstance(found, SetupBroken):
        raise found  # every other call would fail of it too
    return keep_failure(run, call, _as_ours(found, call))


def _as_ours(error: object, call: IncomingCall) -> WarmlineError:
    if isinstance(error, WarmlineError):
        return error
    kind = type(error).__name__
    return TryAgain(f"{call.recording.path}: its process ended ({kind}), perhaps for want of memory; run again")


def _row(outcome: Outcome) -> dict[str, Any]:
    """A line of the run's table: ids, seconds and reasons, no words of the call."""
    headline = outcome.headline
    return {
        "call": outcome.call_id or outcome.path.name,
        "status": outcome.status,
        "duration_s": headline and round(headline.duration_s, 1),
        "hold_s": headline and round(headline.hold_s, 1),
        "ivr_s": headline and round(headline.ivr_s, 1),
        "empathy": headline and headline.empathy,
        "delivery": headline and headline.delivery,
        "seconds": round(outcome.seconds, 1),
        "stage": outcome.stage,
        "reason": outcome.reason,
    }
