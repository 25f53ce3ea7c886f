"""How many bytes the store holds for a second of a call."""

from sqlalchemy import Engine, func, select, text

from store.connect import reading
from store.tables import AnalysisRow, RecordingRow

SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT sum(pg_total_relation_size(relid)) FROM pg_stat_user_tables",
}


def bytes_a_second(engine: Engine) -> float:
    """Tables with their indexes over the seconds of the calls analysed, one at least. Raises as `reading` does."""
    with reading(engine) as session:
        size = session.execute(text(SIZES[engine.dialect.name])).scalar_one()
        seconds = select(func.sum(RecordingRow.duration_s)).join(AnalysisRow.recording)
        return float(size) / session.execute(seconds).scalar_one()
