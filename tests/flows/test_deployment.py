"""prefect.yaml on a real server: the schedule makes runs, and a worker carries one out."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

ROOT = Path(__file__).parents[2]
PORT = 4287
API = f"http://127.0.0.1:{PORT}/api"
START_S = 240.0
"""Prefect's server takes 5 to 15 s to start, more on a busy machine."""


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a server that is up; its scheduler looks every second."""
    environment = os.environ | {
        "PREFECT_HOME": str(tmp_path_factory.mktemp("prefect")),
        "PREFECT_API_URL": API,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "1",
        "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    server = subprocess.Popen(
        ["prefect", "server", "start", "--port", str(PORT)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: asked("GET", "/health") is True)
    yield environment
    server.terminate()
    server.wait(timeout=30)


def asked(method: str, path: str, **body: Any) -> Any:
    try:
        return httpx.request(method, API + path, json=body or None, timeout=10).json()
    except httpx.TransportError:
        return None


def wait_until(happens: Any) -> Any:
    deadline = time.monotonic() + START_S
    while not (found := happens()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.5)
    return found


def order(environment: dict[str, str], *arguments: str) -> None:
    command = ["prefect", *arguments]
    done = subprocess.run(command, check=False, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_schedule_makes_runs_and_a_worker_carries_one_out(prefect: dict[str, str], tmp_path: Path) -> None:
    order(prefect, "work-pool", "create", "warmline", "--type", "process")
    order(prefect, "--no-prompt", "deploy", "--all")
    deployment = asked("GET", "/deployments/name/nightly/every-night")
    assert deployment["tags"] == ["warmline", "nightly"]
    assert deployment["work_pool_name"] == "warmline"
    assert deployment["global_concurrency_limit"]["limit"] == 1

    def scheduled() -> Any:
        states, flow = {"state": {"type": {"any_": ["SCHEDULED"]}}}, {"name": {"any_": ["nightly"]}}
        return asked("POST", "/flow_runs/filter", flow_runs=states, flows=flow)

    runs = wait_until(scheduled)
    assert len(runs) >= 3
    local = {_local(run["expected_start_time"]) for run in runs}
    assert local == {"02:00 Europe/Madrid"}, "also across the change of the clocks"

    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "spoilt.wav").write_bytes(b"")
    os.utime(tmp_path / "calls" / "spoilt.wav", (1.0, 1.0))
    run = asked(
        "POST",
        f"/deployments/{deployment['id']}/create_flow_run",
        parameters={"paths": [str(tmp_path / "calls")], "out": str(tmp_path / "out")},
    )
    order(prefect, "worker", "start", "--pool", "warmline", "--run-once")
    wait_until(lambda: asked("GET", f"/flow_runs/{run['id']}")["state_type"] in ("FAILED", "COMPLETED", "CRASHED"))
    state = asked("GET", f"/flow_runs/{run['id']}")["state"]
    assert state["type"] == "FAILED"
    assert "1 of 1 recordings failed, more than 5%" in state["message"]
    assert "the file is empty" in (tmp_path / "out" / "morning.md").read_text()
    artifacts = asked("POST", "/artifacts/filter", artifacts={"key": {"any_": ["morning"]}})
    assert "the file is empty" in artifacts[0]["data"]

    page = asked("POST", "/artifacts/filter", artifacts={"key": {"any_": ["morning-page"]}})
    assert (tmp_path / "out" / "morning.html").as_uri() in page[0]["data"]

    request = asked("GET", "/deployments/name/analyse_call/on-request")
    assert request["schedules"] == []
    wanted = {"path": str(tmp_path / "calls" / "spoilt.wav"), "out": str(tmp_path / "out")}
    run = asked("POST", f"/deployments/{request['id']}/create_flow_run", parameters=wanted)
    order(prefect, "worker", "start", "--pool", "warmline", "--run-once")
    wait_until(lambda: asked("GET", f"/flow_runs/{run['id']}")["state_type"] in ("FAILED", "COMPLETED", "CRASHED"))
    assert "the file is empty" in asked("GET", f"/flow_runs/{run['id']}")["state"]["message"]

    cards = asked("GET", "/deployments/name/scorecards/every-morning")
    run = asked("POST", f"/deployments/{cards['id']}/create_flow_run", parameters={"out": str(tmp_path / "out")})
    order(prefect, "worker", "start", "--pool", "warmline", "--run-once")
    wait_until(lambda: asked("GET", f"/flow_runs/{run['id']}")["state_type"] in ("FAILED", "COMPLETED", "CRASHED"))
    assert asked("GET", f"/flow_runs/{run['id']}")["state_type"] == "COMPLETED"
    assert (tmp_path / "out" / "scorecards.json").read_text() == "[]"

    retention = asked("GET", "/deployments/name/retention/every-day")
    assert retention["tags"] == ["warmline", "retention"]
    run = asked("POST", f"/deployments/{retention['id']}/create_flow_run", parameters={"out": str(tmp_path / "out")})
    order(prefect, "worker", "start", "--pool", "warmline", "--run-once")
    wait_until(lambda: asked("GET", f"/flow_runs/{run['id']}")["state_type"] in ("FAILED", "COMPLETED", "CRASHED"))
    assert asked("GET", f"/flow_runs/{run['id']}")["state_type"] == "COMPLETED"
    artifacts = asked("POST", "/artifacts/filter", artifacts={"key": {"any_": ["retention"]}})
    assert "Deleted of 0 calls and summaries" in artifacts[0]["data"], "the settings keep all for ever"


def _local(time_text: str) -> str:
    when = datetime.fromisoformat(time_text.replace("Z", "+00:00")).astimezone(ZoneInfo("Europe/Madrid"))
    return f"{when:%H:%M} Europe/Madrid"
