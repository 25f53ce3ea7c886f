"""Were the stages of the call found, and to which second?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from calls.spans import Span, intersection, overlap_s, total_s
from calls.timeline import SegmentKind
from evaluation.records import Stretch, Truth, without_gaps
from scores.marker_figures import Figures as Counts

KINDS: tuple[SegmentKind, ...] = get_args(SegmentKind)
FRAMES_PER_S = 10


@dataclass(frozen=True, slots=True)
class Stages:
    """Labelled segments. `kinds` are those that are judged; `end` is where the labels end, in seconds.

    `complete`: the labels say of every moment up to `end` what it is; else what they leave out is something else.
    """

    segments: tuple[Stretch, ...]
    kinds: tuple[SegmentKind, ...]
    complete: bool
    end: float


@dataclass(frozen=True, slots=True)
class BoundaryErrors:
    """Seconds by which segments of one kind start and end too late (below 0: too early), of those that were matched.

    Of `labelled` segments and `found` ones, `matched` overlap each other.
    """

    labelled: int
    found: int
    matched: int
    starts: tuple[float, ...]
    ends: tuple[float, ...]


def labelled_stages(truth: Truth, found: Sequence[Stretch]) -> Stages | None:
    """The stages that a truth labels, None where it labels none.

    Segments without gaps from 0 on label every kind, up to where they end. Else the kinds in `labelled` are, or,
    without that field, the kinds that occur, all over the recording: every hold, say, and nothing else.
    """
    if truth.segments is None:
        return None
    complete = truth.labelled is None and without_gaps(truth.segments)
    kinds = KINDS if complete else truth.labelled or tuple({s.kind: None for s in truth.segments})
    segments = tuple(sorted(truth.segments, key=lambda s: s.start))
    return Stages(segments, kinds, complete, max((s.end for s in (segments if complete else found)), default=0.0))


def frame_counts(true: Stages, found: Sequence[Stretch]) -> dict[SegmentKind, Counts]:
    """For each labelled kind the frames of 0.1 s, judged at their middle, rightly found, invented and missed."""
    pairs = [pair for pair in _frames(true, found) if not (true.complete and pair[0] is None)]
    return {
        kind: Counts(
            right=sum(really == said == kind for really, said in pairs),
            invented=sum(really != said == kind for really, said in pairs),
            missed=sum(kind == really != said for really, said in pairs),
        )
        for kind in true.kinds
    }


def boundary_errors(true: Stages, found: Sequence[Stretch]) -> dict[SegmentKind, BoundaryErrors]:
    """For each labelled kind how far starts and ends are off, between segments matched one to one.

    The recording's very begin and the end of the labels are nobody's find and are not counted.
    """
    errors: dict[SegmentKind, BoundaryErrors] = {}
    for kind in true.kinds:
        labelled = [s for s in true.segments if s.kind == kind]
        same = [f for f in found if f.kind == kind and f.start < true.end]
        pairs = _matched(labelled, same)
        starts = tuple(f.start - s.start for s, f in pairs if s.start > 0)
        ends = tuple(f.end - s.end for s, f in pairs if s.end < true.end)
        errors[kind] = BoundaryErrors(len(labelled), len(same), len(pairs), starts, ends)
    return errors


def wait_error(true: Stages, found: Sequence[Stretch], kind: SegmentKind) -> float | None:
    """Seconds by which the call's whole time of that kind is off; None where that kind is not labelled."""
    if kind not in true.kinds:
        return None
    really, said = ([s for s in segments if s.kind == kind] for segments in (true.segments, found))
    return abs(total_s(really) - total_s(intersection(said, [Span(0.0, true.end)])))


def _matched(true: Sequence[Stretch], found: Sequence[Stretch]) -> list[tuple[Stretch, Stretch]]:
    """Pairs of a true and a found segment that overlap, each used once, the longest overlap first."""
    overlaps = [(overlap_s(t, f), i, j) for i, t in enumerate(true) for j, f in enumerate(found)]
    pairs: dict[int, int] = {}
    for shared, i, j in sorted(overlaps, reverse=True):
        if shared > 0 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(true[i], found[j]) for i, j in sorted(pairs.items())]


def _frames(true: Stages, found: Sequence[Stretch]) -> Iterator[tuple[SegmentKind | None, SegmentKind | None]]:
    """What each frame is and what is said of it, the frame in which the labels end included."""
    for index in range(round(true.end * FRAMES_PER_S) + 1):
        middle = (index + 0.5) / FRAMES_PER_S
        yield _kind_at(true.segments, middle), _kind_at(found, middle)


def _kind_at(stretches: Sequence[Stretch], time: float) -> SegmentKind | None:
    return next((s.kind for s in stretches if s.start <= time < s.end), None)
