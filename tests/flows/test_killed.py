"""Killed with kill -9 at random moments, a night in the end has every call once, and none half.

In a folder the night or one of its processes is killed; with PostgreSQL and a bucket, these two as well.
"""

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import psutil
import pytest
from buckets import keys, put
from database import Database
from s3_server import BUCKET, S3Server
from whole import FILES, assert_published_whole, assert_stored_once

from configs.settings import load_settings
from store.connect import open_store, store_url
from store.ledger import list_calls

CALLS = 40
KILLS = 25
NIGHT = Path(__file__).parent / "killed_night.py"
CONFIG = "[batch]\nworkers = 2\nquiet_s = 0\nlease_s = 2.0\npoll_s = 0.05\nretry_delay_s = 0.1\n"
NAMES = {f"call_{number:02}" for number in range(CALLS)}
LATEST_S = 0.4
"""After a call began: about the time of a call."""
END_S = 120.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "own.toml").write_text(CONFIG)
    (tmp_path / "calls").mkdir()
    for name in NAMES:
        (tmp_path / "calls" / f"{name}.wav").write_text(name)
    return tmp_path


def begun(folder: Path, calls: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(NIGHT), calls, str(folder / "out"), str(folder / "own.toml")],
        stdout=subprocess.PIPE,
    )


class Server(Protocol):
    """See s3_server and database."""

    def kill(self) -> None: ...
    def start(self) -> None: ...


@dataclass
class Night:
    """A night under way; begun again when it was the one killed."""

    folder: Path
    calls: str
    process: subprocess.Popen[bytes] | None = None

    def wait_for_a_call(self) -> None:
        """Until a call begins, other than those that began before."""
        while True:
            if self.process is None:
                self.process = begun(self.folder, self.calls)
            assert self.process.stdout
            if os.read(self.process.stdout.fileno(), 1024):
                return
            self.process.wait()
            self.process = None

    def kill(self, chance: random.Random) -> None:
        """The night itself, or one of its processes."""
        assert self.process
        family = [self.process, *psutil.Process(self.process.pid).children(recursive=True)]
        killed = chance.choice(family)
        killed.kill()
        if killed is self.process:
            self.end()

    def end(self) -> None:
        """Kill it, whatever it is at."""
        if self.process and self.process.stdout:
            self.process.kill()
            self.process.stdout.close()
            self.process.wait()
        self.process = None


def published(folder: Path) -> dict[str, datetime]:
    """When each call that is done was done."""
    settings = load_settings(folder / "own.toml").store
    store = open_store(store_url(settings, folder / "out"), settings)
    done = {call.call_id: call.analysed_at for call in list_calls(store)}
    store.dispose()
    return done


def killed_25_times(folder: Path, calls: str, others: tuple[Server, ...] = ()) -> None:
    """Then a night that nobody kills."""
    chance = random.Random(6)
    night = Night(folder, calls)
    earlier: dict[str, datetime] = {}
    for _ in range(KILLS):
        night.wait_for_a_call()
        time.sleep(chance.uniform(0.0, LATEST_S))
        victim = chance.choice((night, night, *others))
        if isinstance(victim, Night):
            victim.kill(chance)
        else:
            victim.kill()
            victim.start()
        now = published(folder)
        assert {name: now.get(name) for name in earlier} == earlier, "what is done stays done, and is not done again"
        earlier = now
    night.end()
    assert 0 < len(published(folder)) < CALLS, "the kills came in the midst of the work"
    assert begun(folder, calls).wait(timeout=END_S) == 0
    assert_stored_once(folder, NAMES)


@pytest.mark.slow
def test_killed_at_25_random_moments_every_call_is_there_once_and_none_half(folder: Path) -> None:
    killed_25_times(folder, str(folder / "calls"))
    assert_published_whole(folder, NAMES)


@pytest.mark.slow
def test_the_same_with_a_database_and_a_bucket_that_are_killed_too(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, bucket = Database(tmp_path_factory.mktemp("postgres")), S3Server(tmp_path_factory.mktemp("s3"))
    bucket.start()
    for name, value in bucket.environment.items():
        monkeypatch.setenv(name, value)
    for name in NAMES:
        put(f"calls/{name}.wav", name)
    with (folder / "own.toml").open("a") as config:
        config.write(f"[store]\nurl = '{database.url}'\n[report]\nfolder = 's3://{BUCKET}/reports'\n")
    monkeypatch.setenv("CALL_S", "0.4")
    killed_25_times(folder, f"s3://{BUCKET}/calls", (database, bucket))
    assert keys("reports") == {f"reports/{name}/{file}" for name in NAMES for file in FILES}
    bucket.stop()
    database.end()
