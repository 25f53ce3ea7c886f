"""From paths to calls ready to be analysed: found, identified, with their metadata, each recording once."""

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


def gather(paths: Iterable[Path], settings: Settings) -> Gathered:
    """All calls at `paths`, files and folders. One path's failure is its outcome and leaves the others be.

    Raises SetupBroken when the metadata settings are wrong.
    """
    paths = list(paths)
    book = MetadataBook(settings.metadata)
    found = find_recordings(paths, settings.batch)
    outcomes = [Outcome(problem.path, "failed", reason=problem.sentence) for problem in found.problems]
    by_sha256: dict[str, IncomingCall] = {}
    for file in found.files:
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
