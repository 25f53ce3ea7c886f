"""A call's report on paper: a PDF that a quality team prints or files, tagged so that it can be read aloud too."""

import json
import re
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import Any, Literal

import typst

from calls.report import CallReport
from calls.scores import Evidence
from configs.operation_settings import ReportSettings
from reports.clock import clock, moment
from reports.marker_names import marker_name
from reports.measure_table import measure_groups
from reports.people import ROLE_NAMES
from reports.score_view import ScoreView, score_views
from reports.timeline_view import TimelineView, stage_label, timeline_view
from reports.transcript_view import Row, transcript_rows

NOT_KNOWN = "not known"
_UNPRINTABLE = re.compile(r"\\u00[01][0-9a-f]|[\x7f-\x9f\ufffe\uffff\ufdd0-\ufdef]")
"""Control characters, as JSON writes them."""
PRINTED_LABEL_PERCENT = 12
"""A narrower block has no room for its name on paper; the table below the drawing says it."""


def report_pdf(report: CallReport, settings: ReportSettings) -> bytes:
    """The PDF, by the standard for readers of screens (PDF/UA-1) where this machine has letters for all its words.

    The words of the call go to Typst as data, never as its markup.
    """
    told = _UNPRINTABLE.sub(" ", json.dumps(printed(report, settings), ensure_ascii=False))
    try:
        return _compiled(told, report, "ua-1")
    except typst.TypstError:  # a letter that no font here has: the standard forbids the box that stands for it
        return _compiled(told, report, None)


def _compiled(told: str, report: CallReport, standard: Literal["ua-1"] | None) -> bytes:
    data = told.encode("utf-8", "replace").decode("utf-8")
    made = typst.compile(
        _template(), format="pdf", font_paths=_fonts(), sys_inputs={"data": data}, pdf_standards=standard,
        timestamp=report.provenance.analysed_at.replace(microsecond=0),  # Typst refuses parts of a second
    )  # fmt: skip
    return bytes(made)


def printed(report: CallReport, settings: ReportSettings) -> dict[str, Any]:
    """All that the template prints, as it prints it."""
    timeline = timeline_view(report)
    return {
        "title": f"Call {report.recording.call_id}",
        "call_id": report.recording.call_id,
        "facts": _facts(report),
        "scores": [_score(score) for score in score_views(report.scores)],
        "notes": list(report.notes),
        "axis": [{"percent": tick.percent, "label": tick.label} for tick in timeline.axis if tick.percent < 97],
        "stages": _stages(report, timeline),
        "lanes": [
            {
                "name": lane.name,
                "role": lane.role,
                "blocks": [
                    (100 * block.start / timeline.duration_s, 100 * (block.end - block.start) / timeline.duration_s)
                    for block in lane.blocks
                ],
            }
            for lane in timeline.lanes
        ],
        "timeline_told": "; ".join(stage.title for stage in timeline.stages),
        "marks": [
            _mark(evidence, timeline.duration_s) for evidence in sorted(report.evidence, key=lambda mark: mark.start)
        ],
        "rows": [_row(row) for row in transcript_rows(report, settings.uncertain_word)],
        "groups": [asdict(group) for group in measure_groups(report.measures)],
        "provenance": _provenance(report),
    }


def _facts(report: CallReport) -> list[tuple[str, str]]:
    known = report.recording.metadata
    return [
        ("Agent", ", ".join(part for part in (known.agent_name, known.agent_id) if part) or NOT_KNOWN),
        ("Team", known.team or NOT_KNOWN),
        ("Queue", known.queue or NOT_KNOWN),
        ("Started", moment(known.started_at) if known.started_at else NOT_KNOWN),
        ("Length", clock(report.duration_s)),
        ("Language", report.transcript.language or known.language or NOT_KNOWN),
    ]


def _score(score: ScoreView) -> dict[str, Any]:
    told = asdict(score)
    whole = {key: None if told[key] is None else round(told[key]) for key in ("value", "low", "high")}
    return told | whole | {"not_judged": [name.lower() for name, _ in score.not_judged]}


def _stages(report: CallReport, timeline: TimelineView) -> list[dict[str, Any]]:
    return [
        {
            "kind": block.kind,
            "percent": block.percent,
            "width": block.width_percent,
            "label": block.label if block.width_percent >= PRINTED_LABEL_PERCENT else "",
            "from": clock(segment.start),
            "to": clock(segment.end),
            "told": stage_label(segment),
        }
        for block, segment in zip(timeline.stages, report.timeline.segments, strict=True)
    ]


def _mark(evidence: Evidence, whole: float) -> dict[str, Any]:
    name = marker_name(evidence.marker)
    return {
        "percent": min(100.0, 100 * evidence.start / whole),
        "effect": name.effect,
        "from": clock(evidence.start),
        "to": clock(evidence.end),
        "name": name.label,
        "role": ROLE_NAMES[evidence.role],
        "sure": f"{evidence.confidence:.0%}",
        "words": evidence.text,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "at": clock(row.start),
        "name": row.name,
        "role": row.role,
        "text": f"{row.name} {row.text}" if row.kind == "key" else row.text,
        "tags": [*(tag.label for tag in row.tags), *row.notes],
        "runs": [
            {
                "text": " ".join(word.text for word in run.words) + (" " if run.joined else ""),
                "effect": run.effect,
                "space": not run.joined,
            }
            for run in row.runs
        ],
    }


def _provenance(report: CallReport) -> list[tuple[str, str]]:
    made = report.provenance
    channels = "one mixed channel" if report.channels == 1 else f"{report.channels} channels"
    return [
        ("Analysed", moment(made.analysed_at)),
        ("Warmline", made.warmline),
        ("Recipe", made.recipe),
        ("Config", made.config),
        ("Recording", f"{report.recording.sha256}, {channels}"),
        ("Ran on", made.device),
        *sorted(made.models.items()),
    ]


@cache
def _fonts() -> typst.Fonts:
    """The wheel's own, and this machine's for what those cannot write; looked for once a process."""
    return typst.Fonts()


@cache
def _template() -> bytes:
    return resources.files("reports").joinpath("templates", "report.typ").read_bytes()
