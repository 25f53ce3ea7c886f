"""What is known of recordings in buckets and folders: only new ones are read. Raises TryAgain or SetupBroken."""

import hashlib
from collections.abc import Iterable, Mapping

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from intake.objects import AnyListed, Listed
from store.connect import reading, writing
from store.tables import ObjectRow

AT_ONCE = 500
"""Rows a statement; SQLite's oldest limit is 999 values."""


class StoredIndex:
    """intake.objects.ObjectIndex in the store, shared by all machines."""

    def __init__(self, engine: Engine) -> None:
        """The store must be open."""
        self._engine = engine

    def known(self, objects: Iterable[AnyListed]) -> Mapping[AnyListed, str]:
        """sha256 of those that were read and have not changed since."""
        by_id = {_id(found): found for found in objects}
        ids, known = list(by_id), dict[AnyListed, str]()
        with reading(self._engine) as session:
            for begin in range(0, len(ids), AT_ONCE):
                some = ids[begin : begin + AT_ONCE]
                for row in session.scalars(select(ObjectRow).where(ObjectRow.path_sha256.in_(some))):
                    found = by_id[row.path_sha256]
                    if (row.etag, row.size_bytes) == (found.etag, found.size_bytes):
                        known[found] = row.sha256
        return known

    def keep(self, hashes: Mapping[AnyListed, str]) -> None:
        """All of them, or none."""
        if not hashes:
            return
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        statement = insert(ObjectRow)
        new = {name: statement.excluded[name] for name in ("etag", "size_bytes", "sha256")}
        rows = [
            {"path_sha256": _id(found), "etag": found.etag, "size_bytes": found.size_bytes, "sha256": sha256}
            for found, sha256 in sorted(hashes.items(), key=lambda item: _id(item[0]))  # one order: no deadlock
        ]
        with writing(self._engine) as session:
            session.execute(statement.on_conflict_do_update(index_elements=["path_sha256"], set_=new), rows)


def _id(found: Listed) -> str:
    return hashlib.sha256(str(found.path).encode("utf-8", "surrogateescape")).hexdigest()
