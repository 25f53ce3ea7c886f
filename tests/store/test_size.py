"""The store's size is asked of the database itself."""

from pathlib import Path
from types import ModuleType

from sqlalchemy import Engine

from store.ledger import save_report
from store.size import bytes_a_second


def test_both_databases_tell_their_bytes_for_a_second_of_a_call(
    store: Engine, example: ModuleType, tmp_path: Path
) -> None:
    report = example.example_report()
    save_report(store, report, tmp_path / "report")
    assert 10_000 < bytes_a_second(store) * report.duration_s < 10_000_000
