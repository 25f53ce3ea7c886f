"""From paths to calls ready to be analysed: found, identified, with their metadata, each recording once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from calls.errors import RecordingRejected
from calls.location import ObjectPath, object_path
from calls.outcome import Outcome
from calls.recording import Recording
from configs.settings import Settings
from intake.files import file_stamp, identified_files
from intake.find import find_recordings
from intake.identity import distinct_ids, safe_call_id
from intake.metadata import MetadataBook
from intake.objects import Forgetful, Listing, ObjectIndex, identified


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """A recording to analyse. `notes` say which metadata could not be used; `size_bytes` weighs it in the estimate."""

    recording: Recording
    size_bytes: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """`calls` have distinct ids and distinct bytes; `outcomes` are of the paths there is nothing to analyse at."""

    calls: tuple[IncomingCall, ...]
    outcomes: tuple[Outcome, ...]


def gather(
    paths: Iterable[Path], settings: Settings, quiet_s: float = 0.0, index: ObjectIndex | None = None
) -> Gathered:
    """All calls at `paths`: files, folders, and buckets or prefixes of them (`s3://bucket/prefix`).

    One recording's failure is its outcome and leaves the others be. A file or object that was changed less than
    `quiet_s` ago may still be being written and is left. `index` remembers the bytes of objects and files.
    Raises SetupBroken when the metadata settings are wrong, SetupBroken or TryAgain where a bucket can't be read.
    """
    buckets, local = list[ObjectPath](), list[Path]()
    for path in paths:
        prefix = object_path(path)
        local.append(path) if prefix is None else buckets.append(prefix)
    outcomes: list[Outcome] = []
    by_sha256: dict[str, IncomingCall] = {}
    for found in _each(local, buckets, settings, quiet_s, index or Forgetful()):
        if isinstance(found, Outcome):
            outcomes.append(found)
            continue
        first = by_sha256.setdefault(found.recording.sha256, found)
        path, other = found.recording.path, first.recording.path
        if path != other:
            reason = f"{path}: the same recording as {other}; analysed once"
            outcomes.append(Outcome(path, "skipped", reason=reason))
    return Gathered(_named_apart(by_sha256.values()), tuple(outcomes))


Found = IncomingCall | Outcome


def _each(
    local: list[Path], buckets: list[ObjectPath], settings: Settings, quiet_s: float, index: ObjectIndex
) -> Iterator[Found]:
    yield from _in_folders(local, settings, quiet_s, index)
    for prefix in dict.fromkeys(buckets):
        yield from _in_bucket(prefix, settings, quiet_s, index)


def _in_folders(paths: list[Path], settings: Settings, quiet_s: float, index: ObjectIndex) -> Iterator[Found]:
    book = MetadataBook(settings.metadata)
    found = find_recordings(paths, settings.batch)
    for problem in found.problems:
        yield Outcome(problem.path, "failed", reason=problem.sentence)
    yield from _identified(found.files, book, quiet_s, index)


def _identified(files: Iterable[Path], book: MetadataBook, quiet_s: float, index: ObjectIndex) -> Iterator[Found]:
    quiet = []
    for file in files:
        try:
            stamp = file_stamp(file)
        except RecordingRejected as error:
            yield Outcome(file, "failed", reason=str(error))
            continue
        if left := _still_written(file, stamp.changed_at, quiet_s):
            yield left
        else:
            quiet.append(stamp)
    for stamp, sha256 in identified_files(quiet, index):
        if isinstance(sha256, RecordingRejected):
            yield Outcome(stamp.file, "failed", reason=str(sha256))
        else:
            yield _incoming(stamp.file, stamp.size_bytes, sha256, book)


def _in_bucket(prefix: ObjectPath, settings: Settings, quiet_s: float, index: ObjectIndex) -> Iterator[Found]:
    listing = Listing(prefix, settings)
    book = MetadataBook(settings.metadata, listing.read_text)
    if not listing.recordings:
        why = "no recordings below this prefix; expected objects such as NAME.wav"
        yield Outcome(prefix, "failed", reason=f"{prefix}: {why}")
    quiet = []
    for found in listing.recordings:
        if left := _still_written(found.path, found.changed_at, quiet_s):
            yield left
        else:
            quiet.append(found)
    for found, sha256 in identified(quiet, settings, index):
        if isinstance(sha256, RecordingRejected):
            yield Outcome(found.path, "failed", reason=str(sha256))
        else:
            yield _incoming(found.path, found.size_bytes, sha256, book)


def _still_written(path: Path, changed_at: datetime | None, quiet_s: float) -> Outcome | None:
    """A file of the future says nothing: its machine's clock is wrong, and it would be left for ever."""
    age_s = abs((datetime.now(UTC) - changed_at).total_seconds()) if changed_at else quiet_s
    if age_s >= quiet_s:
        return None
    reason = f"{path}: changed {age_s:.0f} s ago and may still be being written; left for the next run"
    return Outcome(path, "left", reason=reason)


def _incoming(path: Path, size_bytes: int, sha256: str, book: MetadataBook) -> IncomingCall:
    metadata, notes = book.lookup(path)
    call_id = safe_call_id(metadata.call_id or path.stem)
    return IncomingCall(Recording(path, sha256, call_id, metadata), size_bytes, notes)


def _named_apart(calls: Iterable[IncomingCall]) -> tuple[IncomingCall, ...]:
    calls = tuple(calls)
    recordings = distinct_ids(call.recording for call in calls)
    return tuple(
        IncomingCall(recording, call.size_bytes, call.notes) for recording, call in zip(recordings, calls, strict=True)
    )
