"""Labelled truth and found reports, read into one shape."""

import json
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from calls.errors import RecordingRejected
from calls.timeline import SegmentKind

_LENIENT = ConfigDict(extra="ignore")


@checked(frozen=True, config=_LENIENT)
class SaidTurn:
    """What one party said, from `start` to `end` in seconds, and the markers in it."""

    role: str
    start: float
    end: float
    text: str = ""
    markers: tuple[str, ...] = ()


@checked(frozen=True, config=_LENIENT)
class Stretch:
    """A segment of the call."""

    kind: SegmentKind
    start: float
    end: float


@checked(frozen=True, config=_LENIENT)
class Key:
    """A key pressed; a found one may be masked."""

    key: str
    start: float
    end: float


@checked(frozen=True, config=_LENIENT)
class Truth:
    """What is labelled of a call; None is not labelled.

    `ivr` counts menus, options, options_changed, invalid and zero_presses, as far as they are labelled.
    """

    id: str
    turns: tuple[SaidTurn, ...] | None = None
    segments: tuple[Stretch, ...] | None = None
    keys: tuple[Key, ...] | None = None
    ivr: dict[str, int] | None = None
    agent_delivery: str | None = None


@checked(frozen=True, config=_LENIENT)
class Found:
    """What a report says of the call, as far as it is compared."""

    channels: int
    turns: tuple[SaidTurn, ...]
    segments: tuple[Stretch, ...]
    keys: tuple[Key, ...]
    ivr: dict[str, Any]
    scores: dict[str, float | None] = Field(default_factory=dict)


def read_truth(path: Path) -> Truth:
    """A truth file; without an id, its name is the call's. Raises RecordingRejected naming file and field."""
    table = _object(path)
    try:
        return TypeAdapter(Truth).validate_python({"id": path.stem} | table)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise RecordingRejected(f"{path}: '{field}': {first['msg']}; see docs/evaluate.md for the format") from error


def read_found(path: Path) -> Found:
    """A report.json. Raises RecordingRejected on one that is none."""
    report = _object(path)
    try:
        turns = [turn for turn in report["turns"] if turn["role"] in ("agent", "customer")]
        return TypeAdapter(Found).validate_python(
            {
                "channels": report["call"]["channels"],
                "turns": turns,
                "segments": report["timeline"],
                "keys": report["keys"],
                "ivr": report["measures"]["ivr"],
                "scores": {name: score["value"] for name, score in report["scores"].items()},
            }
        )
    except (ValidationError, KeyError, TypeError) as error:
        raise RecordingRejected(f"{path}: not a report of this version; analyse the call again") from error


def _object(path: Path) -> dict[str, Any]:
    try:
        table = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise RecordingRejected(f"{path}: can't be read ({error.strerror}); check the path") from error
    except ValueError as error:
        raise RecordingRejected(f"{path}: not JSON ({error}); see docs/evaluate.md for the format") from error
    if not isinstance(table, dict):
        raise RecordingRejected(f"{path}: a JSON object is expected; see docs/evaluate.md for the format")
    return table
