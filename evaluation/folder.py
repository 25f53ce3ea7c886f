"""A folder of labelled calls against their reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from calls.errors import RecordingRejected
from evaluation.figures import CallFigures, compare
from evaluation.records import read_found, read_truth

REPORT_FILE = "report.json"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Calls compared, ids of labelled calls without a report, and a sentence for each file that can't be read."""

    calls: tuple[CallFigures, ...]
    missing: tuple[str, ...]
    problems: tuple[str, ...]


def truth_files(folder: Path) -> tuple[Path, ...]:
    """The truth files of a folder, in order. Raises RecordingRejected where there is none."""
    files = tuple(sorted(folder.glob("*.json")))
    if not files:
        raise RecordingRejected(f"{folder}: no labelled calls; expected NAME.json files, see docs/evaluate.md")
    return files


def evaluate_folder(truths: Path, reports: Path, ids: Mapping[str, str] | None = None) -> Evaluation:
    """Every truth of `truths` against REPORTS/CALL_ID/report.json.

    `ids` gives the call's id by the truth file's stem where a run chose it; else it is the truth's own.
    """
    calls: list[CallFigures] = []
    missing: list[str] = []
    problems: list[str] = []
    for file in truth_files(truths):
        try:
            truth = read_truth(file)
            report = reports / (ids or {}).get(file.stem, truth.id) / REPORT_FILE
            if report.exists():
                calls.append(compare(truth, read_found(report)))
            else:
                missing.append(truth.id)
        except RecordingRejected as error:
            problems.append(str(error))
    return Evaluation(tuple(calls), tuple(missing), tuple(problems))
