"""The playback copy of a published call, read in place: out of the page it lies in, or beside it, whichever it is.

Nothing is copied for it: what `reports.withdraw` deletes can't be heard a moment later.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from calls.location import ObjectPath
from configs.operation_settings import BucketSettings
from intake.bucket import part, told_of
from reports.sound import BESIDE
from reports.withdraw import PAGE

MEDIA_TYPE = "audio/ogg"
BLOCK_BYTES = 2**18
"""Read at once; a multiple of 4, so that each block of the page's base64 decodes by itself."""
_ELEMENT, _CODED, _END = b'<audio id="sound"', b' src="data:audio/ogg;base64,', b'"></audio>'
_ELEMENT_BYTES = 200
"""More than stands between the element's name and its data."""
_TAIL_BYTES = 2**16
"""More than stands in the page after the sound: its script."""


@dataclass(frozen=True, slots=True)
class KeptSound:
    """Where it lies: `first` the place in the file, `length` its own bytes, `coded` whether as base64."""

    path: Path
    first: int
    length: int
    coded: bool


def find_sound(folder: Path, buckets: BucketSettings) -> KeptSound | None:
    """The sound of the report in `folder`; None where it was withdrawn, or there is no report.

    Raises TryAgain or SetupBroken where the bucket can't be read.
    """
    beside, page = folder / BESIDE, folder / PAGE
    try:
        return KeptSound(beside, 0, _size_and_version(beside, buckets)[0], coded=False)
    except FileNotFoundError:
        pass
    try:
        return _in_page(page, *_size_and_version(page, buckets), buckets)
    except FileNotFoundError:
        return None


def sound_bytes(sound: KeptSound, first: int, last: int, buckets: BucketSettings) -> Iterator[bytes]:
    """Its bytes from `first` up to `last`, which is left out, a block at a time."""
    if not sound.coded:
        yield from _blocks(sound.path, first, last, buckets)
        return
    whole = first // 3, -(-last // 3)  # three bytes are four characters
    begin, until = (sound.first + 4 * triple for triple in whole)
    left = last - 3 * whole[0]
    skip = first - 3 * whole[0]
    for block in _blocks(sound.path, begin, until, buckets):
        decoded = base64.b64decode(block)
        yield decoded[skip : min(len(decoded), left)]
        left -= len(decoded)
        skip = 0


@lru_cache(maxsize=1000)
def _in_page(page: Path, size: int, _version: str, buckets: BucketSettings) -> KeptSound | None:
    """The place of the audio element's data; kept in memory, for each seek asks for it, until the page changes."""
    start = _find(page, _ELEMENT, size, buckets)
    if start is None:
        return None
    head = _read(page, start, min(size, start + _ELEMENT_BYTES), buckets)
    tail_at = max(0, size - _TAIL_BYTES)
    tail = _read(page, tail_at, size, buckets)
    at, until = head.find(_CODED), tail.rfind(_END)
    if at < 0 or until < 0:
        return None
    first, last = start + at + len(_CODED), tail_at + until
    padding = _read(page, last - 2, last, buckets).count(b"=")
    return KeptSound(page, first, (last - first) // 4 * 3 - padding, coded=True)


def _find(path: Path, wanted: bytes, size: int, buckets: BucketSettings) -> int | None:
    """Where `wanted` begins."""
    before, at = b"", 0
    for block in _blocks(path, 0, size, buckets):
        found = (before + block).find(wanted)
        if found >= 0:
            return at - len(before) + found
        at += len(block)
        before = block[len(block) - len(wanted) + 1 :]
    return None


def _size_and_version(path: Path, buckets: BucketSettings) -> tuple[int, str]:
    if isinstance(path, ObjectPath):
        told = told_of(path, buckets)
        return told.size_bytes, told.etag
    told_here = path.stat()
    return told_here.st_size, str(told_here.st_mtime_ns)


def _read(path: Path, first: int, last: int, buckets: BucketSettings) -> bytes:
    return b"".join(_blocks(path, first, last, buckets))


def _blocks(path: Path, first: int, last: int, buckets: BucketSettings) -> Iterator[bytes]:
    if isinstance(path, ObjectPath):
        for at in range(first, last, BLOCK_BYTES):
            yield part(path, at, min(last, at + BLOCK_BYTES), buckets)
        return
    with path.open("rb") as file:
        file.seek(first)
        for at in range(first, last, BLOCK_BYTES):
            block = file.read(min(last - at, BLOCK_BYTES))
            if not block:
                return
            yield block
