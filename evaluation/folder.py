"""A folder of labelled calls against their reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from calls.errors import RecordingRejected, SetupBroken
from evaluation.field_names import LABELS
from evaluation.figures import CallFigures, compare
from evaluation.reading import FORMAT, read_found, read_truth, truth_files
from evaluation.records import Truth
from evaluation.said_lines import LineFigures
from evaluation.voices import Voice

REPORT_FILE = "report.json"


@dataclass(frozen=True, slots=True)
class Labels:
    """The truths of a folder by their files' stems, the stems that label nothing, a sentence for each faulty file."""

    truths: Mapping[str, Truth]
    unlabelled: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Calls compared, ids of labelled calls without a report, and a sentence for each report that can't be read.

    `unlabelled` are the stems of the JSON files that label nothing; `lines` the figures of labelled lines of text by
    file; `voices` what became of delivery when the speakers were spoken again, None where that wasn't asked for.
    """

    calls: tuple[CallFigures, ...]
    missing: tuple[str, ...]
    problems: tuple[str, ...]
    unlabelled: tuple[str, ...] = ()
    lines: Mapping[str, LineFigures] = field(default_factory=dict)
    voices: tuple[Voice, ...] | None = None


def read_labels(folder: Path) -> Labels:
    """Every truth file of a folder. Raises SetupBroken where none of its files labels anything."""
    truths: dict[str, Truth] = {}
    unlabelled: list[str] = []
    problems: list[str] = []
    for file in truth_files(folder):
        try:
            truth = read_truth(file)
        except RecordingRejected as error:
            problems.append(str(error))
            continue
        same = next((stem for stem, other in truths.items() if truth and other.id == truth.id), None)
        if truth is None:
            unlabelled.append(file.stem)
        elif same is not None:
            problems.append(f"{file}: its id '{truth.id}' is that of {same}.json too; give each call its own")
        else:
            truths[file.stem] = truth
    if not truths and not problems:
        raise SetupBroken(f"{folder}: its JSON files label nothing; expected one of {', '.join(LABELS)}, {FORMAT}")
    return Labels(truths, tuple(unlabelled), tuple(problems))


def evaluate_labels(labels: Labels, reports: Path, ids: Mapping[str, str] | None = None) -> Evaluation:
    """Every truth against REPORTS/CALL_ID/report.json.

    `ids` gives the call's id by the truth file's stem where a run chose it; else it is the truth's own.
    """
    calls: list[CallFigures] = []
    missing: list[str] = []
    problems: list[str] = []
    for stem, truth in labels.truths.items():
        report = reports / (ids or {}).get(stem, truth.id) / REPORT_FILE
        if not report.exists():
            missing.append(truth.id)
            continue
        try:
            calls.append(compare(truth, read_found(report)))
        except RecordingRejected as error:
            problems.append(str(error))
    return Evaluation(tuple(calls), tuple(missing), tuple(problems), labels.unlabelled)
