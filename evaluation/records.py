"""What people labelled of a call, and what its report says of the same, in one shape.

Checked when made: a wrong value is a pydantic ValidationError that names its field.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, NonNegativeInt, model_validator
from pydantic.dataclasses import dataclass as checked

from calls.timeline import SegmentKind
from calls.transcript import Role
from scores.markers import MARKERS

TOUCHING_S = 0.05
"""Segments no further apart than this leave no gap: half a frame of the stages' F1."""
_CONFIG = ConfigDict(extra="forbid", allow_inf_nan=False, coerce_numbers_to_str=True)


def _known_marker(name: str) -> str:
    if name not in MARKERS:
        raise ValueError(f"no marker is called '{name}'; they are {', '.join(MARKERS)}")
    return name


Seconds = Annotated[float, Field(ge=0)]
Marker = Annotated[str, AfterValidator(_known_marker)]
KeyName = Annotated[str, Field(pattern=r"^([0-9A-D*#]|masked)$")]
IvrFact = Literal["menus", "options", "options_changed", "invalid", "zero_presses"]
Delivery = Literal["flat", "natural", "lively"]
Empathy = Literal["cold", "warm"]


@checked(frozen=True, config=_CONFIG)
class Stretch:
    """A segment of the call, in seconds."""

    kind: SegmentKind
    start: Seconds
    end: Seconds

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _check_forwards(self.start, self.end)
        return self


@checked(frozen=True, config=_CONFIG)
class SaidTurn:
    """What one party said, in seconds. None for text, markers or speaker: not labelled, which is not empty."""

    role: Role
    start: Seconds
    end: Seconds
    text: str | None = None
    markers: tuple[Marker, ...] | None = None
    speaker: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _check_forwards(self.start, self.end)
        return self


@checked(frozen=True, config=_CONFIG)
class Key:
    """A key pressed at `start`, in seconds; "masked" is any key but 0, * and #."""

    key: KeyName
    start: Seconds


@checked(frozen=True, config=_CONFIG)
class Truth:
    """What is labelled of a call; None is not labelled, which is not empty.

    `labelled` are the kinds of which every segment is labelled; what None means, `timing.labelled_stages` says.
    """

    id: str
    turns: tuple[SaidTurn, ...] | None = None
    segments: tuple[Stretch, ...] | None = None
    labelled: tuple[SegmentKind, ...] | None = None
    keys: tuple[Key, ...] | None = None
    ivr: dict[IvrFact, NonNegativeInt] | None = None
    agent_delivery: Delivery | None = None
    agent_empathy: Empathy | None = None

    @model_validator(mode="after")
    def _segments_make_sense(self) -> Self:
        if self.segments is None and self.labelled is not None:
            raise ValueError("'labelled' needs 'segments', an empty list where there are none")
        if self.segments == () and not self.labelled:
            raise ValueError("'segments' is empty: say in 'labelled' of which kinds there are none")
        unnamed = {s.kind for s in self.segments or ()} - set(self.labelled or ())
        if self.labelled is not None and unnamed:
            raise ValueError(f"'labelled' leaves out {', '.join(sorted(unnamed))}, which 'segments' holds")
        in_order = sorted(self.segments or (), key=lambda s: s.start)
        for earlier, later in pairwise(in_order):
            if later.start < earlier.end - TOUCHING_S:
                raise ValueError(f"'segments' overlap at {later.start:g} s")
        return self


@checked(frozen=True, config=_CONFIG)
class Found:
    """What a report says of the call, as far as it is compared. Scores 0 to 100, None where not measurable."""

    channels: int
    turns: tuple[SaidTurn, ...] = ()
    segments: tuple[Stretch, ...] = ()
    keys: tuple[Key, ...] = ()
    ivr: dict[IvrFact, int | None] = Field(default_factory=dict)
    scores: dict[str, float | None] = Field(default_factory=dict)


def without_gaps(segments: Sequence[Stretch]) -> bool:
    """Whether the segments follow each other from 0 on: then they say of every moment what it is."""
    in_order = sorted(segments, key=lambda s: s.start)
    ends = [0.0, *(s.end for s in in_order)]
    return bool(in_order) and all(s.start <= end + TOUCHING_S for s, end in zip(in_order, ends, strict=False))


def _check_forwards(start: float, end: float) -> None:
    if end < start:
        raise ValueError(f"end {end:g} is before start {start:g}")
