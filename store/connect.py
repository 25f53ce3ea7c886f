"""Reaching the database: SQLite in the output folder, or PostgreSQL by URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.orm import Session

from calls.errors import SetupBroken, TryAgain, WarmlineError
from configs.operation_settings import StoreSettings
from store.migrate import migrate

DATABASE_FILE = "warmline.db"
TO_SERVER = {
    "connect_timeout": 10,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""Seconds, and milliseconds, after which a PostgreSQL that says nothing is away: its client waits for ever to connect,
and a quarter of an hour on a connection whose cable is out."""
PLAINLY = "SET jit = off; SET max_parallel_workers_per_gather = 0"
"""Ours are many short questions: compiling two hundred sums takes longer than adding them up, and a page's reader is
one of many. Not an option of connecting: pgbouncer refuses those."""
LOOK_AGAIN_S = 1.0
FOR_A_PERSON = (
    "authentication failed",
    "does not exist",
    "permission denied",
    "unable to open",
    "readonly database",
    "disk is full",
    "not a database",
    "no password supplied",
)
"""Parts of database messages that waiting will not mend."""


def store_url(settings: StoreSettings, out: Path) -> URL:
    """The settings' URL, or a SQLite file in `out`. Raises SetupBroken on a URL that is none."""
    if not settings.url:
        return URL.create("sqlite", database=str(out / DATABASE_FILE))
    try:
        url = make_url(settings.url)
    except ArgumentError as error:
        raise SetupBroken(
            "setting 'store.url': not a database URL; write one as postgresql+psycopg://user@host/database"
        ) from error
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def open_store(url: URL, settings: StoreSettings, patience_s: float = 0.0) -> Engine:
    """An engine on a database brought up to this version's tables; safe when several processes do it at once.

    `patience_s` is for how long each connection to a server that is away is tried again, now and later.
    Raises TryAgain when the database can't be reached for now, SetupBroken when it needs a person.
    """
    with told_apart(url):
        engine = _sqlite(url, settings) if url.get_backend_name() == "sqlite" else _server(url, patience_s)
        migrate(engine)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads, and on SQLite waits for nobody."""
    with told_apart(engine.url), Session(engine.execution_options(reading=True)) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction: all of it is kept at the end, or none."""
    with told_apart(engine.url), Session(engine) as session, session.begin():
        yield session


@contextmanager
def told_apart(url: URL) -> Iterator[None]:
    """Database errors as TryAgain or SetupBroken: one sentence, without the password."""
    try:
        yield
    except (NoSuchModuleError, ImportError) as error:
        raise SetupBroken(
            f"setting 'store.url': no driver for '{url.drivername}'; use sqlite or postgresql+psycopg"
        ) from error
    except IntegrityError as error:
        if "unique" not in str(error.orig).lower():
            raise  # a value that must be there is not: our mistake, no matter of the database
        name = url.render_as_string(hide_password=True)
        raise TryAgain(f"store {name}: another process saved the same call at the same time; run again") from error
    except DBAPIError as error:
        raise _as_ours(error, url) from error


def _as_ours(error: DBAPIError, url: URL) -> WarmlineError:
    name = url.render_as_string(hide_password=True)
    lines = str(error.orig).strip().splitlines()
    why = lines[0] if lines else type(error.orig).__name__
    if url.password:
        why = why.replace(str(url.password), "***")
    if _is_for_a_person(error.orig):
        return SetupBroken(f"store {name}: can't be used ({why}); check the setting 'store.url' and its permissions")
    return TryAgain(f"store {name}: can't be reached for now ({why}); check that the database runs, then run again")


def _is_for_a_person(error: BaseException | None) -> bool:
    return any(part in str(error) for part in FOR_A_PERSON)


def _server(url: URL, patience_s: float) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, connect_args=TO_SERVER)

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Dialect, _record: object, arguments: list[Any], named: dict[str, Any]) -> DBAPIConnection:
        until = monotonic() + patience_s
        while True:
            try:
                return dialect.connect(*arguments, **named)
            except dialect.loaded_dbapi.OperationalError as error:
                if monotonic() >= until or _is_for_a_person(error):
                    raise
                sleep(LOOK_AGAIN_S)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        connection.cursor().execute(PLAINLY)
        connection.commit()

    return engine


def _sqlite(url: URL, settings: StoreSettings) -> Engine:
    """SQLite with its transactions in our hands, as SQLAlchemy's manual on the driver advises."""
    engine = create_engine(url, connect_args={"timeout": settings.busy_timeout_s})

    @event.listens_for(engine, "connect")
    def prepare(connection: SqliteConnection, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin late and commit before DDL
        _write_ahead(connection, settings.busy_timeout_s)
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes the lock at once: one that starts as a reader is refused instead of waiting.
        read_only = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _write_ahead(connection: SqliteConnection, timeout_s: float) -> None:
    """Turn on the write-ahead log. SQLite does not wait by itself while another process does the same."""
    until = monotonic() + timeout_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except OperationalError:
            if monotonic() > until:
                raise
            sleep(0.02)
