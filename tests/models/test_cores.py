import threading
from dataclasses import replace

import pytest

from configs.settings import load_settings
from models.cores import MOST, abreast, cores_of

COMPUTE = load_settings().compute


def test_the_settings_say_how_many_cores() -> None:
    assert cores_of(replace(COMPUTE, threads=3)) == 3


def test_a_machine_of_many_cores_is_not_filled_by_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(64)), raising=False)
    assert cores_of(replace(COMPUTE, threads=0)) == MOST


def test_results_come_in_the_order_of_what_was_asked() -> None:
    assert abreast(lambda n: n * n, range(50), 3) == [n * n for n in range(50)]


def test_as_many_run_at_once_as_there_are_threads() -> None:
    together = threading.Barrier(3, timeout=10)
    assert sorted(abreast(lambda _: together.wait(), range(3), 3)) == [0, 1, 2]


def test_one_thread_is_the_callers_own() -> None:
    assert set(abreast(lambda _: threading.current_thread(), range(3), 1)) == {threading.current_thread()}


def test_what_fails_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        abreast(lambda n: 1 // n, (1, 0, 2), 2)
