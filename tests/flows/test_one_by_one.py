"""A run without a server: every recording ends done, skipped or failed, and nothing is half."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from made_up import MadeUpAnalysis

import flows.produce
from calls.errors import SetupBroken
from calls.outcome import Outcome
from flows.one_by_one import analyse_paths
from flows.order import Order
from flows.run import Run, open_run
from flows.watch import Quiet
from intake.gather import IncomingCall
from store.ledger import list_calls, list_failures

Folder = Callable[..., Path]


def outcomes(run: Run, *paths: Path) -> dict[str, Outcome]:
    return {outcome.path.stem: outcome for outcome in analyse_paths(run, paths, Quiet())}


def files(run: Run) -> set[str]:
    return {str(file.relative_to(run.out)) for file in run.out.rglob("*") if file.is_file() and "db" not in file.suffix}


def test_a_call_gets_its_reports_and_its_rows(run: Run, recordings: Folder) -> None:
    found = outcomes(run, recordings("alpha", "beta"))
    assert {name: outcome.status for name, outcome in found.items()} == {"alpha": "done", "beta": "done"}
    assert files(run) == {"alpha/report.json", "alpha/report.html", "beta/report.json", "beta/report.html"}
    assert [call.call_id for call in list_calls(run.store)] == ["alpha", "beta"]
    assert "alpha" in (found["alpha"].line or "")


def test_done_calls_are_skipped_and_said_so(run: Run, recordings: Folder, analysis: MadeUpAnalysis) -> None:
    folder = recordings("alpha")
    outcomes(run, folder)
    again = outcomes(run, folder)["alpha"]
    assert again.status == "skipped"
    assert again.reason == "analysed before by the same recipe; --again forces it"
    assert again.folder == run.out / "alpha"
    assert analysis.calls == ["alpha"]


@pytest.mark.parametrize("cause", ["again", "recipe", "report gone", "metadata"])
def test_what_makes_a_done_call_be_done_again(
    run: Run, recordings: Folder, analysis: MadeUpAnalysis, cause: str
) -> None:
    folder = recordings("alpha")
    outcomes(run, folder)
    if cause == "again":
        run = replace(run, again=True)
    elif cause == "recipe":
        run = replace(run, recipe="another")
    elif cause == "report gone":
        (run.out / "alpha" / "report.json").unlink()
    else:
        (folder / "alpha.json").write_text('{"team": "West"}')
    assert outcomes(run, folder)["alpha"].status == "done"
    assert analysis.calls == ["alpha", "alpha"]


def test_failures_are_kept_with_stage_and_reason_and_the_others_go_on(run: Run, recordings: Folder) -> None:
    found = outcomes(run, recordings("a_mute", "b_bug", "c_busy", "d_fine"))
    assert {name: outcome.status for name, outcome in found.items()} == {
        "a_mute": "failed",
        "b_bug": "failed",
        "c_busy": "failed",
        "d_fine": "done",
    }
    assert {outcome.stage for name, outcome in found.items() if name != "d_fine"} == {"listen"}
    assert "unforeseen KeyError" in (found["b_bug"].reason or "")
    assert [failure.path.stem for failure in list_failures(run.store)] == ["a_mute", "b_bug", "c_busy"]
    assert {"d_fine/report.json", "d_fine/report.html"} == files(run)


def test_a_recording_that_failed_leaves_the_list_once_it_is_done(run: Run, recordings: Folder) -> None:
    folder = recordings("c_busy")
    assert [outcomes(run, folder)["c_busy"].status for _ in range(3)] == ["failed", "failed", "done"]
    assert list_failures(run.store) == ()


def test_a_broken_set_up_ends_the_run(run: Run, recordings: Folder, analysis: MadeUpAnalysis) -> None:
    with pytest.raises(SetupBroken):
        outcomes(run, recordings("a_broken", "b_fine"))
    assert analysis.calls == ["a_broken"]


def test_notes_on_metadata_reach_the_report(run: Run, recordings: Folder) -> None:
    folder = recordings("alpha")
    (folder / "alpha.json").write_text("{")
    outcomes(run, folder)
    assert "alpha.json: not valid JSON; metadata ignored" in (run.out / "alpha" / "report.json").read_text()


def test_a_report_that_can_not_be_written_leaves_the_former_one(
    run: Run, recordings: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = recordings("alpha")
    outcomes(run, folder)
    before = (run.out / "alpha" / "report.json").read_text()

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(flows.produce, "write_html", full_disk)
    with pytest.raises(SetupBroken, match=r"alpha.*No space left on device"):
        outcomes(replace(run, again=True), folder)
    assert (run.out / "alpha" / "report.json").read_text() == before
    assert files(run) == {"alpha/report.json", "alpha/report.html"}


def test_a_store_that_fails_after_the_report_leaves_the_call_to_be_done(
    run: Run, recordings: Folder, monkeypatch: pytest.MonkeyPatch, analysis: MadeUpAnalysis
) -> None:
    folder = recordings("alpha")

    def away(*_: object) -> None:
        raise SetupBroken("store: gone")

    with monkeypatch.context() as patched:
        patched.setattr(flows.produce, "save_report", away)
        with pytest.raises(SetupBroken):
            outcomes(run, folder)
    assert outcomes(run, folder)["alpha"].status == "done"
    assert analysis.calls == ["alpha", "alpha"]


def test_stages_are_seen_as_they_begin(run: Run, recordings: Folder) -> None:
    class Looking(Quiet):
        def __init__(self) -> None:
            self.seen: list[str] = []

        def call_begins(self, call: IncomingCall) -> None:
            self.seen.append(call.recording.call_id)

        def stage_begins(self, stage: str) -> None:
            self.seen.append(stage)

    looking = Looking()
    analyse_paths(run, [recordings("alpha")], looking)
    assert looking.seen == ["alpha", "load models", "listen", "report"]


def test_an_output_that_can_not_be_made_is_told_before_anything_is_done(
    tmp_path: Path, analysis: MadeUpAnalysis
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SetupBroken, match=r"file/out: the output folder can't be written .*--out"):
        open_run(Order(tmp_path / "file" / "out"))
    assert analysis.calls == []
