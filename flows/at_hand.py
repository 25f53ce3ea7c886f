"""A recording brought here for as long as it is worked on."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from calls.errors import SetupBroken, WarmlineError
from calls.location import ObjectPath
from calls.recording import Recording
from configs.settings import Settings
from intake.gather import IncomingCall
from intake.objects import download


@contextmanager
def at_hand(call: IncomingCall, settings: Settings) -> Iterator[Recording | None]:
    """The recording at a path that can be read; None where its bytes have changed since it was found.

    What a bucket holds is brought into a temporary folder ($TMPDIR), and errors name the object, not the copy.
    Raises any of calls.errors.
    """
    recording = call.recording
    if not isinstance(recording.path, ObjectPath):
        yield None if _has_changed(call) else recording
        return
    try:
        with tempfile.TemporaryDirectory(prefix="warmline-") as folder:
            copy = Path(folder) / recording.path.name
            sha256 = download(recording.path, copy, settings)
            with _naming(recording.path, copy):
                yield replace(recording, path=copy) if sha256 == recording.sha256 else None
    except OSError as error:
        where = f"{tempfile.gettempdir()} ({error.strerror})"
        raise SetupBroken(f"{recording.path}: can't be brought to {where}; free space or set TMPDIR") from error


@contextmanager
def _naming(path: Path, copy: Path) -> Iterator[None]:
    try:
        yield
    except WarmlineError as error:
        error.args = (str(error).replace(str(copy), str(path)),)
        raise


def _has_changed(call: IncomingCall) -> bool:
    """A file that is gone has not: decoding it tells."""
    with suppress(OSError):
        return call.recording.path.stat().st_size != call.size_bytes
    return False
