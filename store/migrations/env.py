"""Run by Alembic: migrates over the connection that store.migrate hands in."""

from typing import Literal

from alembic import context

from store.tables import Base, UtcTime


def plain_types(kind: str, item: object, _autogenerating: object) -> str | Literal[False]:
    """A new migration names the database's type, not our class: the class may change after it."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
    render_item=plain_types,
)
# The transaction is the caller's: tables and lock end together.
context.run_migrations()
