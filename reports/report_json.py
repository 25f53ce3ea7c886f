"""report.json: what one analysed call gives to programs.

The keys and units that other programs may rely on: schema, call, timeline, keys, turns, measures, scores, evidence and
provenance. Beside them stand words with times, all other measures, stage times, notes, and the curves of the timeline
(calls.curves). Times in seconds from the start of the recording, numbers rounded to 3 decimals, null where nothing
could be measured.
"""

import json
import math
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from calls.report import CallReport
from calls.scores import Evidence, Score
from calls.sound import MASKED_KEY
from calls.transcript import Turn, Word
from reports.people import agent_channel
from reports.publish import publish_text

SCHEMA = 1
DECIMALS = 3
CLEAR_KEYS = ("0", "*", "#")


def write_json(report: CallReport, path: Path) -> Path:
    """Write report.json; a reader sees the whole file or none. Raises SetupBroken if `path` can't be written."""
    text = json.dumps(report_dict(report), ensure_ascii=False, indent=1, allow_nan=False)
    return publish_text(path, text + "\n")


def report_dict(report: CallReport) -> dict[str, Any]:
    """The report as plain values that `json` takes: no NaN, no infinity, no path of this machine."""
    return {
        "schema": SCHEMA,
        "call": _call(report),
        "timeline": _timeline(report),
        "keys": [
            {"key": key.key if key.key in CLEAR_KEYS else MASKED_KEY, "start": plain(key.start), "end": plain(key.end)}
            for key in report.timeline.keys
        ],
        "turns": [_turn(report, index, turn) for index, turn in enumerate(report.turns)],
        "measures": plain(report.measures),
        "scores": {
            "empathy": _score(report.scores.empathy),
            "delivery": _score(report.scores.delivery),
            "friction": _score(report.scores.friction),
        },
        "evidence": [_evidence(evidence) for evidence in report.evidence],
        "provenance": plain(report.provenance) | {"recording_sha256": report.recording.sha256},
        "stages": plain(report.stages),
        "notes": list(report.notes),
        "curves": plain(report.curves) if report.curves else None,
    }


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON can say
    """Dataclasses, tuples, numbers and dates as what JSON knows; a number that is not finite becomes null."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")
    if value is None or isinstance(value, str | bool | int):
        return value
    number = float(value)  # type: ignore[arg-type]  # numpy's numbers too
    return round(number, DECIMALS) if math.isfinite(number) else None


def _call(report: CallReport) -> dict[str, Any]:
    metadata = report.recording.metadata
    return {
        "id": report.recording.call_id,
        "agent_id": metadata.agent_id,
        "agent_name": metadata.agent_name,
        "team": metadata.team,
        "queue": metadata.queue,
        "started_at": plain(metadata.started_at),
        "duration_s": plain(report.duration_s),
        "channels": report.channels,
        "language": report.transcript.language or metadata.language,
        "language_confidence": plain(report.transcript.language_confidence),
        "file": report.recording.path.name,
        "agent_channel": agent_channel(report),
    }


def _timeline(report: CallReport) -> list[dict[str, Any]]:
    """Each segment starts where the one before it ended, the last one ends with the call, whatever the rounding."""
    segments = report.timeline.segments
    starts = [0.0, *(plain(segment.end) for segment in segments[:-1])]
    ends = [*starts[1:], plain(report.duration_s)]
    return [
        {
            "kind": segment.kind,
            "start": start,
            "end": end,
            "audio": segment.audio,
            "announcements": plain(segment.announcements),
            "music": plain(segment.music),
        }
        for segment, start, end in zip(segments, starts, ends, strict=False)
    ]


def _turn(report: CallReport, index: int, turn: Turn) -> dict[str, Any]:
    markers = [evidence.marker for evidence in report.evidence if evidence.turn == index]
    return {
        "role": turn.role,
        "speaker": turn.speaker,
        "start": plain(turn.start),
        "end": plain(turn.end),
        "text": turn.text,
        "markers": list(dict.fromkeys(markers)),
        "words": [_word(word) for word in turn.words],
    }


def _word(word: Word) -> dict[str, Any]:
    return {
        "text": word.text.strip(),
        "start": plain(word.start),
        "end": plain(word.end),
        "confidence": plain(word.confidence),
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "value": plain(score.value),
        "low": plain(score.low),
        "high": plain(score.high),
        "reason": score.reason,
        "parts": [
            {
                "name": part.name,
                "value": plain(part.value),
                "points": plain(part.points),
                "explanation": part.explanation,
                "evidence": [_evidence(evidence) for evidence in part.evidence],
            }
            for part in score.parts
        ],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "marker": evidence.marker,
        "role": evidence.role,
        "start": plain(evidence.start),
        "end": plain(evidence.end),
        "text": evidence.text,
        "confidence": plain(evidence.confidence),
        "turn": evidence.turn,
    }
