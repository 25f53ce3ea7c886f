"""The reports that reviewers judged, as far as calibration looks at them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from calls.errors import RecordingRejected, SetupBroken

_LENIENT = ConfigDict(extra="ignore")


@checked(frozen=True, config=_LENIENT)
class Spoken:
    """A turn."""

    role: str
    start: float
    end: float


@checked(frozen=True, config=_LENIENT)
class Mark:
    """A mark; `turn` is None for a key."""

    marker: str
    start: float
    end: float
    turn: int | None


@checked(frozen=True, config=_LENIENT)
class Part:
    """A part of a score; `value` None where the call gave no occasion for it."""

    name: str
    value: float | None
    points: float


@checked(frozen=True, config=_LENIENT)
class Scored:
    """A score of the call."""

    value: float | None
    parts: tuple[Part, ...]


@checked(frozen=True, config=_LENIENT)
class Report:
    """A call as the machine judged it."""

    turns: tuple[Spoken, ...]
    evidence: tuple[Mark, ...]
    scores: dict[str, Scored]


def read_reports(folder: Path, calls: Iterable[str]) -> tuple[dict[str, Report], tuple[str, ...]]:
    """The reports of these calls by id, and the calls that have none under `folder` (CALL/report.json).

    Raises SetupBroken where there is no such folder, RecordingRejected on a report of another version.
    """
    if not folder.is_dir():
        raise SetupBroken(f"{folder}: there is no such folder of reports; name the one with --reports")
    found: dict[str, Report] = {}
    missing: list[str] = []
    for call in calls:
        path = folder / call / "report.json"
        inside = path.resolve().is_relative_to(folder.resolve())
        if inside and path.is_file():
            found[call] = as_report(_table(path), str(path))
        else:
            missing.append(call)
    return found, tuple(missing)


def as_report(table: Any, source: str) -> Report:  # noqa: ANN401 - what JSON holds
    """What a report.json holds. Raises RecordingRejected on one of another version."""
    try:
        return TypeAdapter(Report).validate_python(table)
    except ValidationError as error:
        raise RecordingRejected(f"{source}: not a report of this version; analyse the call again") from error


def _table(path: Path) -> Any:  # noqa: ANN401
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RecordingRejected(f"{path}: can't be read as a report ({error}); analyse the call again") from error
