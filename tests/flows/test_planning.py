"""How many machines a night needs: the arithmetic, and what it is told from."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import MadeUpAnalysis
from typer.testing import CliRunner

from cli.main import app
from cli.plan import seconds, size
from flows.planning import Kept, Load, Speed, machine_speed, needed

KEPT = Kept(row_bytes_s=100.0, report_bytes_s=6000.0)
TEN_THOUSAND = Load(10_000, 360.0, 8 * 3600.0)


def test_the_arithmetic_of_the_issue() -> None:
    need = needed(TEN_THOUSAND, Speed(25.0, 20.0, 30.0), 2, KEPT, spare=0.0)
    assert need.speed == 125.0
    assert (need.units, need.units_low, need.units_high, need.machines) == (10, 9, 13, 5)
    assert need.store_bytes == 360e6
    assert need.report_bytes == 21.6e9


def test_room_left_free_asks_for_more() -> None:
    assert needed(TEN_THOUSAND, Speed(25.0, 25.0, 25.0), 2, KEPT, spare=0.5).units == 20


def test_speed_is_that_of_all_processes_and_counts_long_calls_for_more() -> None:
    speed = machine_speed([10.0, 100.0], [10.0, 10.0], processes=2)
    assert speed.value == pytest.approx(2 * 110 / 20)
    assert speed.low < speed.value < speed.high


def test_like_calls_leave_no_doubt() -> None:
    speed = machine_speed([60.0] * 20, [6.0] * 20, processes=1)
    assert speed.low == pytest.approx(10.0) == pytest.approx(speed.high)


def test_the_interval_holds_the_truth_nineteen_times_in_twenty() -> None:
    draw, held = np.random.default_rng(3), 0
    for _ in range(400):
        calls = draw.gamma(4.0, 60.0, 60)
        works = calls * draw.gamma(16.0, 0.1 / 16.0, 60) + draw.gamma(2.0, 0.5, 60)
        truth = 2 / ((240 * 0.1 + 1.0) / 240)
        speed = machine_speed(list(calls), list(works), 2)
        held += speed.low <= truth <= speed.high
    assert 0.91 <= held / 400 <= 0.98


@given(
    st.integers(1, 10**8), st.floats(1, 1e4), st.floats(60, 1e6), st.floats(0.1, 1e3), st.integers(1, 512),
    st.floats(0, 0.9),
)  # fmt: skip
def test_what_is_needed_does_the_work_in_time(
    calls: int, call_s: float, window_s: float, pace: float, cores: int, spare: float
) -> None:
    load = Load(calls, call_s, window_s)
    need = needed(load, Speed(pace, pace / 2, pace * 2), cores, KEPT, spare)
    assert need.units * pace / cores >= load.speed * 0.999999
    assert need.units_low <= need.units <= need.units_high
    assert need.machines * cores >= need.units


@pytest.mark.parametrize(("text", "wanted"), [("8h", 28800.0), ("90m", 5400.0), ("7.5 h", 27000.0), ("30min", 1800.0)])
def test_times_are_written_as_people_do(text: str, wanted: float) -> None:
    assert seconds(text) == wanted


def test_bytes_are_told_as_disks_are_bought() -> None:
    assert [size(n) for n in (999.0, 2.4e6, 2.4e9, 5e15)] == ["0.999 kB", "2.4 MB", "2.4 GB", "5e+03 TB"]


def planned(*options: str) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, ["plan", "--calls", "1000", "--minutes", "6", *options])
    return found.exit_code, found.stdout, found.stderr


def test_a_plan_rests_on_the_calls_analysed_here(
    recordings: Callable[..., Path], analysis: MadeUpAnalysis, tmp_path: Path
) -> None:
    out, folder = str(tmp_path / "out"), recordings("one", "two", "three", "four", "five", "six")
    assert CliRunner().invoke(app, ["analyse", str(folder), "--out", out]).exit_code == 0
    code, told, _ = planned("--out", out, "--json")
    plan = json.loads(told)
    assert code == 0
    assert plan["analyses"] == 6
    assert plan["need"]["report_bytes"] > 0
    assert plan["need"]["store_bytes"] > 0
    _, told, _ = planned("--out", out)
    assert "from the 6 newest analyses" in told
    assert "reports with their sound:" in told


def test_without_analysed_calls_the_sample_calls_tell_and_leave_nothing_behind(
    analysis: MadeUpAnalysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.trial.fetch_all", lambda *_: None)
    config, out = tmp_path / "own.toml", tmp_path / "none"
    config.write_text(
        "[batch]\nworkers = 1\nlimit_factor = 0\nlimit_memory_mb = 0\n[batch.stage_shares]\nlisten = 0.2\n"
        f'[store]\nurl = "sqlite:///{tmp_path}/production.db"\n[report]\nfolder = "s3://production"\n'
        '[scriptedness]\nrequired = ["the \\"house\\" wording", "grüezi"]\n'
    )
    code, told, why = planned("--out", str(out), "--config", str(config))
    assert code == 0, why
    assert "0 analysed calls in its store" in why
    assert len(analysis.calls) == 6, "as many of the three sample calls as it takes, in copies"
    assert "with 1 processes" in told
    assert "from the 5 newest analyses of Warmline's sample calls" in told
    assert "the store grows by at most" in told
    assert list(tmp_path.iterdir()) == [config]


def test_a_window_that_is_no_time_is_told_so() -> None:
    code, _, why = planned("--window", "soon")
    assert code == 2
    assert "8h or 90m" in why
