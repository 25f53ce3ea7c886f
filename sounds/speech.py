"""Where somebody speaks on a channel: Silero says what is speech, the level says where it begins and ends.

Alone, neither does: Silero misses flat voices on a telephone line, the level takes any noise for a voice.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calls.spans import Span, Timed, difference, duration_s, intersection, union
from configs.sound_settings import SpeechSettings


@dataclass(frozen=True, slots=True, eq=False)
class SpeechFrames:
    """Per frame of `frame_s` seconds: Silero's probability and the level in dB, both of shape (n,)."""

    frame_s: float
    probability: NDArray[np.float32]
    level_db: NDArray[np.float32]
    noise_floor_db: float


def speech_spans(frames: SpeechFrames, music: tuple[Span, ...], settings: SpeechSettings) -> tuple[Span, ...]:
    """Stretches of speech in order, padded by `pad_s`, pauses up to `min_silence_s` inside.

    Within `music` only what Silero is sure of for `announcement_s` counts.
    """
    sure = _runs(frames.probability >= settings.threshold, frames.frame_s)
    loud = frames.level_db > frames.noise_floor_db + settings.loud_margin_db
    maybe = (frames.probability >= settings.possible) & loud
    near = union(
        Span(span.start - settings.reach_s, span.end + settings.reach_s) for span in _runs(maybe, frames.frame_s)
    )
    grown = [
        span for span in intersection(_runs(loud, frames.frame_s), near) if maybe[_frames(span, frames.frame_s)].any()
    ]
    outside = difference(union([*grown, *sure], settings.min_silence_s), music)
    announced = [
        span
        for span in intersection(union(sure, settings.min_silence_s), music)
        if duration_s(span) >= settings.announcement_s
    ]
    kept = [span for span in union([*outside, *announced]) if duration_s(span) >= settings.min_speech_s]
    end = len(frames.probability) * frames.frame_s
    padded = (Span(max(0.0, s.start - settings.pad_s), min(end, s.end + settings.pad_s)) for s in kept)
    return union(padded, settings.min_silence_s)


def without_crosstalk(
    own: SpeechFrames, other: SpeechFrames, speech: tuple[Span, ...], settings: SpeechSettings
) -> tuple[Span, ...]:
    """`speech` without what is the other side heard faintly.

    A frame is crosstalk where the other channel is `crosstalk_margin_db` louder; a stretch goes when most of its loud
    frames are. Short dips inside a voice's own stretch are left alone.
    """
    n = min(len(own.level_db), len(other.level_db))
    faint = own.level_db[:n] < other.level_db[:n] - settings.crosstalk_margin_db
    audible = own.level_db[:n] > own.noise_floor_db + settings.loud_margin_db

    def is_own(span: Span) -> bool:
        frames = _frames(span, own.frame_s)
        heard = audible[frames]
        return not heard.any() or float(faint[frames][heard].mean()) < 0.5

    return tuple(span for span in speech if is_own(span))


def _runs(mask: NDArray[np.bool_], frame_s: float) -> tuple[Span, ...]:
    """The stretches where `mask` is true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return tuple(Span(float(a) * frame_s, float(b) * frame_s) for a, b in edges.reshape(-1, 2))


def _frames(span: Timed, frame_s: float) -> slice:
    """The frames that `span` touches, at least one."""
    first = round(span.start / frame_s)
    return slice(first, max(first + 1, round(span.end / frame_s)))
