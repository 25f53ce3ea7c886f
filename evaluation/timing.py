"""Were the stages of the call found, and to which second?"""

from collections.abc import Mapping, Sequence
from typing import get_args

from calls.spans import overlap_s
from calls.timeline import SegmentKind
from evaluation.records import Stretch

KINDS: tuple[SegmentKind, ...] = get_args(SegmentKind)
FRAME_S = 0.1


def frame_counts(true: Sequence[Stretch], found: Sequence[Stretch]) -> dict[str, tuple[int, int, int]]:
    """For each kind the frames of 0.1 s that are rightly found, wrongly found, and missed."""
    counts = {kind: [0, 0, 0] for kind in KINDS}
    end = max((s.end for s in true), default=0.0)
    for index in range(int(end / FRAME_S)):
        time = (index + 0.5) * FRAME_S
        really, said = _kind_at(true, time), _kind_at(found, time)
        if really == said and really is not None:
            counts[really][0] += 1
        elif really is not None:
            counts[really][2] += 1
            if said is not None:
                counts[said][1] += 1
    return {kind: (right, wrong, missed) for kind, (right, wrong, missed) in counts.items()}


def boundary_errors(true: Sequence[Stretch], found: Sequence[Stretch]) -> dict[str, list[float]]:
    """For each kind the seconds by which starts and ends differ, of each true segment and the one found most in it.

    A call's very begin and end are nobody's find and not counted.
    """
    errors: dict[str, list[float]] = {kind: [] for kind in KINDS}
    last = max((s.end for s in true), default=0.0)
    for segment in true:
        same = [f for f in found if f.kind == segment.kind and overlap_s(f, segment) > 0]
        if not same:
            continue
        best = max(same, key=lambda f: overlap_s(f, segment))
        if segment.start > 0:
            errors[segment.kind].append(abs(best.start - segment.start))
        if segment.end < last:
            errors[segment.kind].append(abs(best.end - segment.end))
    return errors


def wait_error(true: Sequence[Stretch], found: Sequence[Stretch], kind: SegmentKind) -> float:
    """Seconds by which the call's whole time of that kind is off."""
    return abs(_total(true, kind) - _total(found, kind))


def f1(right: int, wrong: int, missed: int) -> float | None:
    """Harmonic mean of precision and recall; None where there was nothing to find and nothing was found."""
    whole = 2 * right + wrong + missed
    return 2 * right / whole if whole else None


def added(counts: Sequence[Mapping[str, tuple[int, int, int]]]) -> dict[str, tuple[int, int, int]]:
    """The counts of several calls together."""
    names = {name for count in counts for name in count}
    zero = (0, 0, 0)
    return {n: tuple(sum(c.get(n, zero)[i] for c in counts) for i in range(3)) for n in names}  # type: ignore[misc]


def _kind_at(stretches: Sequence[Stretch], time: float) -> SegmentKind | None:
    return next((s.kind for s in stretches if s.start <= time < s.end), None)


def _total(stretches: Sequence[Stretch], kind: SegmentKind) -> float:
    return sum(s.end - s.start for s in stretches if s.kind == kind)
