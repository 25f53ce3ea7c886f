"""Two runs at once share the work, and the work of one that died is done by the other."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from made_up import RECIPE, MadeUpAnalysis

from calls.errors import TryAgain
from calls.outcome import Outcome
from flows.lease import Lease, leased
from flows.one_by_one import analyse_paths
from flows.order import Order
from flows.run import Run, open_run
from flows.watch import Quiet
from intake.gather import gather
from store import claims
from store.ledger import list_calls

NAMES = [f"call_{number:02}" for number in range(12)]
LEASE_S = 2.0


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(f"[batch]\nlease_s = {LEASE_S}\npoll_s = 0.02\n")
    return path


@pytest.fixture
def opened(analysis: MadeUpAnalysis, tmp_path: Path, config: Path) -> Callable[[], Run]:
    return lambda: open_run(Order(tmp_path / "out", config))


def test_two_runs_at_once_analyse_each_call_once(
    opened: Callable[[], Run],
    recordings: Callable[..., Path],
    analysis: MadeUpAnalysis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(analysis, "begin", lambda _: time.sleep(0.03))
    folder = recordings(*NAMES)
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda run: analyse_paths(run, [folder], Quiet()), [opened(), opened()]))
    assert sorted(analysis.calls) == NAMES
    done = [{outcome.call_id for outcome in run if outcome.status == "done"} for run in runs]
    assert done[0] | done[1] == set(NAMES)
    assert done[0], "the first shared"
    assert done[1], "the second shared"
    assert {outcome.status for run in runs for outcome in run} == {"done", "skipped"}, "each says of all how they ended"


def test_a_claim_lives_as_long_as_the_work(
    opened: Callable[[], Run],
    recordings: Callable[..., Path],
    analysis: MadeUpAnalysis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(analysis, "begin", lambda _: time.sleep(3 * LEASE_S))
    folder = recordings("alpha")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda run: analyse_paths(run, [folder], Quiet()), [opened(), opened()]))
    assert analysis.calls == ["alpha"]


def test_what_the_dead_were_at_the_living_do(opened: Callable[[], Run], recordings: Callable[..., Path]) -> None:
    run = opened()
    folder = recordings("alpha", "beta")
    (alpha, _) = gather([folder], run.settings).calls
    assert claims.take(run.store, claims.claim_of(alpha.recording, RECIPE), LEASE_S)  # and never renewed
    found = {outcome.path.stem: outcome.status for outcome in analyse_paths(run, [folder], Quiet())}
    assert found == {"alpha": "done", "beta": "done"}
    assert claims.held(run.store, [alpha.recording], RECIPE) == set()


def test_one_who_stood_still_too_long_publishes_nothing(
    opened: Callable[[], Run],
    recordings: Callable[..., Path],
    analysis: MadeUpAnalysis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = opened()
    monkeypatch.setattr(Lease, "_keep", lambda _: None)  # a process that is stopped renews nothing
    monkeypatch.setattr(analysis, "begin", lambda _: time.sleep(2 * LEASE_S))
    (outcome,) = analyse_paths(run, [recordings("alpha")], Quiet())
    assert outcome.status == "failed"
    assert "claim was lost" in str(outcome.reason)
    assert list_calls(run.store) == ()
    assert not (run.out / "alpha").exists()


def test_two_recordings_of_one_id_at_once_get_two_folders(
    opened: Callable[[], Run], tmp_path: Path, analysis: MadeUpAnalysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "begin", lambda _: time.sleep(0.1))
    for day in ("monday", "tuesday"):
        (tmp_path / day).mkdir()
        (tmp_path / day / "call.wav").write_text(day)

    def analysed(day: str) -> Outcome:
        return analyse_paths(opened(), [tmp_path / day], Quiet())[0]

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(analysed, ["monday", "tuesday"]))
    assert [outcome.status for outcome in outcomes] == ["done", "done"]
    assert len({outcome.folder for outcome in outcomes}) == 2
    assert {call.call_id for call in list_calls(opened().store)} == {outcome.call_id for outcome in outcomes}


def test_a_lease_is_given_up_whatever_happens(opened: Callable[[], Run], recordings: Callable[..., Path]) -> None:
    run = opened()
    (call,) = gather([recordings("alpha")], run.settings).calls
    with pytest.raises(KeyboardInterrupt), leased(run.store, claims.claim_of(call.recording, RECIPE), 60.0):
        raise KeyboardInterrupt
    assert claims.held(run.store, [call.recording], RECIPE) == set()


def test_a_recording_that_grew_since_it_was_found_is_left(
    opened: Callable[[], Run],
    recordings: Callable[..., Path],
    analysis: MadeUpAnalysis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = opened()
    folder = recordings("alpha")
    whole = gather([folder], run.settings)
    (folder / "alpha.wav").write_text("alpha and more")
    monkeypatch.setattr("flows.one_by_one.gather", lambda *_, **__: replace(whole))
    (outcome,) = analyse_paths(run, [folder], Quiet())
    assert (outcome.status, analysis.calls) == ("left", [])


@pytest.mark.parametrize(("stop_after", "tried"), [(3, 6), (0, 12)])
def test_a_run_stops_when_call_after_call_fails_for_now(
    analysis: MadeUpAnalysis, recordings: Callable[..., Path], tmp_path: Path, stop_after: int, tried: int
) -> None:
    (tmp_path / "own.toml").write_text(f"[batch]\nstop_after = {stop_after}\n")
    run = open_run(Order(tmp_path / "out", tmp_path / "own.toml"))
    kinds = ["good", "busy", "mute", *["busy"] * 4, *["good"] * 5]
    folder = recordings(*(f"{number:02}_{kind}" for number, kind in enumerate(kinds)))
    if stop_after:
        with pytest.raises(TryAgain, match=r"3 calls in a row failed for now, the last because: .*05_busy"):
            analyse_paths(run, [folder], Quiet())
    else:
        assert len(analyse_paths(run, [folder], Quiet())) == tried
    assert len(analysis.calls) == tried
    assert [call.call_id for call in list_calls(run.store)][:1] == ["00_good"], "what was done stays done"
