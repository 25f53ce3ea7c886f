"""Fill a store with made-up calls in the real schema.

    .venv/bin/python -m benchmarks.desk.fill CALLS URL_OR_FOLDER

fills PostgreSQL at the URL, or SQLite in the folder; a folder's calls most worth hearing get whole reports on disk, so
that their pages open (the example call of the tests).
"""

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, insert, make_url, text

from benchmarks.desk.calls import AGENTS, DAYS, TABLES, TEAMS, Rows, add_call, made_up_world
from configs.settings import load_settings
from store.connect import open_store, store_url

CHUNK = 500


def fill(engine: Engine, calls: int, reports: Path, until: datetime) -> None:
    """`calls` calls over the DAYS before `until`; ids start where the store's end."""
    world = made_up_world(until, reports, load_settings())
    with engine.connect() as connection:
        first = connection.execute(text("SELECT coalesce(max(id), 0) FROM recordings")).scalar_one() + 1
    for start in range(first, first + calls, CHUNK):
        rows: Rows = {table.__tablename__: [] for table in TABLES}
        for number in range(start, min(start + CHUNK, first + calls)):
            add_call(rows, number, world)
        write_rows(engine, rows)
    if engine.dialect.name == "postgresql":
        _tidy(engine)


def _tidy(engine: Engine) -> None:
    """Numbers go on after those written by COPY; the planner knows the tables."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in TABLES:
            if "id" in table.__table__.c:
                name = table.__tablename__
                connection.execute(text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"))
        connection.execute(text("VACUUM ANALYZE"))


def write_rows(engine: Engine, rows: Rows) -> None:
    """PostgreSQL by COPY: an insert a row takes ten times as long."""
    with engine.begin() as connection:
        for row in TABLES:
            table, found = row.__table__, rows[row.__tablename__]
            assert isinstance(table, Table)
            if not found:
                continue
            if engine.dialect.name != "postgresql":
                connection.execute(insert(table), found)
                continue
            columns = [column for column in table.columns if column.name in found[0]]
            how = [column.type.dialect_impl(engine.dialect).bind_processor(engine.dialect) for column in columns]
            names = ", ".join(f'"{column.name}"' for column in columns)
            raw: Any = connection.connection.driver_connection
            with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
                for each in found:
                    values: Iterable[Any] = (each[column.name] for column in columns)
                    copy.write_row([p(v) if p and v is not None else v for p, v in zip(how, values, strict=True)])


def with_reports(engine: Engine, out: Path, count: int) -> None:
    """Give the newest calls whole reports on disk: the example of the tests under their names."""
    sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "reports"))
    from example import example_audio, example_report  # noqa: PLC0415

    from reports.report_html import write_html  # noqa: PLC0415
    from reports.report_json import write_json  # noqa: PLC0415

    settings = load_settings().report
    with engine.connect() as connection:
        ids = connection.execute(
            text("SELECT call_id FROM summaries ORDER BY worth DESC LIMIT :n"), {"n": count}
        ).scalars()
        for call_id in ids.all():
            report = example_report(call_id)
            report = replace(report, provenance=replace(report.provenance, analysed_at=datetime.now(UTC)))
            write_json(report, out / call_id / "report.json")
            write_html(report, example_audio(report), out / call_id / "report.html", settings)


def main() -> None:
    """Fill and tell."""
    calls, where = int(sys.argv[1]), sys.argv[2]
    settings = load_settings().store
    out = Path(where) if "://" not in where else Path("out")
    if "://" not in where:
        out.mkdir(parents=True, exist_ok=True)
    url = make_url(where) if "://" in where else store_url(settings, out)
    engine = open_store(url, settings)
    fill(engine, calls, out.absolute(), datetime.now(UTC))
    if "://" not in where:
        with_reports(engine, out.absolute(), 30)
    print(f"{calls} calls of {AGENTS} agents in {TEAMS} teams over {DAYS} days")


if __name__ == "__main__":
    main()
