"""The call cut into ring, ivr, queue, hold and talk, from 0 to the end without gaps."""

from collections.abc import Sequence
from dataclasses import dataclass

from calls.sound import KeyPress
from calls.spans import Span, Timed, covered_s, difference, duration_s, intersection, total_s, union
from calls.timeline import Segment, SegmentKind, WaitAudio
from configs.call_settings import TimelineSettings


@dataclass(frozen=True, slots=True)
class Prompting:
    """A recorded utterance. `waits` says that it asks for patience ("please stay on the line"), `in_music` that it
    interrupts hold music: both belong to a wait when one has begun."""

    span: Span
    waits: bool
    in_music: bool


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What the segments are cut by; all in order of start.

    `arrival` is when the first person speaks, None if nobody does; `holds` lie after it.
    """

    duration_s: float
    ringing: tuple[Span, ...]
    music: tuple[Span, ...]
    prompts: tuple[Prompting, ...]
    keys: tuple[KeyPress, ...]
    arrival: float | None
    holds: tuple[Span, ...]


def segments(marks: Landmarks, settings: TimelineSettings) -> tuple[Segment, ...]:
    """Segments without gaps from 0 to `duration_s`; neighbours of one kind are joined."""
    reached = marks.arrival is not None
    talk_from = marks.arrival if marks.arrival is not None else marks.duration_s
    holds = [h for h in marks.holds if h.start >= talk_from]
    talk_from = _settled_start(talk_from, marks, settings) if reached else talk_from
    before = _before_talk(talk_from, marks, settings)
    talk = [("talk", span) for span in difference([Span(talk_from, marks.duration_s)], holds)] if reached else []
    pieces: list[tuple[SegmentKind, Span]] = [*before, *talk, *(("hold", hold) for hold in holds)]  # type: ignore[list-item]
    lasting = sorted((piece for piece in pieces if duration_s(piece[1]) > 0), key=lambda p: p[1].start)
    return tuple(_segment(kind, span, marks) for kind, span in _joined(lasting))


def _settled_start(arrival: float, marks: Landmarks, settings: TimelineSettings) -> float:
    """Talk begins where the wait's music ends, when the first word follows soon after."""
    ends = [m.end for m in marks.music if arrival - settings.settle_s <= m.end <= arrival]
    return max(ends, default=arrival)


def _before_talk(talk_from: float, marks: Landmarks, settings: TimelineSettings) -> list[tuple[SegmentKind, Span]]:
    """Ring, IVR and queue from 0 to `talk_from`."""
    ivr = _ivr_span(talk_from, marks, settings)
    ringing = [Span(r.start, min(r.end, talk_from)) for r in marks.ringing if r.start < talk_from]
    rest = difference([Span(0.0, talk_from)], [*ringing, *([ivr] if ivr else [])])
    pieces: list[tuple[SegmentKind, Span]] = [("ring", r) for r in ringing]
    if ivr:
        pieces += [("ivr", part) for part in difference([ivr], ringing)]
    for span in rest:
        pieces.append((_kind_of_rest(span, ivr, ringing, marks, settings), span))
    return pieces


def _kind_of_rest(
    span: Span, ivr: Span | None, ringing: Sequence[Span], marks: Landmarks, settings: TimelineSettings
) -> SegmentKind:
    """A stretch before the talk that is neither ringing nor IVR: a wait, or a breath that joins its neighbour."""
    if covered_s(span, marks.music) > 0 or duration_s(span) >= settings.queue_silence_s:
        if ivr and span.end <= ivr.start:
            return "ivr" if duration_s(span) < settings.queue_silence_s else "queue"
        return "queue"
    if any(r.start == span.end for r in ringing):
        return "ring"
    if ivr and span.end <= ivr.start:
        return "ivr"
    if any(r.end == span.start for r in ringing):
        return "ring"
    return "talk" if marks.arrival is not None else "queue"


def _ivr_span(talk_from: float, marks: Landmarks, settings: TimelineSettings) -> Span | None:
    """From the first prompt to the last prompt or key before the wait for an agent.

    Announcements once the wait has begun are no IVR, unless a prompt or a key of the IVR follows them.
    """
    prompts = [p for p in marks.prompts if p.span.start < talk_from]
    keys = [k for k in marks.keys if k.start < talk_from]
    acting = [p.span for p in prompts if not p.waits and not p.in_music]
    starts = [p.span for p in prompts if not p.in_music] if acting or keys else []
    if not acting and not keys:
        starts = _before_wait([p.span for p in prompts], marks.music, settings)
        acting = starts
    if not acting and not keys:
        return None
    ends: list[Timed] = [*acting, *keys]
    begins: list[Timed] = [*starts, *keys]
    end = max(s.end for s in ends)
    for prompt in prompts:
        if prompt.span.start >= end and prompt.span.start - end <= settings.settle_s and not prompt.in_music:
            end = prompt.span.end
    start = min(s.start for s in begins)
    following = [m.start for m in marks.music if end <= m.start <= end + settings.settle_s]
    return Span(start, min(talk_from, min(following, default=end + settings.breath_s)))


def _before_wait(prompts: Sequence[Span], music: Sequence[Span], settings: TimelineSettings) -> list[Span]:
    """The prompts before any music: a recording that says only "please hold" is an IVR, however short."""
    first_music = min((m.start for m in music if duration_s(m) >= settings.hold_music_s), default=float("inf"))
    return [p for p in prompts if p.end <= first_music + settings.settle_s]


def _joined(pieces: Sequence[tuple[SegmentKind, Span]]) -> list[tuple[SegmentKind, Span]]:
    joined: list[tuple[SegmentKind, Span]] = []
    for kind, span in pieces:
        if joined and joined[-1][0] == kind and kind != "hold":
            joined[-1] = (kind, Span(joined[-1][1].start, span.end))
        else:
            joined.append((kind, span))
    return joined


def _segment(kind: SegmentKind, span: Span, marks: Landmarks) -> Segment:
    if kind not in ("queue", "hold"):
        return Segment(kind, span.start, span.end)
    announcements = union(p.span for p in marks.prompts if span.start <= p.span.start < span.end)
    played = difference(intersection([span], marks.music), announcements)
    return Segment(kind, span.start, span.end, _wait_audio(span, marks.music, announcements), announcements, played)


def _wait_audio(span: Span, music: Sequence[Span], announcements: Sequence[Span]) -> WaitAudio:
    """What most of the wait sounds like; music counts when it plays at all, since it comes with gaps."""
    played, spoken = covered_s(span, music), total_s(announcements)
    if played > 0.2 * duration_s(span):
        return "music"
    return "announcement" if spoken > 0.5 * duration_s(span) else "silence"
