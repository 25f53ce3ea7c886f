"""Buckets of any S3-compatible store. Where they are and who we are stands in the environment, as AWS_... variables.

All functions raise SetupBroken where a person is needed and TryAgain where the store is away for now.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

if TYPE_CHECKING:
    from obstore import ObjectMeta

from calls.errors import SetupBroken, TryAgain, WarmlineError
from calls.location import ObjectPath
from configs.operation_settings import BucketSettings

ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
ANSWER_S = 20
"""Seconds without an answer after which a request is tried again."""
PAGE = 1000
"""Objects a page, the most that S3 lists at once."""
PIECE_BYTES = 2**20
FOR_A_PERSON = {
    "NoSuchBucket": "there is no such bucket; check its name",
    "AccessDenied": "access is denied; check what the credentials may do",
    "SignatureDoesNotMatch": "the credentials are refused; check AWS_SECRET_ACCESS_KEY",
    "InvalidAccessKeyId": "the credentials are refused; check AWS_ACCESS_KEY_ID",
    "ExpiredToken": "the credentials have expired; renew them",
    "PermanentRedirect": "the bucket is in another region; check AWS_REGION",
    "builder error": "its address is no URL; check AWS_ENDPOINT_URL",
}
"""Codes of S3's answers that waiting will not mend."""


class ListedObject(NamedTuple):
    """An object as a listing tells of it; `etag` changes with its bytes. Plain, for there may be millions."""

    path: ObjectPath
    size_bytes: int
    etag: str
    changed_at: datetime


def listed(prefix: ObjectPath, settings: BucketSettings) -> Iterator[ListedObject]:
    """All objects below `prefix`, a page at a time as the store hands them out."""
    root = ObjectPath("s3://") / prefix.bucket
    with _told_apart(prefix):
        for page in _store(prefix, settings).list(prefix.key or None, chunk_size=PAGE):
            for meta in page:
                yield _listed_object(root / meta["path"], meta)


def pieces(path: ObjectPath, settings: BucketSettings) -> Iterator[bytes]:
    """The object's bytes, a piece at a time. Raises FileNotFoundError where there is no such object."""
    with _told_apart(path):
        yield from map(bytes, _store(path, settings).get(path.key).stream(min_chunk_size=PIECE_BYTES))


def told_of(path: ObjectPath, settings: BucketSettings) -> ListedObject:
    """The object as a listing would tell of it. Raises FileNotFoundError where there is none."""
    with _told_apart(path):
        return _listed_object(path, _store(path, settings).head(path.key))


def part(path: ObjectPath, first: int, last: int, settings: BucketSettings) -> bytes:
    """The object's bytes from `first` up to `last`, which is left out. Raises FileNotFoundError where there is none."""
    with _told_apart(path):
        return bytes(_store(path, settings).get_range(path.key, start=first, end=last))


def exists(path: Path, settings: BucketSettings) -> bool:
    """Whether there is such an object, or file."""
    if not isinstance(path, ObjectPath):
        return path.exists()
    try:
        with _told_apart(path):
            _store(path, settings).head(path.key)
    except FileNotFoundError:
        return False
    return True


def upload(file: Path, path: ObjectPath, settings: BucketSettings) -> None:
    """The file as an object, which appears whole or not at all."""
    with _told_apart(path):
        _store(path, settings).put(path.key, file)


def remove(path: ObjectPath, settings: BucketSettings) -> None:
    """Delete the object; one that is not there counts as deleted."""
    try:
        with _told_apart(path):
            _store(path, settings).delete(path.key)
    except FileNotFoundError:
        return


def _listed_object(path: ObjectPath, meta: "ObjectMeta") -> ListedObject:
    etag = meta["e_tag"] or meta["last_modified"].isoformat()
    return ListedObject(path, meta["size"], etag, meta["last_modified"])


def _store(path: ObjectPath, settings: BucketSettings) -> S3Store:
    if not path.bucket:
        raise SetupBroken(f"{path}: names no bucket; write s3://BUCKET/PREFIX")
    return _opened(path.bucket, settings.patience_s, tuple(os.environ.get(name, "") for name in ENDPOINTS))


@cache
def _opened(bucket: str, patience_s: float, endpoints: tuple[str, ...]) -> S3Store:
    """One a process: it keeps its connections. An endpoint written with http:// is meant so."""
    return S3Store(
        bucket,
        client_options={
            "allow_http": any(endpoint.startswith("http://") for endpoint in endpoints),
            "timeout": timedelta(seconds=ANSWER_S),
        },
        retry_config={"retry_timeout": timedelta(seconds=patience_s)},
    )


@contextmanager
def _told_apart(path: ObjectPath) -> Iterator[None]:
    try:
        yield
    except BaseError as error:
        raise _as_ours(error, path) from error


def _as_ours(error: BaseError, path: ObjectPath) -> WarmlineError:
    text = str(error)
    for code, why in FOR_A_PERSON.items():
        if code in text:
            return SetupBroken(f"{path}: {why}")
    if isinstance(error, PermissionDeniedError | UnauthenticatedError):
        return SetupBroken(f"{path}: {FOR_A_PERSON['AccessDenied']}")
    if "169.254.169.254" in text:
        return SetupBroken(f"{path}: no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    why = text.splitlines()[0].rpartition(" - ")[2][:200]
    return TryAgain(f"{path}: the bucket can't be reached for now ({why}); check the network, then run again")
