"""Bringing a database up to this version's tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Engine, text

from calls.errors import SetupBroken
from store import desk_tables, people_tables, review_tables  # noqa: F401 - all tables are known before any migration

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_ID = 0x7761726D
"""PostgreSQL's advisory lock has a number for a name: "warm" in ASCII."""


def migrate(engine: Engine) -> None:
    """Run the missing migrations in one transaction; a second process waits, then finds nothing to do.

    Raises SetupBroken when the database was made by a later version.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:  # on SQLite this takes the write lock
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": LOCK_ID})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            name = engine.url.render_as_string(hide_password=True)
            raise SetupBroken(f"store {name}: made by a later version of Warmline; install that version") from error
