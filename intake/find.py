"""Recordings in files and folders."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from configs.operation_settings import BatchSettings

REPORT_FILE = "report.json"
"""A folder that holds one is Warmline's own output: its playback copy is no new recording."""
UNFINISHED = (".part", ".tmp", ".partial", ".crdownload", "~")


@dataclass(frozen=True, slots=True)
class Problem:
    """A path that gave no recording, and the sentence that says why and what to do."""

    path: Path
    sentence: str


@dataclass(frozen=True, slots=True)
class FoundRecordings:
    """`files` in order, each once, and the paths that gave none."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def find_recordings(paths: Iterable[Path], settings: BatchSettings) -> FoundRecordings:
    """The recordings at `paths`: files as named, folders with all below them, hidden and unfinished files left out.

    Never raises: what can't be found or read is a problem, and the others go on.
    """
    files: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            inside = list(_recordings_below(path, settings, problems))
            if not inside:
                problems.append(_problem(path, "the folder holds no recordings; expected files such as NAME.wav"))
        elif path.exists():
            inside = [path]
        else:
            inside = []
            problems.append(_problem(path, "no such file or folder; check the path"))
        for file in inside:
            files.setdefault(file.resolve(), file)
    return FoundRecordings(tuple(files.values()), tuple(problems))


def _recordings_below(folder: Path, settings: BatchSettings, problems: list[Problem]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        why = f"the folder can't be read ({error.strerror}); check its permissions"
        problems.append(_problem(Path(error.filename), why))

    for root, folders, names in os.walk(folder, onerror=note):
        # Changed in place: os.walk goes down only into what is left.
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        if REPORT_FILE in names:
            folders.clear()
            continue
        for name in sorted(names):
            path = Path(root, name)
            if is_recording(name, settings) and path.is_file():
                yield path


def _problem(path: Path, why: str) -> Problem:
    return Problem(path, f"{path}: {why}")


def is_recording(name: str, settings: BatchSettings) -> bool:
    """Whether a file or object of this name is taken for one."""
    if is_hidden(name) or name.endswith(UNFINISHED):
        return False
    return Path(name).suffix.lower().removeprefix(".") in settings.extensions


def is_hidden(name: str) -> bool:
    """Whether a file, folder or prefix of this name is left alone."""
    return name.startswith((".", "~"))
