"""Recordings in folders, identified by their bytes; those that have not changed since are not read again."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from calls.errors import RecordingRejected
from intake.identity import read_sha256, unreadable
from intake.objects import ObjectIndex

PAGE = 500
"""Files asked of the index at once."""
SETTLED = timedelta(seconds=2)
"""A file changed more recently may change again within its clock's tick, unseen (git's "racy" entries)."""


class FileStamp(NamedTuple):
    """A file as it stands: `file` as it was named, `path` absolute; `etag` is its inode and time of change.

    `changed_at` is None where the file system's time says nothing.
    """

    file: Path
    path: Path
    size_bytes: int
    etag: str
    changed_at: datetime | None


def file_stamp(file: Path) -> FileStamp:
    """How the file stands. Raises RecordingRejected when it is gone or can't be asked."""
    try:
        stat = file.stat()
    except OSError as error:
        raise unreadable(file, error) from error
    try:
        changed_at = datetime.fromtimestamp(stat.st_mtime, UTC)
    except (ValueError, OverflowError, OSError):
        changed_at = None
    return FileStamp(file, file.absolute(), stat.st_size, f"{stat.st_ino}-{stat.st_mtime_ns}", changed_at)


def identified_files(
    stamps: Iterable[FileStamp], index: ObjectIndex
) -> Iterator[tuple[FileStamp, str | RecordingRejected]]:
    """Each with its sha256, from `index` where path, inode, size and time of change are still the same."""
    rest = iter(stamps)
    while some := tuple(islice(rest, PAGE)):
        known = index.known(some)
        read: dict[FileStamp, str] = {}
        for stamp in some:
            sha256 = known.get(stamp) or _read(stamp.file)
            if isinstance(sha256, str) and stamp not in known and _is_settled(stamp):
                read[stamp] = sha256
            yield stamp, sha256
        index.keep(read)


def _is_settled(stamp: FileStamp) -> bool:
    return stamp.changed_at is not None and datetime.now(UTC) - stamp.changed_at >= SETTLED


def _read(file: Path) -> str | RecordingRejected:
    try:
        return read_sha256(file)
    except RecordingRejected as error:
        return error
