"""A batch killed with kill -9 leaves no server of Prefect's behind."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

BATCH = """
import sys
from pathlib import Path
sys.path.insert(0, {here!r})
from configs.settings import load_settings
from flows.prefect_setup import configure_prefect
configure_prefect(load_settings().batch)
import killed_night
from functools import partial
from flows import batch
from flows.crew import crew_of
from flows.order import Order
from flows.watch import Quiet
batch.fetch_all = lambda *_: None
batch.crew_of = partial(crew_of, produce=killed_night.produce)
if __name__ == "__main__":
    batch.run_batch(Order(Path({out!r}), Path({config!r})), [Path({calls!r})], Quiet())
"""


@pytest.mark.slow
def test_a_killed_batch_takes_its_server_with_it(tmp_path: Path) -> None:
    (tmp_path / "calls").mkdir()
    for number in range(200):
        (tmp_path / "calls" / f"call_{number:03}.wav").write_text(str(number))
    (tmp_path / "own.toml").write_text("[batch]\nworkers = 1\nquiet_s = 0\n")
    script = tmp_path / "batch.py"
    names = {name: str(tmp_path / file) for name, file in (("calls", "calls"), ("out", "out"), ("config", "own.toml"))}
    script.write_text(BATCH.format(here=str(Path(__file__).parent), **names))
    batch = subprocess.Popen(
        [sys.executable, str(script)],
        env=os.environ | {"PREFECT_HOME": str(tmp_path / "prefect")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert batch.stdout
    assert batch.stdout.read(1), "the first call has begun"
    family = psutil.Process(batch.pid).children(recursive=True)
    assert any("create_app" in " ".join(process.cmdline()) for process in family), "its server is up"
    batch.kill()
    batch.wait()
    deadline = time.monotonic() + 60
    while alive := [process for process in family if process.is_running() and process.status() != "zombie"]:
        assert time.monotonic() < deadline, alive
        time.sleep(0.2)
