"""A call's folder of reports, which appears whole or not at all, on a disk or in a bucket."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from calls.errors import SetupBroken, TryAgain
from calls.location import ObjectPath
from flows.lease import Lease
from flows.run import Run
from intake.bucket import upload
from intake.find import REPORT_FILE


@contextmanager
def appearing_whole(run: Run, call_id: str, lease: Lease) -> Iterator[tuple[Path, Path]]:
    """A draft to write into, and the folder whose place it takes at the end; after a failure nothing has changed.

    The draft's name is the same each time: what a killed process left, the next one to hold the lease clears away.
    """
    folder, draft = run.reports / call_id, run.out / f".{call_id}.part"
    try:
        _clear(draft)
        draft.mkdir(parents=True)
        yield draft, folder
        if not lease.is_ours():
            raise TryAgain(f"{folder}: its claim was lost, this process stood still too long; the call is done again")
        if isinstance(folder, ObjectPath):
            _upload(draft, folder, run)
        else:
            _take_place(draft, folder)
    except OSError as error:
        raise SetupBroken(
            f"{folder}: the report can't be written ({error.strerror}); free space or choose another --out"
        ) from error
    finally:
        _clear(draft)


def _upload(draft: Path, folder: ObjectPath, run: Run) -> None:
    """Each object appears whole; report.json comes last and says that the others are there."""
    for file in sorted(draft.iterdir(), key=lambda file: file.name == REPORT_FILE):
        upload(file, folder / file.name, run.settings.buckets)


def _take_place(draft: Path, folder: Path) -> None:
    former = folder.with_name(f".{folder.name}.former")
    _clear(former)
    if draft.parent != folder.parent:  # perhaps another disk, where a rename is no single step
        near = folder.with_name(draft.name)
        _clear(near)
        shutil.copytree(draft, near)
        draft = near
    try:
        if folder.exists():
            folder.rename(former)
        draft.rename(folder)
    except OSError:
        if former.exists() and not folder.exists():
            former.rename(folder)
        raise
    finally:
        _clear(former, draft)


def _clear(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
