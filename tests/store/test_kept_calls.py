"""A call as the desk opens it, in both databases."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from sqlalchemy import Engine, false, true

from calls.location import ObjectPath
from store.desk_tables import SummaryRow
from store.kept_calls import kept_call
from store.ledger import save_report
from store.retention import calls_before, note_gone


def test_a_call_is_found_by_its_id_among_those_one_may_see(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    report = example.example_report("call 7 #2")
    save_report(store, report, tmp_path / "call 7 #2")
    found = kept_call(store, "call 7 #2", true())
    assert found
    assert (found.agent_id, found.team, found.gone) == ("A117", "Care North", frozenset())
    assert found.folder == tmp_path / "call 7 #2"
    assert kept_call(store, "call 7 #2", false()) is None
    assert kept_call(store, "call 7 #2", SummaryRow.agent_id == "A118") is None
    assert kept_call(store, "call 7", true()) is None


def test_the_latest_analysis_tells_where_the_report_is(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    report = example.example_report()
    save_report(store, report, tmp_path / "old")
    later = replace(report.provenance, recipe="88bb" * 16, analysed_at=datetime(2026, 12, 1, tzinfo=UTC))
    save_report(store, replace(report, provenance=later), ObjectPath("s3://night/reports/example-0117"))
    found = kept_call(store, report.recording.call_id, true())
    assert found
    assert isinstance(found.folder, ObjectPath)
    assert str(found.folder) == "s3://night/reports/example-0117"
    assert found.analysed_at == later.analysed_at


def test_what_retention_deleted_is_told(store: Engine, example: ModuleType, tmp_path: Path) -> None:
    report = example.example_report()
    save_report(store, report, tmp_path)
    (call,) = calls_before(store, datetime(2027, 1, 1, tzinfo=UTC))
    note_gone(store, call, "sound")
    found = kept_call(store, report.recording.call_id, true())
    assert found
    assert found.gone == {"sound"}
