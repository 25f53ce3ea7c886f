"""Verdicts given at the desk as labels, and what they say of the machine."""

import csv
import io
from collections.abc import Iterable

from sqlalchemy import Engine

from calibration.labels import COLUMNS, MarkLabel
from calibration.marks import MarkerFigures, marker_figures
from calibration.reports import Report, as_report
from configs.operation_settings import CalibrationSettings
from scores.markers import MARKERS
from store.judged import found_in
from store.verdicts import Verdict, newest_judged, verdicts_on

WORDS = {"agree": "agree", "dispute": "dispute", "add": "missed"}
LINE = (*COLUMNS, "at", "turn")


def labels_of(verdicts: Iterable[Verdict]) -> tuple[tuple[str, ...], ...]:
    """Lines of LINE's columns as calibration.labels reads them; marks that are no marker of the design are left out.

    `at` is the middle of the mark: inside it, and in no other turn.
    """
    return tuple(
        (v.call_id, v.key.marker, v.login, WORDS[v.verdict], f"{_middle(v):.3f}", "")
        for v in verdicts
        if v.key.marker in MARKERS
    )


def as_csv(verdicts: Iterable[Verdict]) -> str:
    """A table that `warmline calibrate` takes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(LINE)
    writer.writerows(labels_of(verdicts))
    return text.getvalue()


def agreement(engine: Engine, settings: CalibrationSettings) -> tuple[MarkerFigures, ...]:
    """Per marker what reviewers say of the machine, from the calls judged last (`desk_calls` at most).

    Markers with fewer than `min_marks` judged places are left out. Raises TryAgain or SetupBroken.
    """
    judged = dict(newest_judged(engine, settings.desk_calls))
    labels = [
        MarkLabel(v.call_id, v.key.marker, v.login, v.verdict != "dispute", _middle(v), None)
        for v in verdicts_on(engine, tuple(judged))
        if v.key.marker in MARKERS
    ]
    reports: dict[str, Report] = {
        call_id: as_report({"turns": turns, "evidence": marks, "scores": {}}, call_id)
        for call_id, turns, marks in found_in(engine, tuple(judged.values()))
    }
    figures = marker_figures(labels, reports, settings.reach_s)
    return tuple(f for f in figures if f.right + f.wrong + f.missed + f.tied >= settings.min_marks)


def _middle(verdict: Verdict) -> float:
    return (verdict.key.start_ms + verdict.key.end_ms) / 2000
