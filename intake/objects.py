"""Recordings in buckets: listed, identified by their bytes, their sidecars read where the listing has them."""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from calls.errors import RecordingRejected
from calls.location import ObjectPath
from configs.settings import Settings
from intake.bucket import PAGE, ListedObject, listed, pieces
from intake.find import REPORT_FILE, is_hidden, is_recording

SIDECARS = (".json", ".csv")


class Listed(Hashable, Protocol):
    """An object or file as it stands at its place; `etag` changes with its bytes."""

    @property
    def path(self) -> Path:
        """Where it is, the same for everybody who asks."""

    @property
    def size_bytes(self) -> int:
        """Of the whole."""

    @property
    def etag(self) -> str:
        """Changes with its bytes."""


AnyListed = TypeVar("AnyListed", bound=Listed)


class ObjectIndex(Protocol):
    """Remembers which bytes an object or file holds, so that each is read for it once in all nights."""

    def known(self, objects: Iterable[AnyListed]) -> Mapping[AnyListed, str]:
        """sha256 of those that are known, unchanged since."""

    def keep(self, hashes: Mapping[AnyListed, str]) -> None:
        """Remember these."""


class Forgetful:
    """Remembers nothing."""

    def known(self, objects: Iterable[AnyListed]) -> Mapping[AnyListed, str]:
        """None."""
        return {}

    def keep(self, hashes: Mapping[AnyListed, str]) -> None:
        """Nothing."""


class Listing:
    """What lies below a prefix and matters: recordings, and the sidecars beside them."""

    def __init__(self, prefix: ObjectPath, settings: Settings) -> None:
        """Lists it. A prefix that is an object's own key is that object alone. Raises SetupBroken or TryAgain."""
        self._settings = settings
        self._sidecars: set[ObjectPath] = set()
        self.recordings: list[ListedObject] = []
        reports: set[Path] = set()
        for found in listed(prefix, settings.buckets):
            if any(is_hidden(part) for part in found.path.parts[len(prefix.parts) :]):
                continue
            if found.path.name == REPORT_FILE:
                reports.add(found.path.parent)
            elif found.path.suffix in SIDECARS:
                self._sidecars.add(found.path)
            elif is_recording(found.path.name, settings.batch):
                self.recordings.append(found)
        if reports:  # our own output: its playback copy is no new recording
            self.recordings = [found for found in self.recordings if found.path.parent not in reports]

    def read_text(self, path: Path) -> str:
        """A sidecar's text, without a question to the store where the listing has none."""
        if not isinstance(path, ObjectPath) or path not in self._sidecars:
            raise FileNotFoundError(str(path))
        return b"".join(pieces(path, self._settings.buckets)).decode("utf-8-sig")


def identified(
    objects: Iterable[ListedObject], settings: Settings, index: ObjectIndex
) -> Iterator[tuple[ListedObject, str | RecordingRejected]]:
    """Each with its sha256, or why it has none; those that nobody knows are read, several at a time, and forgotten."""

    def read(found: ListedObject) -> str | RecordingRejected:
        try:
            return _hashed(found, settings)
        except RecordingRejected as error:
            return error

    with ThreadPoolExecutor(settings.buckets.connections) as pool:
        rest = iter(objects)
        while some := tuple(islice(rest, PAGE)):
            known = index.known(some)
            new = [found for found in some if found not in known]
            hashes = dict(zip(new, pool.map(read, new), strict=True))
            index.keep({found: sha256 for found, sha256 in hashes.items() if isinstance(sha256, str)})
            for found in some:
                yield found, known.get(found) or hashes[found]


def _hashed(found: ListedObject, settings: Settings) -> str:
    if found.size_bytes == 0:
        raise RecordingRejected(f"{found.path}: the object is empty; export the recording again")
    sha256 = hashlib.sha256()
    _each_piece(found.path, settings, sha256.update)
    return sha256.hexdigest()


def download(path: ObjectPath, file: Path, settings: Settings) -> str:
    """Bring the object here; its sha256. Raises RecordingRejected, TryAgain, SetupBroken, or OSError of the file."""
    sha256 = hashlib.sha256()
    with file.open("wb") as local:

        def take(piece: bytes) -> None:
            sha256.update(piece)
            local.write(piece)

        _each_piece(path, settings, take)
    return sha256.hexdigest()


def _each_piece(path: ObjectPath, settings: Settings, take: Callable[[bytes], object]) -> None:
    source = pieces(path, settings.buckets)
    while True:
        try:
            piece = next(source, None)
        except FileNotFoundError as error:
            raise RecordingRejected(f"{path}: the object is no longer there; was it moved while this ran?") from error
        if piece is None:
            return
        take(piece)
