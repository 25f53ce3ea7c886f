"""Killed with kill -9 at random moments, a night in the end has every call once, and none half."""

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psutil
import pytest
from whole import assert_published_whole, assert_stored_once

from configs.settings import load_settings
from store.connect import open_store, store_url
from store.ledger import list_calls

CALLS = 40
KILLS = 25
NIGHT = Path(__file__).parent / "killed_night.py"
CONFIG = "[batch]\nworkers = 2\nquiet_s = 0\nlease_s = 2.0\npoll_s = 0.05\nretry_delay_s = 0.1\n"
LATEST_S = 0.4
"""After a call began: about the time of a call."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("night")
    (made / "own.toml").write_text(CONFIG)
    (made / "calls").mkdir()
    for number in range(CALLS):
        (made / "calls" / f"call_{number:02}.wav").write_text(str(number))
    return made


def begun(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(NIGHT), str(folder / "calls"), str(folder / "out"), str(folder / "own.toml")],
        stdout=subprocess.PIPE,
    )


@dataclass
class Night:
    """A night under way; begun again when it was the one killed."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def wait_for_a_call(self) -> None:
        """Until a call begins, other than those that began before."""
        while True:
            if self.process is None:
                self.process = begun(self.folder)
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
    store = open_store(store_url(load_settings().store, folder / "out"), load_settings().store)
    done = {call.call_id: call.analysed_at for call in list_calls(store)}
    store.dispose()
    return done


@pytest.mark.slow
def test_killed_at_25_random_moments_every_call_is_there_once_and_none_half(folder: Path) -> None:
    chance = random.Random(6)
    night = Night(folder)
    earlier: dict[str, datetime] = {}
    for _ in range(KILLS):
        night.wait_for_a_call()
        time.sleep(chance.uniform(0.0, LATEST_S))
        night.kill(chance)
        now = published(folder)
        assert {name: now.get(name) for name in earlier} == earlier, "what is done stays done, and is not done again"
        earlier = now
    night.end()
    assert 0 < len(published(folder)) < CALLS, "the kills came in the midst of the work"
    assert begun(folder).wait(timeout=60) == 0
    names = {f"call_{number:02}" for number in range(CALLS)}
    assert_published_whole(folder, names)
    assert_stored_once(folder, names)
