"""What the tests of buckets share: putting, listing, and a night's settings."""

from pathlib import Path

from obstore.store import S3Store
from s3_server import BUCKET

RECORDINGS = Path(f"s3://{BUCKET}/calls")


def bucket() -> S3Store:
    """By the environment."""
    return S3Store(BUCKET, client_options={"allow_http": True})


def put(key: str, content: bytes | str) -> None:
    bucket().put(key, content.encode() if isinstance(content, str) else content)


def keys(prefix: str) -> set[str]:
    return {meta["path"] for page in bucket().list(prefix) for meta in page}
