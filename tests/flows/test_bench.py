"""A process that analyses calls and is stopped at their limits."""

import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import bench_work
import psutil
import pytest

from calls.errors import RecordingRejected, SetupBroken, TryAgain
from configs.settings import load_settings
from flows.bench import Watch
from flows.crew import Crew
from flows.order import Order
from flows.run import Run, open_run
from intake.gather import IncomingCall, gather
from store.claims import held

LIMITS = "[batch]\nlimit_base_s = 6.0\nlimit_factor = 1.0\nlimit_memory_mb = 600\n"


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Order:
    folder = tmp_path_factory.mktemp("benches")
    (folder / "own.toml").write_text(LIMITS)
    return Order(folder / "out", folder / "own.toml")


@pytest.fixture(scope="module")
def run(order: Order) -> Run:
    return open_run(order)


@pytest.fixture(scope="module")
def crew(order: Order, run: Run) -> Iterator[Crew]:
    made = Crew(order, run, bench_work.work)
    yield made
    made.close()


@pytest.fixture
def call(run: Run, recordings: Callable[..., Path]) -> Callable[[str], IncomingCall]:
    return lambda name: gather([recordings(name) / f"{name}.wav"], run.settings).calls[0]


def test_one_process_does_one_call_after_another(crew: Crew, call: Callable[[str], IncomingCall]) -> None:
    first, second = crew.work(call("a_fine")), crew.work(call("b_fine"))
    assert (first.status, second.call_id) == ("done", "b_fine")
    assert first.reason == second.reason, "the process's number: its models stay loaded"


@pytest.mark.parametrize(
    ("name", "error", "why"),
    [
        ("a_mute", RecordingRejected, r"a_mute\.wav: mute"),
        ("a_broken", SetupBroken, "broken"),
        ("a_bug", RecordingRejected, "an unforeseen KeyError"),
    ],
)
def test_errors_come_back_as_they_are_and_the_process_goes_on(
    crew: Crew, call: Callable[[str], IncomingCall], name: str, error: type[Exception], why: str
) -> None:
    before = crew.work(call("a_fine")).reason
    with pytest.raises(error, match=why) as caught:
        crew.work(call(name))
    assert "words" not in str(caught.value)
    assert crew.work(call("b_fine")).reason == before


def test_log_lines_come_through(
    crew: Crew, call: Callable[[str], IncomingCall], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("warmline"), "propagate", True)
    with caplog.at_level(logging.INFO, "warmline"):
        crew.work(call("a_fine"))
    assert "stage decode done" in caplog.messages


@pytest.mark.parametrize(
    ("name", "error", "why"),
    [
        ("a_slow", RecordingRejected, r"a_slow\.wav: stopped, it took more than 6 s .*limit_factor.*--retry-failed"),
        ("a_hungry", RecordingRejected, r"stopped, it took more than 600 MB of memory .*limit_memory_mb"),
        ("a_dead", TryAgain, r"its process ended \(exit code 3\)"),
    ],
)
def test_a_call_past_a_limit_is_stopped_and_the_next_has_a_new_process(
    run: Run, crew: Crew, call: Callable[[str], IncomingCall], name: str, error: type[Exception], why: str
) -> None:
    before = crew.work(call("a_fine")).reason
    bad = call(name)
    with pytest.raises(error, match=why):
        crew.work(bad)
    assert held(run.store, [bad.recording], run.recipe) == set(), "what it had claimed is free"
    after = crew.work(call("b_fine"))
    assert after.status == "done"
    assert after.reason != before
    assert not psutil.pid_exists(int(str(before)))


def test_the_time_is_a_multiple_of_the_duration_once_that_is_known() -> None:
    now = [0.0]
    batch = load_settings().batch
    watch = Watch(batch, lambda: now[0])
    now[0] = batch.limit_base_s + 1
    assert "limit_base_s" in str(watch.past_limit(0.0))
    watch.heard(logging.makeLogRecord({"duration_s": 100.0, "stage": "decode"}))
    assert watch.past_limit(0.0) is None
    now[0] += 100.0 * batch.limit_factor
    assert watch.past_limit(0.0)
    assert watch.stage == "decode"


def test_a_batch_that_is_killed_leaves_no_process_behind(tmp_path: Path, recordings: Callable[..., Path]) -> None:
    recordings("a_fine", "b_slow")
    code = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
import bench_work
from flows.crew import Crew; from flows.order import Order; from flows.run import open_run
from intake.gather import gather
if __name__ == "__main__":
    order = Order(Path({str(tmp_path / "out")!r})); run = open_run(order); crew = Crew(order, run, bench_work.work)
    fine, slow = gather([Path({str(tmp_path / "calls")!r})], run.settings).calls
    print(crew.work(fine).reason, flush=True)
    crew.work(slow)
"""
    (tmp_path / "batch.py").write_text(code)
    batch = subprocess.Popen([sys.executable, str(tmp_path / "batch.py")], stdout=subprocess.PIPE, text=True)
    assert batch.stdout
    bench = int(batch.stdout.readline())
    batch.kill()
    batch.wait()
    deadline = time.monotonic() + 10
    while psutil.pid_exists(bench) and psutil.Process(bench).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline, "a killed batch's bench goes on"
        time.sleep(0.05)
