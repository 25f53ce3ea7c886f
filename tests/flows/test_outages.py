"""Disk full, database killed, bucket away: the next night finishes the rest, every call once and none half."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from buckets import keys, put
from database import Database
from s3_server import BUCKET, S3Server
from whole import FILES, assert_published_whole, assert_stored_once

CALLS = 30
NAMES = {f"call_{number:02}" for number in range(CALLS)}
NIGHT = Path(__file__).parent / "killed_night.py"
CONFIG = "[batch]\nworkers = 2\nquiet_s = 0\nlease_s = 3.0\npoll_s = 0.05\nretries = 1\nretry_delay_s = 0.1\n"
END_S = 120.0
QUOTA = 1_000_000
"""Bytes of a file: room for the store without calls, and for some."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "own.toml").write_text(CONFIG)
    (tmp_path / "calls").mkdir()
    for number in range(CALLS):
        (tmp_path / "calls" / f"call_{number:02}.wav").write_text(str(number))
    return tmp_path


def begun(folder: Path, calls: str | None = None, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
    """A night whose calls are dots on its stdout."""
    command = [
        sys.executable,
        str(NIGHT),
        calls or str(folder / "calls"),
        str(folder / "out"),
        str(folder / "own.toml"),
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=before)  # noqa: PLW1509


def wait_for_calls(night: subprocess.Popen[bytes], count: int) -> None:
    assert night.stdout
    assert len(night.stdout.read(count)) == count, "it ended before"


def ended(night: subprocess.Popen[bytes]) -> int:
    night.communicate(timeout=END_S)
    return night.returncode


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = Database(tmp_path_factory.mktemp("postgres"))
    yield made
    made.end()


@pytest.mark.slow
@pytest.mark.parametrize("patience_s", [1, 60])
def test_database_killed_in_the_middle_and_back_again(folder: Path, database: Database, patience_s: int) -> None:
    """Back before the night's patience is over, it goes on; else it ends, and the next one does the rest."""
    with (folder / "own.toml").open("a") as config:
        config.write(f"[store]\nurl = '{database.url}'\npatience_s = {patience_s}\n")
    night = begun(folder)
    wait_for_calls(night, 5)
    database.kill()
    if patience_s > 10:
        time.sleep(5)
        database.start()
        assert ended(night) == 0
    else:
        assert ended(night) != 0, "the database stays away until the night has ended"
        assert len(list((folder / "out").glob("call_*"))) < CALLS
        database.start()
        assert ended(begun(folder)) == 0
    assert_published_whole(folder, NAMES)
    assert_stored_once(folder, NAMES)


@pytest.mark.slow
def test_bucket_away_for_some_seconds(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = S3Server(tmp_path_factory.mktemp("s3"))
    server.start()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    for number in range(CALLS):
        put(f"calls/call_{number:02}.wav", str(number))
    with (folder / "own.toml").open("a") as config:
        config.write(f"[buckets]\npatience_s = 0.5\n[report]\nfolder = 's3://{BUCKET}/reports'\n")
    night = begun(folder, f"s3://{BUCKET}/calls")
    wait_for_calls(night, 5)
    server.stop()
    assert ended(night) != 0
    server.start()
    done = {key for key in keys("reports") if key.endswith(".json")}
    assert len(done) < CALLS

    assert ended(begun(folder, f"s3://{BUCKET}/calls")) == 0
    assert keys("reports") == {f"reports/{name}/{file}" for name in NAMES for file in FILES}
    assert_stored_once(folder, NAMES)
    server.stop()


@pytest.mark.slow
def test_files_that_may_not_grow(folder: Path) -> None:
    """What a quota does, for any user: here the store's files reach it."""
    limited = begun(folder, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (QUOTA, QUOTA)))
    assert ended(limited) != 0
    assert 0 < len(list((folder / "out").glob("call_*"))) < CALLS
    assert ended(begun(folder)) == 0
    assert_published_whole(folder, NAMES)
    assert_stored_once(folder, NAMES)


@pytest.mark.slow
def test_disk_full(folder: Path) -> None:
    """A small disk of its own, which only root can mount."""
    (folder / "out").mkdir()
    if os.geteuid() != 0 or not shutil.which("mount") or mounted("size=900k", folder) != 0:
        pytest.skip("needs the right to mount a file system")
    try:
        assert ended(begun(folder)) != 0
        assert 0 < len(list((folder / "out").glob("call_*"))) < CALLS
        assert mounted("remount,size=50m", folder) == 0
        assert ended(begun(folder)) == 0
        assert_published_whole(folder, NAMES)
        assert_stored_once(folder, NAMES)
    finally:
        subprocess.run(["umount", "-l", str(folder / "out")], check=True)


def mounted(options: str, folder: Path) -> int:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder / "out")]
    return subprocess.run(command, check=False, capture_output=True).returncode
