"""What failed is kept and listed, and not tried again in vain; what may still be being written is left."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from made_up import MadeUpAnalysis

from calls.outcome import Outcome
from flows.crew import Crew
from flows.order import Order
from flows.run import Run, open_run
from flows.together import analyse_together
from flows.watch import Quiet
from store.ledger import list_failures

ALONE = "[batch]\nworkers = 1\nlimit_factor = 0\nlimit_memory_mb = 0\nretries = 0\ngive_up_after = 2\n"
Night = Callable[..., dict[str, Outcome]]


@pytest.fixture
def order(tmp_path: Path) -> Order:
    (tmp_path / "own.toml").write_text(ALONE + "quiet_s = 0\n")
    return Order(tmp_path / "out", tmp_path / "own.toml", quarantine=True)


@pytest.fixture
def night(order: Order, analysis: MadeUpAnalysis) -> Night:
    def run_over(folder: Path, run: Run | None = None) -> dict[str, Outcome]:
        run = run or open_run(order)
        return {o.path.stem: o for o in analyse_together(run, [folder], Quiet(), Crew(order, run))}

    return run_over


def test_what_failed_is_listed_the_next_night_with_its_reason_and_not_tried(
    night: Night, recordings: Callable[..., Path], analysis: MadeUpAnalysis
) -> None:
    folder = recordings("a_mute", "b_fine")
    first, second = night(folder), night(folder)
    assert [first[name].status for name in ("a_mute", "b_fine")] == ["failed", "done"]
    assert [second[name].status for name in ("a_mute", "b_fine")] == ["quarantined", "skipped"]
    assert second["a_mute"].reason == first["a_mute"].reason
    assert second["a_mute"].stage == "listen"
    assert analysis.calls == ["a_mute", "b_fine"]


@pytest.mark.parametrize("cause", ["--retry-failed", "recipe", "bytes"])
def test_what_makes_it_be_tried_again(
    order: Order, night: Night, recordings: Callable[..., Path], analysis: MadeUpAnalysis, cause: str
) -> None:
    folder = recordings("a_mute")
    night(folder)
    run = open_run(order)
    if cause == "--retry-failed":
        run = replace(run, quarantine=False)
    elif cause == "recipe":
        run = replace(run, recipe="another")
    else:
        (folder / "a_mute.wav").write_text("exported again")
    assert night(folder, run)["a_mute"].status == "failed"
    assert analysis.calls == ["a_mute", "a_mute"]


def test_its_copy_under_another_name_is_quarantined_too(night: Night, recordings: Callable[..., Path]) -> None:
    folder = recordings("a_mute")
    night(folder)
    (folder / "a_mute.wav").rename(folder / "renamed_fine.wav")
    assert night(folder)["renamed_fine"].status == "quarantined"


def test_what_may_pass_is_tried_by_so_many_runs_as_the_settings_say(
    night: Night, recordings: Callable[..., Path], analysis: MadeUpAnalysis
) -> None:
    folder = recordings("a_busy")
    assert [night(folder)["a_busy"].status for _ in range(3)] == ["failed", "failed", "quarantined"]
    assert analysis.calls == ["a_busy", "a_busy"]


def test_a_file_that_can_not_be_read_is_kept_too_until_it_can(
    order: Order, night: Night, recordings: Callable[..., Path], analysis: MadeUpAnalysis
) -> None:
    folder = recordings("a_fine")
    (folder / "a_fine.wav").write_bytes(b"")
    assert [night(folder)["a_fine"].status for _ in range(2)] == ["failed", "quarantined"]
    (failure,) = list_failures(open_run(order).store)
    assert "empty" in failure.reason
    recordings("a_fine")
    assert night(folder)["a_fine"].status == "done"
    assert list_failures(open_run(order).store) == ()


def test_a_path_that_is_not_there_is_no_quarantined_recording(night: Night, tmp_path: Path, order: Order) -> None:
    assert [night(tmp_path / "missing")["missing"].status for _ in range(2)] == ["failed", "failed"]
    assert list_failures(open_run(order).store) == ()


def test_a_recording_still_being_written_is_left_for_the_next_run(
    order: Order, night: Night, recordings: Callable[..., Path], analysis: MadeUpAnalysis, tmp_path: Path
) -> None:
    (tmp_path / "own.toml").write_text(ALONE + "quiet_s = 30\n")
    folder = recordings("fresh", "old", "future")
    now = time.time()
    os.utime(folder / "old.wav", (now - 31, now - 31))
    os.utime(folder / "future.wav", (now + 3600, now + 3600))
    found = night(folder)
    assert {name: outcome.status for name, outcome in found.items()} == {
        "fresh": "left",
        "old": "done",
        "future": "done",
    }
    assert "may still be being written" in str(found["fresh"].reason)
    os.utime(folder / "fresh.wav", (now - 31, now - 31))
    assert night(folder)["fresh"].status == "done"
