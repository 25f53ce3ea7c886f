"""Which recording this is: by its bytes, whatever its name."""

import dataclasses
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from calls.errors import RecordingRejected
from calls.recording import CallMetadata, Recording

LONGEST_ID = 120
"""A folder is named by the call id; most file systems allow 255 bytes, and a letter may take four."""
ID_SUFFIX = 8
"""Hexadecimal digits of the hash that tell two recordings of one name apart: one clash in 4 thousand million pairs."""


def read_recording(path: Path, metadata: CallMetadata) -> Recording:
    """The recording at `path`, named by its metadata or else by its file. Raises RecordingRejected as `read_sha256`."""
    return Recording(path, read_sha256(path), safe_call_id(metadata.call_id or path.stem), metadata)


def read_sha256(path: Path) -> str:
    """Of the file's bytes. Raises RecordingRejected when it is gone, unreadable or empty."""
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as error:
        raise unreadable(path, error) from error
    if size == 0:
        raise RecordingRejected(f"{path}: the file is empty; export the recording again")
    return sha256


def unreadable(path: Path, error: OSError) -> RecordingRejected:
    """Why there is nothing to be had of the file."""
    if isinstance(error, FileNotFoundError):
        return RecordingRejected(f"{path}: the file is no longer there; was it moved while this ran?")
    return RecordingRejected(f"{path}: the file can't be read ({error.strerror}); check its permissions")


def safe_call_id(text: str) -> str:
    """`text` as a name for a folder: letters, digits, dot, dash and underscore, no leading dot or dash.

    >>> safe_call_id("2026/11/02 call #7")
    '2026_11_02_call_7'
    """
    name = re.sub(r"[^\w.-]+", "_", text).strip("._-")[:LONGEST_ID].rstrip("._-")
    return name or "call"


def distinct_ids(recordings: Iterable[Recording]) -> tuple[Recording, ...]:
    """The same recordings; a call id that an earlier, different recording has gets a suffix of the hash.

    Ids that differ only in case count as the same: some file systems make one folder of them.
    """
    owners: dict[str, str] = {}
    return tuple(_with_own_id(recording, owners) for recording in recordings)


def suffixed(recording: Recording) -> Recording:
    """The recording under an id that its bytes make its own."""
    return dataclasses.replace(recording, call_id=f"{recording.call_id}-{recording.sha256[:ID_SUFFIX]}")


def _with_own_id(recording: Recording, owners: dict[str, str]) -> Recording:
    owner = owners.setdefault(recording.call_id.casefold(), recording.sha256)
    if owner == recording.sha256:
        return recording
    named = suffixed(recording)
    owners.setdefault(named.call_id.casefold(), named.sha256)
    return named
