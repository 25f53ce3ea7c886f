"""report.json read back: the inverse of reports.report_json, from a folder or a bucket.

What the file does not tell is not made up: of the recording's path only the name is known, and words carry the channel
of their side. A file of an earlier version lacks newer keys: what they would hold counts as not measured.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from calls.curves import Curves
from calls.errors import SetupBroken
from calls.location import ObjectPath
from calls.measures import DynamicsMeasures, HoldMeasures, IvrMeasures, Measures, QueueMeasures, ToneMeasures
from calls.recording import CallMetadata, Recording
from calls.report import CallReport, Provenance, StageTime
from calls.scores import Evidence, Scores
from calls.sound import KeyPress
from calls.timeline import Segment, Timeline
from calls.transcript import Role, Transcript, Turn, Word
from configs.operation_settings import BucketSettings
from intake.bucket import pieces
from intake.find import REPORT_FILE
from reports.report_json import SCHEMA, plain

UNKNOWN_CHANNEL = -1
_UNMEASURED: dict[str, dict[str, Any]] = plain(
    Measures(
        HoldMeasures(0, 0.0, 0.0, 0.0, 0, 0),
        QueueMeasures(0.0),
        IvrMeasures(0.0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, ()),
        DynamicsMeasures(
            None, 0.0, 0.0, 0, 0, 0, 0, 0.0, None, None, None, 0.0, (), None, None, None, None, 0.0
        ),
        ToneMeasures(0.0, None, None, None, None, None, None),
    )
)  # fmt: skip
_UNKNOWN = {"device": "", "recipe": "", "models": {}}

_measures, _scores = TypeAdapter(Measures), TypeAdapter(Scores)
_segments, _evidence = TypeAdapter(tuple[Segment, ...]), TypeAdapter(tuple[Evidence, ...])
_stages, _curves = TypeAdapter(tuple[StageTime, ...]), TypeAdapter(Curves)
_provenance = TypeAdapter(Provenance)


def read_report(folder: Path, buckets: BucketSettings) -> CallReport:
    """The report in a call's folder.

    Raises FileNotFoundError where there is none, SetupBroken where it is none that this version can read, TryAgain
    where its bucket is away.
    """
    path = folder / REPORT_FILE
    text = b"".join(pieces(path, buckets)) if isinstance(path, ObjectPath) else path.read_bytes()
    try:
        return report_of(json.loads(text))
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise SetupBroken(
            f"{folder.name}/{REPORT_FILE}: not a report of Warmline that this version reads ({type(error).__name__}); "
            "analyse the call again with --again"
        ) from error


def report_of(made: dict[str, Any]) -> CallReport:
    """The report that `report_dict` wrote. Raises ValueError, KeyError or TypeError where it is none."""
    if made["schema"] != SCHEMA:
        raise ValueError(f"schema {made['schema']}")
    call = made["call"]
    turns = tuple(_turn(turn, call) for turn in made["turns"])
    words = tuple(sorted((word for turn in turns for word in turn.words), key=lambda word: word.start))
    made_by: dict[str, Any] = _UNKNOWN | made["provenance"]
    return CallReport(
        recording=Recording(
            path=Path(call.get("file") or call["id"]),
            sha256=made_by["recording_sha256"],
            call_id=call["id"],
            metadata=_metadata(call),
        ),
        duration_s=float(call["duration_s"]),
        channels=int(call["channels"]),
        transcript=Transcript(words, call["language"], call.get("language_confidence") or 0.0),
        timeline=Timeline(
            _segments.validate_python(made["timeline"]),
            tuple(
                KeyPress(key["key"], key["start"], key["end"], _channel("customer", call)) for key in made["keys"]
            ),
        ),
        turns=turns,
        measures=_measures.validate_python(
            {name: nothing | made["measures"].get(name, {}) for name, nothing in _UNMEASURED.items()}
        ),
        evidence=_evidence.validate_python(made["evidence"]),
        scores=_scores.validate_python(made["scores"]),
        provenance=_provenance.validate_python(made_by),
        stages=_stages.validate_python(made.get("stages", ())),
        notes=tuple(made.get("notes", ())),
        curves=_curves.validate_python(made["curves"]) if made.get("curves") else None,
    )  # fmt: skip


def _metadata(call: dict[str, Any]) -> CallMetadata:
    began = call["started_at"]
    return CallMetadata(
        call_id=call["id"],
        agent_id=call["agent_id"],
        agent_name=call["agent_name"],
        team=call["team"],
        queue=call["queue"],
        started_at=datetime.fromisoformat(began) if began else None,
        agent_channel=call.get("agent_channel"),
        language=call["language"],
    )


def _turn(turn: dict[str, Any], call: dict[str, Any]) -> Turn:
    """Words one by one; of a report that has none, the turn's text as one."""
    channel = _channel(turn["role"], call)
    said = turn.get("words") or [{**turn, "confidence": 1.0}] if turn["text"] else []
    words = tuple(Word(w["text"], w["start"], w["end"], w["confidence"], channel) for w in said)
    return Turn(turn["role"], turn["speaker"], turn["start"], turn["end"], words)


def _channel(role: Role, call: dict[str, Any]) -> int:
    """A side's: recorders put the customer alone on theirs."""
    if call["channels"] == 1:
        return 0
    agent: int | None = call.get("agent_channel")
    if agent is None:
        return UNKNOWN_CHANNEL
    return 1 - agent if role == "customer" else agent
