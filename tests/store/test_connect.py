"""Reaching the database, and what is said when it can't be reached."""

import os
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from calls.errors import SetupBroken, TryAgain
from configs.operation_settings import StoreSettings
from configs.settings import load_settings
from store.connect import DATABASE_FILE, open_store, reading, store_url, writing
from store.tables import Base

QUICK = 0.2


def is_no_search_index(thing: object, name: str | None, *_: object) -> bool:
    """Full-text search is made by each database's own statement, which SQLAlchemy has no words for."""
    return not (name or "").startswith(("spoken", "ix_summaries_words", "words_searched"))


def settings(url: str = "", busy_timeout_s: float = QUICK) -> StoreSettings:
    return replace(load_settings().store, url=url, busy_timeout_s=busy_timeout_s)


def opened(url: str, out: Path) -> Engine:
    return open_store(store_url(settings(url), out), settings(url))


def test_migrations_make_exactly_the_tables_of_the_code(store: Engine) -> None:
    with store.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_no_search_index})
        assert compare_metadata(context, Base.metadata) == []


def test_opening_twice_changes_nothing(store: Engine, store_settings: StoreSettings, tmp_path: Path) -> None:
    again = open_store(store_url(store_settings, tmp_path), store_settings)
    tables = {name for name in inspect(again).get_table_names() if is_no_search_index(None, name)}
    assert tables == {*Base.metadata.tables, "alembic_version"}
    again.dispose()


def test_several_openers_at_once_make_the_tables_once(store_settings: StoreSettings, tmp_path: Path) -> None:
    url = store_url(store_settings, tmp_path)
    with ThreadPoolExecutor(6) as pool:
        engines = list(pool.map(lambda _: open_store(url, store_settings), range(6)))
    for engine in engines:
        engine.dispose()


def test_two_processes_open_a_new_database_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from configs.settings import load_settings\n"
        "from store.connect import open_store, store_url\n"
        "s = load_settings().store; open_store(store_url(s, Path(sys.argv[1])), s)"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], env=os.environ, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [process.communicate()[1] for process in processes] == ["", ""]
    assert [process.returncode for process in processes] == [0, 0]


def test_the_default_is_a_file_in_the_output_folder(tmp_path: Path) -> None:
    opened("", tmp_path).dispose()
    assert (tmp_path / DATABASE_FILE).exists()


def test_a_transaction_that_fails_leaves_nothing(store: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing(store) as session:
        session.execute(text("INSERT INTO failures (path, recipe, reason, attempts, failed_at) "
                             "VALUES ('p', 'r', 'x', 1, '2026-01-01')"))  # fmt: skip
        raise ZeroDivisionError
    with reading(store) as session:
        assert session.execute(text("SELECT count(*) FROM failures")).scalar() == 0


def test_a_locked_database_is_to_be_tried_again(tmp_path: Path) -> None:
    engine = opened("", tmp_path)
    holder = sqlite3.connect(tmp_path / DATABASE_FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(TryAgain, match=r"locked.*run again"), writing(engine) as session:
        session.execute(text("DELETE FROM failures"))
    with reading(engine) as session:  # a reader waits for nobody
        assert session.execute(text("SELECT count(*) FROM recordings")).scalar() == 0
    holder.close()
    engine.dispose()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / DATABASE_FILE).write_text("not a database, whatever its name says " * 40)
    with pytest.raises(SetupBroken, match=r"warmline\.db.*not a database"):
        opened("", tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupBroken, match=r"unable to open.*store\.url"):
        opened("", tmp_path / "missing")


def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(TryAgain, match="check that the database runs") as caught:
        opened("postgresql://ana:hushhush@127.0.0.1:1/night", tmp_path)
    assert "hushhush" not in str(caught.value)
    assert "ana" in str(caught.value)


def test_a_server_that_is_away_is_waited_for_with_patience(tmp_path: Path) -> None:
    begin = time.monotonic()
    with pytest.raises(TryAgain):
        open_store(store_url(settings("postgresql://127.0.0.1:1/night"), tmp_path), settings(), patience_s=1.5)
    assert time.monotonic() - begin >= 1.5


def test_a_database_that_does_not_exist_needs_a_person(postgres_server: str, tmp_path: Path) -> None:
    url = store_url(settings(postgres_server), tmp_path).set(database="nowhere")
    with pytest.raises(SetupBroken, match=r"nowhere.*does not exist"):
        open_store(url, settings(), patience_s=60)


@pytest.mark.parametrize("url", ["no url at all", "://"])
def test_what_is_no_url_is_told(url: str, tmp_path: Path) -> None:
    with pytest.raises(SetupBroken, match=r"store\.url"):
        opened(url, tmp_path)


def test_a_database_without_driver_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupBroken, match="no driver"):
        opened("oracle://x@y/z", tmp_path)


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    engine = opened("", tmp_path)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(SetupBroken, match="later version of Warmline"):
        opened("", tmp_path)
