"""All that reviewers' labels say of the reports."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from calibration.labels import SCORES, Labels
from calibration.marks import MarkerFigures, marker_figures
from calibration.reports import Report, read_reports
from calibration.weights import Proposal, propose, scored
from calls.errors import SetupBroken
from configs.settings import Settings


@dataclass(frozen=True, slots=True)
class Calibration:
    """`proposals` of the scores that enough calls have labels of; `notes` say what was left out and why."""

    markers: tuple[MarkerFigures, ...]
    proposals: tuple[Proposal, ...]
    notes: tuple[str, ...]


def calibrate_folder(labels: Labels, folder: Path, settings: Settings) -> Calibration:
    """The labels against the reports under `folder`. Raises SetupBroken where nothing can be said."""
    reports, missing = read_reports(folder, labels.calls)
    if not reports:
        raise SetupBroken(f"{folder}: none of the labelled calls has a report here; analyse them, or name --reports")
    found = calibrate(labels, reports, settings)
    lacking = tuple(f"{call}: no report under {folder}; its labels are left out" for call in missing)
    return Calibration(found.markers, found.proposals, (*lacking, *found.notes))


def calibrate(labels: Labels, reports: Mapping[str, Report], settings: Settings) -> Calibration:
    """The labels against `reports` by call id. Raises SetupBroken where they are too few to say anything."""
    own = settings.calibration
    figures = marker_figures(labels.marks, reports, own.reach_s)
    told = tuple(f for f in figures if f.right + f.wrong + f.missed >= own.min_marks)
    notes = [
        f"{f.marker}: {f.right + f.wrong + f.missed} judged, {own.min_marks} are needed"
        for f in figures
        if f not in told
    ]
    proposals = []
    for score in SCORES:
        calls = len(scored(score, labels.scores, reports))
        if calls >= own.min_calls:
            proposals.append(propose(score, labels.scores, reports, present_weights(score, settings), own.firmness))
        elif calls:
            notes.append(f"{score}: {calls} calls scored by reviewers, a proposal needs {own.min_calls}")
    if not told and not proposals:
        few = "; ".join(notes) or "no label fits a report"
        raise SetupBroken(f"too few labels to calibrate by ({few}); let reviewers judge more calls")
    return Calibration(told, tuple(proposals), tuple(notes))


def present_weights(score: str, settings: Settings) -> dict[str, float]:
    """The numbers of a score's section. Those that are no weight are no part's name and so never moved."""
    values = asdict(getattr(settings, score))
    return {name: value for name, value in values.items() if isinstance(value, float)}
