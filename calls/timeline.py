"""What the caller went through, from 0 to the end, without gaps."""

from dataclasses import dataclass
from typing import Literal

from calls.sound import KeyPress
from calls.spans import Span

SegmentKind = Literal["ring", "ivr", "queue", "hold", "talk"]
WaitAudio = Literal["music", "silence", "announcement", "speech"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One stage of the call. `audio` says what a queue or hold sounds like for most of its time, else None.

    `announcements` are the recorded voices heard within a queue or hold, `music` the stretches in which it plays; the
    rest of the wait is silence.
    """

    kind: SegmentKind
    start: float
    end: float
    audio: WaitAudio | None = None
    announcements: tuple[Span, ...] = ()
    music: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Segments without gaps from 0 to the recording's end, and the keys pressed."""

    segments: tuple[Segment, ...]
    keys: tuple[KeyPress, ...]

    def of(self, *kinds: SegmentKind) -> tuple[Segment, ...]:
        """The segments of these kinds, in order."""
        return tuple(segment for segment in self.segments if segment.kind in kinds)
