"""The same run under Prefect, on its own embedded server."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from made_up import MadeUpAnalysis

from calls.errors import NeedsAttention, SetupBroken
from calls.outcome import Outcome
from configs.settings import load_settings
from flows.order import Order
from flows.prefect_setup import configure_prefect
from flows.run import Run
from flows.watch import Quiet

CONFIG = "[batch]\nworkers = 1\nlimit_factor = 0\nlimit_memory_mb = 0\nquiet_s = 0\nretries = 2\nretry_delay_s = 0.05\n"


@pytest.fixture(scope="module", autouse=True)
def _prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A server whose database is the tests' own; started once, by the first flow."""
    before = dict(os.environ)
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect"))
    configure_prefect(load_settings().batch)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], dict[str, Outcome]]:
    config = tmp_path / "own.toml"
    config.write_text(CONFIG)

    def run(folder: Path) -> dict[str, Outcome]:
        from flows import batch  # noqa: PLC0415 - after its settings

        monkeypatch.setattr(batch, "fetch_all", lambda *_: None)
        return {o.path.stem: o for o in batch.run_batch(Order(tmp_path / "out", config), [folder], Quiet())}

    return run


def test_each_call_is_a_task_run_and_what_may_pass_is_retried(
    night: Callable[[Path], dict[str, Outcome]],
    recordings: Callable[..., Path],
    analysis: MadeUpAnalysis,
    tmp_path: Path,
) -> None:
    found = night(recordings("a_fine", "b_mute", "c_busy", "d_bug"))
    assert {name: outcome.status for name, outcome in found.items()} == {
        "a_fine": "done",
        "b_mute": "failed",
        "c_busy": "done",
        "d_bug": "failed",
    }
    assert (found["b_mute"].stage, found["d_bug"].stage) == ("listen", "listen")
    assert analysis.calls.count("c_busy") == 3
    assert analysis.calls.count("b_mute") == 1, "what can't pass is not retried"
    assert (tmp_path / "out" / "a_fine" / "report.json").exists()

    states, table = _seen_by_prefect(tasks=4)
    assert states == {"a_fine": "COMPLETED", "b_mute": "FAILED", "c_busy": "COMPLETED", "d_bug": "FAILED"}
    assert {row["call"]: row["status"] for row in table} == {name: o.status for name, o in found.items()}


def test_a_second_batch_skips_what_is_done(
    night: Callable[[Path], dict[str, Outcome]], recordings: Callable[..., Path], analysis: MadeUpAnalysis
) -> None:
    folder = recordings("a_fine")
    night(folder)
    assert night(folder)["a_fine"].status == "skipped"
    assert analysis.calls == ["a_fine"]


def test_a_broken_set_up_ends_the_batch(
    night: Callable[[Path], dict[str, Outcome]], recordings: Callable[..., Path], analysis: MadeUpAnalysis
) -> None:
    with pytest.raises(SetupBroken, match="broken"):
        night(recordings("a_broken"))


def test_one_recording_by_request_gives_its_report_or_fails_with_its_reason(
    recordings: Callable[..., Path], analysis: MadeUpAnalysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import batch  # noqa: PLC0415 - after Prefect's settings
    from flows.analyse_call_flow import analyse_call  # noqa: PLC0415

    monkeypatch.setattr(batch, "fetch_all", lambda *_: None)
    folder, out, config = recordings("a_fine", "b_mute"), str(tmp_path / "out"), tmp_path / "own.toml"
    config.write_text(CONFIG)
    for _ in range(2):
        assert analyse_call(str(folder / "a_fine.wav"), out, str(config)) == str(tmp_path / "out" / "a_fine")
    assert analysis.calls == ["a_fine"], "asked for again it is there already"
    with pytest.raises(NeedsAttention, match="mute"):
        analyse_call(str(folder / "b_mute.wav"), out, str(config))


def test_the_table_tells_failures_first_with_links_and_counts_the_rest(run: Run, tmp_path: Path) -> None:
    from flows.outcome_table import MOST, outcome_table  # noqa: PLC0415

    done = Outcome(tmp_path / "a.wav", "done", "a", folder=run.out / "a")
    failed = Outcome(tmp_path / "b.wav", "failed", "b", reason="b.wav: no sound", stage="decode")
    skipped = Outcome(tmp_path / "c.wav", "skipped", "c", folder=run.out / "c")
    rows, description = outcome_table(run, [skipped] * 5000 + [done, failed])
    assert [(row["call"], row["reason"], row["report"]) for row in rows] == [
        ("b", "b.wav: no sound", None), ("a", None, str(run.out / "a" / "report.html")),
    ]  # fmt: skip
    assert description == "Calls of this run: 1 failed, 1 done, 5000 skipped"
    rows, description = outcome_table(run, [done] * (MOST + 1))
    assert len(rows) == MOST
    assert description.endswith(f"the first {MOST} of {MOST + 1} are here")


def _seen_by_prefect(tasks: int) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """State of each task run, and the table artifact's rows."""
    import json  # noqa: PLC0415

    from prefect import get_client  # noqa: PLC0415

    with get_client(sync_client=True) as client:
        deadline = time.monotonic() + 120
        runs = client.read_task_runs()
        while len(runs) < tasks or not all(run.state and run.state.is_final() for run in runs):
            assert time.monotonic() < deadline, "the server writes task runs down a little later, but not so late"
            time.sleep(0.5)
            runs = client.read_task_runs()
        artifacts = {artifact.key: artifact for artifact in client.read_artifacts()}
    assert set(artifacts) == {"calls", "progress"}
    assert float(artifacts["progress"].data) == 100.0
    assert artifacts["progress"].description == f"{tasks} of {tasks} calls"
    table = artifacts["calls"].data
    rows = json.loads(table) if isinstance(table, str) else table
    return {run.name: str(run.state and run.state.type.value) for run in runs}, rows
