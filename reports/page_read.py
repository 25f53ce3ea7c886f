"""A published page as one file to keep: the sound that lies beside the page of a long call is put inside it."""

import base64
from collections.abc import Iterator
from pathlib import Path

from calls.location import ObjectPath
from configs.operation_settings import BucketSettings
from intake.bucket import exists, pieces
from reports.sound import BESIDE
from reports.sound_read import BLOCK_BYTES, KeptSound, find_sound, sound_bytes
from reports.withdraw import PAGE

_SOURCE = f' src="{BESIDE}"'.encode()
_POLICY, _POLICY_INSIDE = b"media-src &#39;self&#39; file:;", b"media-src data:;"
_BLOCK_BYTES = BLOCK_BYTES // 3 * 3
"""Three bytes are four characters: no padding between blocks."""


def page_bytes(folder: Path, buckets: BucketSettings) -> Iterator[bytes]:
    """The page in `folder`, a piece at a time. Raises FileNotFoundError at once where there is none."""
    page = folder / PAGE
    if not exists(page, buckets):
        raise FileNotFoundError(page.name)
    sound = find_sound(folder, buckets)
    if sound is None or sound.coded:
        return _pieces(page, buckets)
    return _with_sound(b"".join(_pieces(page, buckets)), sound, buckets)


def _pieces(page: Path, buckets: BucketSettings) -> Iterator[bytes]:
    if isinstance(page, ObjectPath):
        yield from pieces(page, buckets)
        return
    with page.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def _with_sound(page: bytes, sound: KeptSound, buckets: BucketSettings) -> Iterator[bytes]:
    before, source, after = page.replace(_POLICY, _POLICY_INSIDE).partition(_SOURCE)
    yield before
    if source:
        yield b' src="data:audio/ogg;base64,'
        for first in range(0, sound.length, _BLOCK_BYTES):
            block = b"".join(sound_bytes(sound, first, min(sound.length, first + _BLOCK_BYTES), buckets))
            yield base64.b64encode(block)
        yield b'"'
    yield after
