"""A recording deleted, with what lies beside it, when the operator's rules say so."""

import hashlib
from pathlib import Path

from calls.errors import TryAgain
from calls.location import ObjectPath
from configs.operation_settings import BucketSettings
from intake.bucket import pieces, remove

BESIDE = (".json", ".csv")


def discard(path: Path, sha256: str, buckets: BucketSettings) -> bool:
    """Delete the recording at `path` and its own sidecars; False where other bytes than its own are there, and stay.

    One that is gone from its folder counts as deleted. Raises TryAgain where the folder itself is not there: it may be
    on a disk that is not mounted. OSError and other calls.errors pass through.
    """
    if not isinstance(path, ObjectPath) and not path.parent.is_dir():
        raise TryAgain(f"{path.parent}: the folder of the recording is not there; is its disk mounted?")
    try:
        if _hash(path, buckets) != sha256:
            return False
    except FileNotFoundError:
        pass  # its sidecars may still be there
    for name in (path, *(path.with_suffix(suffix) for suffix in BESIDE)):
        if isinstance(name, ObjectPath):
            remove(name, buckets)
        else:
            name.unlink(missing_ok=True)
    return True


def _hash(path: Path, buckets: BucketSettings) -> str:
    if not isinstance(path, ObjectPath):
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    found = hashlib.sha256()
    for piece in pieces(path, buckets):
        found.update(piece)
    return found.hexdigest()
