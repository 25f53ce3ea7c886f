"""The timeline as shapes: lanes, blocks, ticks. All x in seconds, or in percent of the call where HTML needs it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calls.curves import VoiceCurve
from calls.report import CallReport
from calls.scores import Evidence
from calls.sound import MASKED_KEY
from calls.spans import Span, duration_s, overlap_s
from calls.timeline import Segment
from reports.clock import clock, length
from reports.marker_names import Effect, marker_name
from reports.people import party_namer, side_of_channel

STAGE_NAMES = {"ring": "Ringing", "ivr": "IVR", "queue": "Queue", "hold": "Hold", "talk": "Talk"}
TICK_STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
MAX_TICKS = 12
WAVE_HEIGHT = 100
"""The waveform's own units: 0 at the top, 100 at the bottom, silence at 50."""
WAVE_POWER = 0.75
"""Below 1, quiet speech is drawn larger beside the loudest moment (a key, a ring); 1 would be linear."""
WAVE_FULL = 0.05
"""A channel whose loudest peak (full scale is 1) stays below this is drawn small: hiss must not look like speech."""
PITCH_REACH = 9.0
"""Semitones from the voice's median to the edge of its lane; lively speech moves some 5 each way."""
LOUDNESS_REACH = 15.0
"""Decibels likewise."""
LABEL_MIN_SHARE = 0.05
"""A block narrower than this share of the call has no room for its name; the title says it."""


@dataclass(frozen=True, slots=True)
class StageBlock:
    """A segment on the lane of stages."""

    kind: str
    start: float
    width: float
    percent: float
    width_percent: float
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A speaker's lane: blocks where they speak, and which channel's waveform lies behind; none where nothing tells."""

    name: str
    role: str
    blocks: tuple[Span, ...]
    wave: int


@dataclass(frozen=True, slots=True)
class CurveLane:
    """How the agent's voice moves: an SVG path around the lane's middle, which is the voice's own median.

    x counts points of `step_s` seconds, y runs over WAVE_HEIGHT.
    """

    name: str
    title: str
    path: str
    step_s: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark, a key or a time on the axis."""

    percent: float
    label: str
    start: float
    end: float
    effect: Effect = "fact"


@dataclass(frozen=True, slots=True)
class TimelineView:
    """All a template needs to draw the timeline. `waves` are SVG paths, one a channel, 0..`wave_points` wide.

    A report that kept no curves has neither `waves` nor `curves`.
    """

    duration_s: float
    stages: tuple[StageBlock, ...]
    lanes: tuple[Lane, ...]
    marks: tuple[Tick, ...]
    keys: tuple[Tick, ...]
    axis: tuple[Tick, ...]
    waves: tuple[str, ...]
    wave_points: int
    curves: tuple[CurveLane, ...]


def timeline_view(report: CallReport) -> TimelineView:
    """Shapes of `report`."""
    peaks = report.curves.peaks if report.curves else ()
    whole = max(report.duration_s, 1e-3)
    return TimelineView(
        duration_s=whole,
        stages=tuple(_stage(segment, whole) for segment in report.timeline.segments),
        lanes=_lanes(report),
        marks=tuple(_mark(evidence, whole) for evidence in report.evidence if not _is_a_key(evidence, report)),
        keys=tuple(
            Tick(100 * key.start / whole, key_label(key.key), key.start, key.end) for key in report.timeline.keys
        ),
        axis=_axis(whole),
        waves=tuple(wave_path(channel) for channel in peaks),
        wave_points=max(1, len(peaks[0]) if peaks else 0),
        curves=_curves(report.curves.voice) if report.curves and report.curves.voice else (),
    )


def stage_label(segment: Segment) -> str:
    """`Hold 28 s, music`."""
    heard = f", {segment.audio}" if segment.audio and segment.kind in ("queue", "hold") else ""
    return f"{STAGE_NAMES[segment.kind]} {length(duration_s(segment))}{heard}"


def key_label(key: str) -> str:
    """What the reader sees of a key: itself, or a bullet where it may be part of a PIN."""
    return "•" if key == MASKED_KEY else key


