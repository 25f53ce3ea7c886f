"""Prefect's embedded server ends with the run that started it, even where that run is killed.

Prefect ends it when Python exits, which kill -9 leaves no time for: the server would stay until the machine restarts.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

SERVER = "prefect.server.api.server:create_app"
"""In the command line of Prefect's server."""
GUARD = 'read -r _; kill "$@"'
"""Reads the end of its input when the process that holds the other end is gone, however it went."""


@contextmanager
def server_guarded() -> Iterator[None]:
    """Servers that this process has started by now live no longer than it does. Does nothing where there are none."""
    servers = [str(child.pid) for child in psutil.Process().children(recursive=True) if _is_server(child)]
    if not servers:
        yield
        return
    # A session of its own: Ctrl-C on the terminal is not for it.
    guard = subprocess.Popen(["sh", "-c", GUARD, "guard", *servers], stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield
    finally:
        guard.kill()  # Prefect itself ends the server now
        guard.communicate()


def _is_server(process: psutil.Process) -> bool:
    try:
        return SERVER in process.cmdline()
    except psutil.Error:
        return False
