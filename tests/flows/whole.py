"""Every call of a made-up night there once, and none half."""

from pathlib import Path

from sqlalchemy import func, select

from configs.settings import load_settings
from store.connect import open_store, reading, store_url
from store.ledger import list_calls, list_failures
from store.tables import AnalysisRow, ClaimRow, MeasuresRow, RecordingRow, ScoreRow

FILES = {"report.json", "report.html"}


def assert_stored_once(folder: Path, names: set[str]) -> None:
    """In the store of the night in `folder`, by its settings."""
    settings = load_settings(folder / "own.toml").store
    store = open_store(store_url(settings, folder / "out"), settings)
    assert {call.call_id for call in list_calls(store)} == names
    assert list_failures(store) == ()
    with reading(store) as session:
        rows = {table: session.scalar(select(func.count()).select_from(table)) for table in (
            RecordingRow, AnalysisRow, MeasuresRow, ScoreRow, ClaimRow)}  # fmt: skip
    calls = len(names)
    assert rows == {RecordingRow: calls, AnalysisRow: calls, MeasuresRow: calls, ScoreRow: 3 * calls, ClaimRow: 0}
    store.dispose()


def assert_published_whole(folder: Path, names: set[str]) -> None:
    """In its output folder."""
    out = folder / "out"
    assert {path.name for path in out.iterdir() if path.is_dir()} == names, "no drafts either"
    for name in names:
        assert {path.name for path in (out / name).iterdir()} == FILES
        assert (out / name / "report.html").read_text().rstrip().endswith("</html>")
