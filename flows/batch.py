"""The batch: one flow a run, one task run a call, its stages as timed lines in its log. Importing this imports Prefect.

Tasks are given paths and small values, never samples: Prefect hashes and stores what it is given.
"""

import logging
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State, TaskRun
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.tasks import Task

from calls.errors import SetupBroken, TryAgain, WarmlineError
from calls.outcome import Outcome
from flows.crew import Crew, crew_of
from flows.order import Order
from flows.outcome_table import outcome_table
from flows.produce import keep_failure
from flows.progress_artifact import ProgressArtifact
from flows.ready import make_ready
from flows.run import Run, open_run
from flows.server_guard import server_guarded
from flows.share import Done, shared_out
from flows.watch import Watcher
from intake.gather import IncomingCall
from models.fetch import fetch_all

ARTIFACT = "calls"


def run_batch(order: Order, paths: Iterable[Path], watcher: Watcher) -> tuple[Outcome, ...]:
    """What became of each recording at `paths`, worked on by as many processes as the settings say.

    Raises SetupBroken or TryAgain where the run can't begin, and SetupBroken where it can't go on.
    """
    run = _run_of(order)  # before a server is started for nothing
    crew = _crew_of(order)
    try:
        fetch_all(run.settings, watcher.stage_begins)  # once, and seen, before the processes load them
        threads: TaskRunner[Any] = ThreadPoolTaskRunner(
            max_workers=crew.size
        )  # each waits for a process, or a worker of the cluster
        return analyse_batch.with_options(task_runner=threads)(order, list(paths), watcher)
    finally:
        crew.close()
        _crew_of.cache_clear()
        run.store.dispose()  # the last to leave closes SQLite's side files


@flow(name="analyse_batch", validate_parameters=False, persist_result=False)
def analyse_batch(order: Order, paths: list[Path], watcher: Watcher) -> tuple[Outcome, ...]:
    """A task run a call; a progress artifact while it goes, the table of outcomes at its end."""
    with server_guarded():
        outcomes = analyse_under_prefect(order, paths, ProgressArtifact(watcher))
    table, description = outcome_table(_run_of(order), outcomes)
    create_table_artifact(key=ARTIFACT, table=table, description=description)
    return outcomes


def analyse_under_prefect(order: Order, paths: Iterable[Path], watcher: Watcher) -> tuple[Outcome, ...]:
    """The calls at `paths` as task runs of the flow run that this is called in; settled ones need none."""
    run = _run_of(order)
    ready = make_ready(run, paths)
    watcher.gathered(ready.calls)
    batch = run.settings.batch
    task = analyse_call.with_options(retries=batch.retries, retry_delay_seconds=batch.retry_delay_s)

    def work(calls: Iterable[IncomingCall]) -> Iterator[Done]:
        futures = {task.submit(order, call): call for call in calls}
        for future in as_completed(list(futures)):
            call, outcome = futures[future], _outcome(run, futures[future], future)
            if outcome.status != "busy":
                watcher.call_ends(call, outcome)
            yield call, outcome

    return ready.outcomes + tuple(outcome for _, outcome in shared_out(run, ready.calls, work))


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
    return _crew_of(order).work(call)


@cache
def _run_of(order: Order) -> Run:
    """One run a process."""
    return open_run(order)


@cache
def _crew_of(order: Order) -> Crew:
    """One crew a run: models are loaded once and stay."""
    return crew_of(order, _run_of(order))


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
    return TryAgain(f"{call.recording.path}: its task ended ({type(error).__name__}); run again")