def wave_path(peaks: Sequence[float] | NDArray[np.float32]) -> str:
    """A closed SVG path around `peaks` (points,), the loudest filling the height; empty for digital silence."""
    heights = np.nan_to_num(np.abs(np.asarray(peaks, dtype=np.float32)))
    loudest = float(heights.max(initial=0.0))
    if loudest <= 0:
        return ""
    half = np.maximum(1, np.round((heights / max(loudest, WAVE_FULL)) ** WAVE_POWER * (WAVE_HEIGHT / 2 - 1))).astype(
        int
    )
    middle = WAVE_HEIGHT // 2
    above = "L".join(f"{x} {middle - y}" for x, y in enumerate(half))
    below = "L".join(f"{x} {middle + y}" for x, y in reversed(list(enumerate(half))))
    return f"M{above}L{below}Z"


def curve_path(values: Sequence[float | None], reach: float) -> str:
    """An SVG path through `values`, up to `reach` each way from the middle; broken where there is none."""
    middle = WAVE_HEIGHT / 2
    drawn, pen = [], "M"
    for x, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        y = round(middle - max(-1.0, min(1.0, value / reach)) * (middle - 3))
        alone = pen == "M" and (x + 1 == len(values) or values[x + 1] is None)
        drawn.append(f"{pen}{x} {y}" + ("h.1" if alone else ""))
        pen = "L"
    return "".join(drawn)


def _curves(voice: VoiceCurve) -> tuple[CurveLane, ...]:
    around = "around this voice's own median; the lane reaches {:.0f} {} each way"
    pitch, loudness = around.format(PITCH_REACH, "semitones"), around.format(LOUDNESS_REACH, "dB")
    return (
        CurveLane("Pitch", f"The agent's pitch {pitch}", curve_path(voice.semitones, PITCH_REACH), voice.step_s),
        CurveLane(
            "Loudness", f"The agent's loudness {loudness}", curve_path(voice.loudness_db, LOUDNESS_REACH), voice.step_s
        ),
    )


def _stage(segment: Segment, whole: float) -> StageBlock:
    label = stage_label(segment)
    width = duration_s(segment)
    return StageBlock(
        kind=segment.kind,
        start=segment.start,
        width=width,
        percent=100 * segment.start / whole,
        width_percent=100 * width / whole,
        label=label if width / whole >= LABEL_MIN_SHARE else "",
        title=f"{label}, from {clock(segment.start)}",
    )


def _lanes(report: CallReport) -> tuple[Lane, ...]:
    """A lane a party, the IVR first, then by who speaks first."""
    name_of = party_namer(report)
    blocks: dict[tuple[str, str], list[Span]] = {}
    for turn in sorted(report.turns, key=lambda turn: (turn.role != "ivr", turn.start)):
        blocks.setdefault((name_of(turn), turn.role), []).append(Span(turn.start, turn.end))
    sides = side_of_channel(report)
    return tuple(Lane(name, role, tuple(spans), _wave_of(role, sides)) for (name, role), spans in blocks.items()) or (
        Lane("Sound", "nobody", (), 0),
    )


def _wave_of(role: str, sides: tuple[str, ...]) -> int:
    if len(sides) == 1:
        return 0
    side = "Customer" if role == "customer" else "Agent"
    return sides.index(side) if side in sides else len(sides)


def _mark(evidence: Evidence, whole: float) -> Tick:
    name = marker_name(evidence.marker)
    percent = min(100.0, 100 * evidence.start / whole)
    return Tick(percent, f"{name.label}, {clock(evidence.start)}", evidence.start, evidence.end, name.effect)


def _is_a_key(evidence: Evidence, report: CallReport) -> bool:
    """A key has its own sign on the timeline."""
    return evidence.turn is None and any(overlap_s(evidence, key) > 0 for key in report.timeline.keys)


def _axis(whole: float) -> tuple[Tick, ...]:
    step = next((step for step in TICK_STEPS_S if whole / step <= MAX_TICKS), TICK_STEPS_S[-1])
    return tuple(Tick(100 * at / whole, clock(at), at, at) for at in range(0, int(whole) + 1, step))
