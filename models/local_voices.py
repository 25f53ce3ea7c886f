"""The voices within each window: who is heard in which frames, and an embedding of each.

The segmentation takes two alike voices on a telephone line for one when they speak in turn (in two of six simulated
calls it merged agent and customer in most windows). Each of its speakers is therefore looked at stretch by stretch and
split where the stretches' embeddings disagree: within a window they are heard on one line, and are far apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from calls.spans import Span, union
from configs.speech_settings import DiarisationSettings
from models.clustering import alike, mean_voice
from models.segmentation import FRAME_STEP_S, Activity

Flags = NDArray[np.bool_]
Vector = NDArray[np.float32]
Embed = Callable[[Sequence[Span]], Sequence[Vector | None]]
"""The voice heard in each span of the recording as a unit vector; None where it is too short to tell."""


@dataclass(frozen=True, slots=True, eq=False)
class LocalVoice:
    """One voice in one window: `frames` bool (frames,) where it is heard, `clear_s` seconds of it heard alone.

    `vector` is its embedding, a unit vector; None where it is heard too briefly.
    """

    window: int
    frames: Flags
    clear_s: float
    vector: Vector | None


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """A stretch of one local speaker's frames, `first` to `last` (exclusive), and the voice in it."""

    first: int
    last: int
    vector: Vector | None

    @property
    def seconds(self) -> float:
        return (self.last - self.first) * FRAME_STEP_S


@dataclass(frozen=True, slots=True, eq=False)
class _Speaker:
    """A local speaker of a window: where `active`, and the stretches to judge by, as frames and in the recording."""

    window: int
    active: Flags
    runs: list[tuple[int, int]]
    spans: tuple[Span, ...]


def local_voices(activity: Activity, embed: Embed, settings: DiarisationSettings) -> list[LocalVoice]:
    """Every voice of every window, window by window."""
    heard = [_heard(activity, int(window), int(speaker), settings) for window, speaker in _speakers(activity)]
    vectors = iter(embed([span for speaker in heard for span in speaker.spans]))
    voices = []
    for speaker in heard:
        pieces = [_Piece(first, last, next(vectors)) for first, last in speaker.runs]
        voices += _told_apart(speaker.window, speaker.active, pieces, settings)
    return voices


def _speakers(activity: Activity) -> NDArray[np.int64]:
    """Window and number of each local speaker that is heard, shape (n, 2)."""
    return np.argwhere(activity.active.any(axis=1))


def _heard(activity: Activity, window: int, speaker: int, settings: DiarisationSettings) -> _Speaker:
    active: Flags = activity.active[window, :, speaker]
    others: Flags = np.delete(activity.active[window], speaker, axis=1).any(axis=1)
    alone = active & ~others
    clear = alone if alone.sum() * FRAME_STEP_S >= settings.min_alone_s else active
    times = activity.starts[window] + activity.frame_times - FRAME_STEP_S / 2
    runs = _runs(clear, round(float(activity.starts[window]) / FRAME_STEP_S), settings)
    spans = tuple(Span(float(times[first]), float(times[last - 1]) + FRAME_STEP_S) for first, last in runs)
    return _Speaker(window, active, runs, spans)


def _runs(clear: Flags, begins: int, settings: DiarisationSettings) -> list[tuple[int, int]]:
    """The stretches of `clear`, pauses up to `piece_gap_s` inside, long ones cut every `piece_s` of the recording.

    `begins` is the window's first frame in the recording: windows that overlap cut at the same places, and a piece that
    several of them hear is embedded once. Parts too short to judge are not cut off.
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([False], clear, [False])).astype(np.int8))).reshape(-1, 2)
    joined = union((Span(int(a), int(b)) for a, b in edges), settings.piece_gap_s / FRAME_STEP_S)
    every, least = settings.piece_s / FRAME_STEP_S, settings.min_piece_s / FRAME_STEP_S
    marks = np.rint(np.arange(np.ceil(begins / every), (begins + len(clear)) / every) * every).astype(int) - begins
    runs = []
    for run in joined:
        inside = [int(mark) for mark in marks if run.start + least <= mark <= run.end - least]
        runs += list(pairwise([int(run.start), *inside, int(run.end)]))
    return runs


def _told_apart(window: int, active: Flags, pieces: list[_Piece], settings: DiarisationSettings) -> list[LocalVoice]:
    """One local speaker as the voices it turns out to be; a frame belongs to the piece nearest in time."""
    frames = np.arange(len(active))[:, None]
    first, last = np.array([(p.first, p.last) for p in pieces]).T
    nearest = np.maximum(first - frames, frames - (last - 1)).argmin(axis=1)
    labels = _groups(pieces, settings)
    voices = []
    for label in range(int(labels.max()) + 1):
        own = [piece for piece, of in zip(pieces, labels, strict=True) if of == label]
        voices.append(
            LocalVoice(
                window,
                active & (labels[nearest] == label),
                sum(p.seconds for p in own),
                mean_voice([(p.vector, p.seconds) for p in own if p.vector is not None]),
            )
        )
    return voices


def _groups(pieces: list[_Piece], settings: DiarisationSettings) -> NDArray[np.int64]:
    """A label 0, 1, ... for each piece; pieces too short to judge go with the nearest in time that isn't."""
    long = [(i, p.vector) for i, p in enumerate(pieces) if p.vector is not None and p.seconds >= settings.min_piece_s]
    if len(long) < 2:
        return np.zeros(len(pieces), dtype=np.int64)
    sure = [i for i, _ in long]
    labels = alike(np.stack([vector for _, vector in long]), settings.split_distance)
    middles = np.array([(p.first + p.last) / 2 for p in pieces])
    index: NDArray[np.int64] = np.abs(middles[:, None] - middles[sure][None]).argmin(axis=1)
    return labels[index]
