"""Per marker: how right the machine is by its reviewers, and how far they agree with it and with each other.

A judgement is of a place: a turn of the call, or a moment for a key. A label stays good when the call is analysed anew:
it says that the marker stands at that place or not, and the machine's marks of today are held against it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from calibration.agreement import Estimate, kappa, proportion
from calibration.labels import MarkLabel
from calibration.reports import Report

Place = tuple[str, int | float]
"""Call, and the turn's index (an int) or the second."""
Judged = Mapping[str, Mapping[Place, bool]]
"""By reviewer the places judged."""


@dataclass(frozen=True, slots=True)
class MarkerFigures:
    """`tied` places, where as many reviewers said yes as no, are in neither precision nor recall."""

    marker: str
    right: int
    wrong: int
    missed: int
    tied: int
    precision: Estimate | None
    recall: Estimate | None
    kappa_machine: Estimate | None
    kappa_reviewers: Estimate | None


def marker_figures(
    labels: Sequence[MarkLabel], reports: Mapping[str, Report], reach_s: float
) -> tuple[MarkerFigures, ...]:
    """The figures of each labelled marker, by name. Labels of calls without a report are left out."""
    by_marker: dict[str, dict[str, dict[Place, bool]]] = defaultdict(lambda: defaultdict(dict))
    for label in labels:
        if label.call in reports:
            place = place_of(label, reports[label.call], reach_s)
            by_marker[label.marker][label.reviewer][place] = label.present
    return tuple(_figures(marker, judged, reports) for marker, judged in sorted(by_marker.items()))


def place_of(label: MarkLabel, report: Report, reach_s: float) -> Place:
    """Where a label points: its turn, the mark that its moment is in, or else the turn, within `reach_s`."""
    if label.turn is not None or label.at is None:
        return label.call, label.turn or 0
    at = label.at
    own = [mark for mark in report.evidence if mark.marker == label.marker]
    spans = [(_apart(at, mark.start, mark.end), _spot(mark.turn, mark.start)) for mark in own]
    spans = spans if any(apart <= reach_s for apart, _ in spans) else []
    spans = spans or [(_apart(at, turn.start, turn.end), index) for index, turn in enumerate(report.turns)]
    apart, spot = min(spans, default=(reach_s + 1, at))
    return label.call, spot if apart <= reach_s else at


def _apart(at: float, start: float, end: float) -> float:
    return max(0.0, start - at, at - end)


def _spot(turn: int | None, start: float) -> int | float:
    return start if turn is None else turn


def _figures(marker: str, judged: Judged, reports: Mapping[str, Report]) -> MarkerFigures:
    marked = {
        (call, _spot(mark.turn, mark.start))
        for call, report in reports.items()
        for mark in report.evidence
        if mark.marker == marker
    }
    votes: dict[Place, int] = defaultdict(int)
    for places in judged.values():
        for place, present in places.items():
            votes[place] += 1 if present else -1
    right = sum(vote > 0 and place in marked for place, vote in votes.items())
    wrong = sum(vote < 0 and place in marked for place, vote in votes.items())
    missed = sum(vote > 0 and place not in marked for place, vote in votes.items())
    answers = {reviewer: dict(_answers(places, marked, reports)) for reviewer, places in judged.items()}
    with_machine = [(place in marked, said) for own in answers.values() for place, said in own.items()]
    return MarkerFigures(
        marker=marker,
        right=right,
        wrong=wrong,
        missed=missed,
        tied=sum(vote == 0 for vote in votes.values()),
        precision=proportion(right, right + wrong),
        recall=proportion(right, right + missed),
        kappa_machine=kappa(with_machine),
        kappa_reviewers=kappa(_between(answers)),
    )


def _answers(
    places: Mapping[Place, bool], marked: set[Place], reports: Mapping[str, Report]
) -> Iterator[tuple[Place, bool]]:
    """What a reviewer says of each place of the calls in which they judged this marker.

    Of turns without a mark they say no by saying nothing; of a mark without a verdict nothing is known. Only turns of
    those who speak the marker count: turns of the others would be agreed on for free.
    """
    yield from places.items()
    calls = {call for call, _ in places}
    turns = {(call, index): turn.role for call in calls for index, turn in enumerate(reports[call].turns)}
    roles = {turns[place] for place in (*marked, *places) if place in turns}
    for place, role in turns.items():
        if role in roles and place not in places and place not in marked:
            yield place, False


def _between(answers: Mapping[str, Mapping[Place, bool]]) -> list[tuple[bool, bool]]:
    """What each two reviewers say of the places that both judged, all pairs together."""
    return [
        (answers[one][place], answers[other][place])
        for one, other in combinations(sorted(answers), 2)
        for place in answers[one].keys() & answers[other].keys()
    ]
