"""Truth files and reports, read."""

import json
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from calls.errors import RecordingRejected, SetupBroken
from evaluation.field_names import LABELS, READ, unknown_field
from evaluation.records import Found, IvrFact, Truth
from evaluation.words import PARTIES
from scores.markers import MARKERS

FORMAT = "see docs/evaluate.md for the format"


def truth_files(folder: Path) -> tuple[Path, ...]:
    """The truth files of a folder, in order. Raises SetupBroken where there is none."""
    if not folder.is_dir():
        raise SetupBroken(f"{folder}: no such folder; name the one that holds the labelled calls")
    files = tuple(sorted(folder.glob("*.json")))
    if not files:
        raise SetupBroken(f"{folder}: no labelled calls; expected NAME.json files, {FORMAT}")
    return files


def read_truth(path: Path) -> Truth | None:
    """A truth file; without an id, its name is the call's. None where it labels nothing: a sidecar of metadata.

    Raises RecordingRejected with one sentence that names file and field.
    """
    table = _object(path)
    if wrong := unknown_field(table):
        raise RecordingRejected(f"{path}: {wrong}; {FORMAT}")
    if not any(table.get(label) is not None for label in LABELS):
        return None
    labels = {field: _only(table[field], field) for field in (*LABELS, "labelled") if field in table}
    call_id = table.get("id") or table.get("call_id") or path.stem
    try:
        return TypeAdapter(Truth).validate_python({"id": call_id} | labels)
    except ValidationError as error:
        raise RecordingRejected(f"{path}: {_first_of(error)}; {FORMAT}") from error


def read_found(path: Path) -> Found:
    """A report.json. Raises RecordingRejected on one that is none."""
    report = _object(path)
    try:
        ivr = report["measures"]["ivr"]
        return TypeAdapter(Found).validate_python(
            {
                "channels": report["call"]["channels"],
                "turns": _only([_design_markers(turn) for turn in report["turns"] if turn["role"] in PARTIES], "turns"),
                "segments": _only(report["timeline"], "segments"),
                "keys": _only(report["keys"], "keys"),
                "ivr": {name: ivr[name] for name in get_args(IvrFact)},
                "scores": {name: score["value"] for name, score in report["scores"].items()},
            }
        )
    except (ValidationError, KeyError, TypeError, AttributeError) as error:
        raise RecordingRejected(f"{path}: not a report of this version; analyse the call again") from error


def _only(value: object, field: str) -> object:
    """A list's entries with the fields that are read; anything else as it is."""
    if field not in READ or not isinstance(value, list):
        return value
    return [{n: e[n] for n in READ[field] if n in e} if isinstance(e, dict) else e for e in value]


def _design_markers(turn: dict[str, Any]) -> dict[str, Any]:
    """Reports may carry other names beside the markers, such as an opportunity's."""
    return turn | {"markers": [name for name in turn["markers"] if name in MARKERS]}


def _first_of(error: ValidationError) -> str:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    what = first["msg"].removeprefix("Value error, ")
    what = what[:1].lower() + what[1:]
    return f"'{field}': {what}" if field else what


def _object(path: Path) -> dict[str, Any]:
    try:
        table = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise RecordingRejected(f"{path}: can't be read ({error.strerror}); check the path") from error
    except (ValueError, RecursionError) as error:
        raise RecordingRejected(f"{path}: not JSON ({error}); {FORMAT}") from error
    if not isinstance(table, dict):
        raise RecordingRejected(f"{path}: a JSON object is expected; {FORMAT}")
    return table
