"""Prefect workers on machines of their own, sharing a PostgreSQL and an S3 server over a network. Linux, and root.

    export PYTHONPATH=.:tests/flows
    python benchmarks/two_machines.py 1                      # calls that only wait, 1 s each: what sharing them costs
    python benchmarks/two_machines.py 2
    python benchmarks/two_machines.py 2 --real FOLDER        # the recordings in FOLDER, by the networks, a thread each
    python benchmarks/two_machines.py 2 --unplug 60          # the first machine's network cable is out for a minute

Each machine has its own network card, disk, host name and processes (benchmarks/machines), and shares the cores of
this computer with the other. Prints calls an hour once all are at work, then looks whether each call was done once.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from machines.machine import SERVERS, WORK, Machine, servers_address
from machines.servers import asked, ordered_of_prefect, postgres, prefect, wait_until
from s3_server import BUCKET, S3Server
from sqlalchemy import func, make_url, select

from configs.settings import load_settings
from store.connect import open_store, reading
from store.tables import AnalysisRow, ClaimRow, FailureRow

ROOT = Path(__file__).parents[1]
CALLS = 60
AT_WORK_S = 0.9
"""A task run that took less found its call done, or in work elsewhere."""
OVER = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
END_S = 3600.0
CONFIG = """
[batch]
quiet_s = 0
workers = 1
[compute]
threads = 1
[store]
url = '{url}'
[report]
folder = 's3://{bucket}/reports'
"""


def recordings(real: Path | None) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of what is put into the bucket; made-up ones are decoded by nobody."""
    if real:
        yield from ((path.name, path.read_bytes()) for path in sorted(real.iterdir()) if path.is_file())
    else:
        yield from ((f"call{number:03}.wav", str(number).encode()) for number in range(CALLS))


def deployed(environment: dict[str, str], *, real: bool) -> tuple[str, dict[str, Any]]:
    """Id of the nightly flow's deployment, and its parameters: its own code, or that of the tests, networks made up."""
    entrypoint, cwd = ("flows/nightly_flow.py", ROOT) if real else ("made_up_night.py", ROOT / "tests" / "flows")
    deploy = ["--no-prompt", "deploy", f"{entrypoint}:nightly", "--name", "pair", "--pool", "pair"]
    ordered_of_prefect(environment, *deploy, cwd=cwd)
    parameters = {"paths": [f"s3://{BUCKET}/calls"], "config": str(WORK / "mine.toml")}
    own = {"out": str(WORK / "out")} if real else {}
    return asked("GET", "/deployments/name/nightly/pair")["id"], parameters | own


def ends(run: str) -> list[float]:
    """When the calls that a flow run did itself ended, in order."""
    inside = asked("POST", "/flow_runs/filter", flow_runs={"parent_flow_run_id": {"any_": [run]}}) or []
    of = {"id": {"any_": [run, *(each["id"] for each in inside)]}}
    found, offset = [], 0
    while page := asked("POST", "/task_runs/filter", flow_runs=of, offset=offset, sort="END_TIME_DESC"):
        found += [task for task in page if task["end_time"] and task["total_run_time"] > AT_WORK_S]
        offset += len(page)
    return sorted(datetime.fromisoformat(task["end_time"].replace("Z", "+00:00")).timestamp() for task in found)


def rate(runs: list[list[float]]) -> float:
    """Calls an hour while all were at work: from the last one's first call to the first one's last."""
    begin, end = max(run[0] for run in runs), min(run[-1] for run in runs)
    return 3600 * sum(begin < ended <= end for run in runs for ended in run) / (end - begin)


def unplugged(machine: Machine, seconds: float, url: str) -> None:
    """Once the night is well under way."""
    wait_until(lambda: analyses(url)[0] >= 5, END_S)
    machine.unplug()
    print(f"{machine.name}: unplugged, {analyses(url)[0]} calls done", flush=True)
    time.sleep(seconds)
    machine.plug()
    print(f"{machine.name}: plugged in again after {seconds:.0f} s, {analyses(url)[0]} calls done", flush=True)


def analyses(url: str) -> tuple[int, int, int, int]:
    """Analyses, different recordings among them, failures and claims in the store."""
    engine = open_store(make_url(url), load_settings().store)
    with reading(engine) as session:
        found = [
            session.scalar(select(count))
            for count in (
                func.count(AnalysisRow.id),
                func.count(AnalysisRow.recording_id.distinct()),
                func.count(FailureRow.id),
                func.count(ClaimRow.sha256),
            )
        ]
    engine.dispose()
    analysed, different, failures, claims = (int(value or 0) for value in found)
    return analysed, different, failures, claims


def night(machines: list[Machine], environment: dict[str, str], url: str, args: argparse.Namespace) -> list[str]:
    """The flow runs, over; their ids."""
    deployment, parameters = deployed(environment, real=bool(args.real))
    runs = [asked("POST", f"/deployments/{deployment}/create_flow_run", parameters=parameters)["id"] for _ in machines]
    begin = time.monotonic()
    if args.unplug:
        unplugged(machines[0], args.unplug, url)
    wait_until(lambda: all(asked("GET", f"/flow_runs/{run}")["state_type"] in OVER for run in runs), END_S)
    for run in runs:
        state = asked("GET", f"/flow_runs/{run}")["state"]
        print(f"flow run: {state['type']} after {time.monotonic() - begin:.0f} s. {state['message'] or ''}".strip())
    return runs


def main() -> None:
    """Set up, run, look."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("machines", type=int)
    wanted.add_argument("--real", type=Path)
    wanted.add_argument("--unplug", type=float, metavar="SECONDS")
    args = wanted.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # PostgreSQL has a user of its own
        servers_address()
        url = postgres(stack, folder)
        s3 = S3Server(folder / "s3", SERVERS)
        s3.start()
        stack.callback(s3.stop)
        os.environ.update(s3.environment)
        from buckets import put  # noqa: PLC0415 - by the environment

        names = [name for name, content in recordings(args.real) if put(f"calls/{name}", content) is None]
        calls = [name for name in names if Path(name).suffix != ".json"]
        environment = prefect(stack, folder) | {
            "PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'flows'}", "WORK_FOLDER": str(WORK / "out"), "CALL_S": "1",
        }  # fmt: skip
        machines = [Machine(number + 1, folder / f"machine{number + 1}") for number in range(args.machines)]
        for machine in machines:
            stack.callback(machine.remove)
            (machine.folder / "mine.toml").write_text(CONFIG.format(url=url, bucket=BUCKET))
            worker = machine.begin(["prefect", "worker", "start", "--pool", "pair", "--limit", "1"], environment)
            stack.callback(worker.wait)
            stack.callback(worker.kill)
        done = [ends(run) for run in night(machines, environment, url, args)]
        told(done, len(calls), url, args)


def told(done: list[list[float]], calls: int, url: str, args: argparse.Namespace) -> None:
    """The figures. Exits with 1 where a call was done twice or not at all."""
    shares = " and ".join(str(len(run)) for run in done)
    if not all(done):
        print(f"shares {shares}: no rate where one did nothing")
    elif not args.unplug:
        print(f"{args.machines} machine(s): {rate(done):.0f} calls an hour, shares {shares}")
    analysed, different, failures, claims = analyses(url)
    print(
        f"{calls} recordings at {SERVERS}: {analysed} analyses of {different}, {failures} failed, {claims} claims left"
    )
    if (analysed, different) != (calls, calls):
        sys.exit("every call once was expected")


if __name__ == "__main__":
    main()
