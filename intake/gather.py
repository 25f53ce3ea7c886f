"""From paths to calls ready to be analysed: found, identified, with their metadata, each recording once."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from calls.errors import RecordingRejected
from calls.outcome import Outcome
from calls.recording import Recording
from configs.settings import Settings
from intake.find import find_recordings
from intake.identity import distinct_ids, read_recording
from intake.metadata import MetadataBook


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


def gather(paths: Iterable[Path], settings: Settings, quiet_s: float = 0.0) -> Gathered:
    """All calls at `paths`, files and folders. One path's failure is its outcome and leaves the others be.

    A file that was changed less than `quiet_s` ago may still be being written and is left.
    Raises SetupBroken when the metadata settings are wrong.
    """
    paths = list(paths)
    book = MetadataBook(settings.metadata)
    found = find_recordings(paths, settings.batch)
    outcomes = [Outcome(problem.path, "failed", reason=problem.sentence) for problem in found.problems]
    by_sha256: dict[str, IncomingCall] = {}
    for file in found.files:
        if why := _still_written(file, quiet_s):
            outcomes.append(Outcome(file, "left", reason=why))
            continue
        try:
            call = _incoming(file, book)
        except RecordingRejected as error:
            outcomes.append(Outcome(file, "failed", reason=str(error)))
            continue
        first = by_sha256.setdefault(call.recording.sha256, call)
        if first is not call:
            reason = f"{file}: the same recording as {first.recording.path}; analysed once"
            outcomes.append(Outcome(file, "skipped", reason=reason))
    return Gathered(_named_apart(by_sha256.values()), tuple(outcomes))


def _still_written(file: Path, quiet_s: float) -> str | None:
    """A file of the future says nothing: its machine's clock is wrong, and it would be left for ever."""
    try:
        age_s = time.time() - file.stat().st_mtime
    except OSError:
        return None  # reading it tells
    if not abs(age_s) < quiet_s:
        return None
    return f"{file}: changed {abs(age_s):.0f} s ago and may still be being written; left for the next run"


def _incoming(file: Path, book: MetadataBook) -> IncomingCall:
    metadata, notes = book.lookup(file)
    recording = read_recording(file, metadata)
    return IncomingCall(recording, file.stat().st_size, notes)


def _named_apart(calls: Iterable[IncomingCall]) -> tuple[IncomingCall, ...]:
    calls = tuple(calls)
    recordings = distinct_ids(call.recording for call in calls)
    return tuple(
        IncomingCall(recording, call.size_bytes, call.notes) for recording, call in zip(recordings, calls, strict=True)
    )
