"""What the store keeps, on SQLite and on a real PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from calls.errors import RecordingRejected, TryAgain
from calls.report import CallReport
from intake.identity import ID_SUFFIX
from store import ledger
from store.connect import reading
from store.tables import AnalysisRow, Base, EvidenceRow, FailureRow, RecordingRow, ScoreRow, SegmentRow, TurnRow

FOLDER = Path("/reports/example-0117")
RECIPE = "77aa" * 16


@pytest.fixture
def report(example: ModuleType) -> CallReport:
    made: CallReport = example.example_report()
    return made


def failure_in(stage: str, why: str) -> RecordingRejected:
    error = RecordingRejected(why)
    error.stage = stage
    return error


def count(store: Engine, table: type[Base]) -> int:
    with reading(store) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def renamed(report: CallReport, *, call_id: str, sha256: str, path: str) -> CallReport:
    return replace(report, recording=replace(report.recording, call_id=call_id, sha256=sha256, path=Path(path)))


def test_a_saved_report_is_found_by_recording_and_recipe(store: Engine, report: CallReport) -> None:
    assert ledger.find_done(store, report.recording, RECIPE) is None
    ledger.save_report(store, report, FOLDER)
    found = ledger.find_done(store, report.recording, RECIPE)
    assert found is not None
    assert found.call_id == "example-0117"
    assert found.metadata == report.recording.metadata
    assert found.headline.hold_s == pytest.approx(28.8)
    assert found.headline.empathy == 68.0
    assert found.headline.delivery is None
    assert found.analysed_at == report.provenance.analysed_at
    assert ledger.find_done(store, report.recording, "another recipe") is None


def test_every_part_of_a_report_has_its_rows(store: Engine, report: CallReport) -> None:
    ledger.save_report(store, report, FOLDER)
    assert count(store, TurnRow) == len(report.turns)
    assert count(store, SegmentRow) == len(report.timeline.segments)
    assert count(store, EvidenceRow) == len(report.evidence)
    assert count(store, ScoreRow) == 3
    with reading(store) as session:
        analysis = session.scalars(select(AnalysisRow)).one()
        assert [turn.text for turn in analysis.turns] == [turn.text for turn in report.turns]
        assert analysis.stage_seconds == {"decode": 0.2, "listen": 1.4, "transcribe": 6.9}
        assert analysis.measures.ivr_zero_outs == 1
        assert analysis.notes == list(report.notes)


def test_saving_again_replaces_the_analysis_and_leaves_nothing_behind(store: Engine, report: CallReport) -> None:
    ledger.save_report(store, report, FOLDER)
    ledger.save_report(store, replace(report, turns=report.turns[:2], evidence=()), FOLDER)
    assert count(store, AnalysisRow) == 1
    assert count(store, TurnRow) == 2
    assert count(store, EvidenceRow) == 0


def test_another_recipe_stands_beside_the_first_and_the_latest_is_listed(store: Engine, report: CallReport) -> None:
    ledger.save_report(store, report, FOLDER)
    later = replace(report.provenance, recipe="new", analysed_at=report.provenance.analysed_at + timedelta(days=1))
    ledger.save_report(store, replace(report, provenance=later), FOLDER)
    assert count(store, AnalysisRow) == 2
    assert [call.recipe for call in ledger.list_calls(store)] == ["new"]


def test_changed_metadata_make_a_call_not_done(store: Engine, report: CallReport) -> None:
    ledger.save_report(store, report, FOLDER)
    corrected = replace(report.recording, metadata=replace(report.recording.metadata, agent_channel=1))
    assert ledger.find_done(store, corrected, RECIPE) is None


def test_a_start_time_in_another_zone_is_the_same_time(store: Engine, report: CallReport) -> None:
    ledger.save_report(store, report, FOLDER)
    elsewhere = report.recording.metadata.started_at
    assert elsewhere is not None
    metadata = replace(report.recording.metadata, started_at=elsewhere.astimezone(timezone(timedelta(hours=5))))
    assert ledger.find_done(store, replace(report.recording, metadata=metadata), RECIPE) is not None


def test_a_report_that_can_not_be_saved_whole_is_not_saved_at_all(store: Engine, report: CallReport) -> None:
    broken = replace(report, evidence=(*report.evidence, replace(report.evidence[0], marker=None)))  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        ledger.save_report(store, broken, FOLDER)
    assert count(store, RecordingRow) == 0
    assert count(store, TurnRow) == 0


def test_a_silent_call_is_kept_with_scores_that_are_none(store: Engine, example: ModuleType) -> None:
    ledger.save_report(store, example.speechless_report(), FOLDER)
    (call,) = ledger.list_calls(store)
    assert call.headline.empathy is None
    assert call.headline.duration_s == 10.0


def test_a_failure_counts_its_attempts_and_ends_with_a_report(store: Engine, report: CallReport) -> None:
    path = report.recording.path
    for _ in range(2):
        ledger.save_failure(
            store, ledger.failed_now(path, failure_in("decode", "no sound"), RECIPE), report.recording.sha256
        )
    (failure,) = ledger.list_failures(store)
    assert (failure.reason, failure.stage, failure.attempts) == ("no sound", "decode", 2)
    assert datetime.now(UTC) - failure.failed_at < timedelta(minutes=1)
    ledger.save_report(store, report, FOLDER)
    assert count(store, FailureRow) == 0


def test_a_failure_of_a_file_whose_name_is_no_text_can_be_kept(store: Engine) -> None:
    path = Path("call \udcff.wav")
    ledger.save_failure(store, ledger.failed_now(path, RecordingRejected(f"{path}: empty"), RECIPE))
    (failure,) = ledger.list_failures(store)
    assert "\\udcff" in failure.reason


def test_two_recordings_of_one_name_from_two_runs_get_two_ids(store: Engine, report: CallReport) -> None:
    first = renamed(report, call_id="call", sha256="a" * 64, path="/monday/call.wav")
    second = renamed(report, call_id="call", sha256="b" * 64, path="/tuesday/call.wav")
    ledger.save_report(store, first, FOLDER)
    own = ledger.with_own_id(store, second.recording)
    assert own.call_id == "call-" + "b" * ID_SUFFIX
    ledger.save_report(store, replace(second, recording=own), FOLDER)
    assert ledger.with_own_id(store, second.recording) == own
    assert ledger.with_own_id(store, first.recording) == first.recording
    assert [call.call_id for call in ledger.list_calls(store)] == ["call", own.call_id]


def test_a_call_id_taken_in_the_meantime_is_to_be_tried_again(store: Engine, report: CallReport) -> None:
    ledger.save_report(store, renamed(report, call_id="call", sha256="a" * 64, path="/monday/call.wav"), FOLDER)
    with pytest.raises(TryAgain, match="another process"):
        ledger.save_report(store, renamed(report, call_id="call", sha256="b" * 64, path="/tuesday/call.wav"), FOLDER)
    assert [call.sha256 for call in ledger.list_calls(store)] == ["a" * 64]


def test_a_file_replaced_by_a_longer_recording_keeps_its_id(store: Engine, report: CallReport) -> None:
    half = renamed(report, call_id="call", sha256="a" * 64, path="/monday/call.wav")
    whole = renamed(report, call_id="call", sha256="b" * 64, path="/monday/call.wav")
    ledger.save_report(store, half, FOLDER)
    assert ledger.with_own_id(store, whole.recording) == whole.recording
    ledger.save_report(store, whole, FOLDER)
    assert [call.sha256 for call in ledger.list_calls(store)] == ["b" * 64]
    assert count(store, TurnRow) == len(whole.turns)
