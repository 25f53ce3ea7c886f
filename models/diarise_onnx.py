"""Who speaks when, without torch: pyannote's scheme on NumPy, SciPy and ONNX Runtime.

Windows of 10 s are segmented, each window's speakers get an embedding, embeddings are clustered over the recording,
and the windows' answers are laid over each other (Bredin, "pyannote.audio 2.1 speaker diarization pipeline:
principle, benchmark, and recipe", Interspeech 2023).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from calls.sound import Samples, SpeakerSpan
from calls.spans import Span, Timed, duration_s, union
from configs.speech_settings import DiarisationSettings
from models import campplus, segmentation
from models.campplus import CamPlusPlus, fbank
from models.clustering import Labels, Vectors, centroids_of, cluster, nearest
from models.segmentation import FRAME_FIRST_S, FRAME_STEP_S, WINDOW_S, Activity, Segmentation, window_starts

Flags = NDArray[np.bool_]


class OnnxDiariser:
    """The built-in diariser."""

    def __init__(self, segments: Segmentation, voices: CamPlusPlus) -> None:
        self._segments = segments
        self._voices = voices
        self.device = segments.device

    def diarise(
        self, samples_16k: Samples, only: Sequence[Span], speakers: int | None, settings: DiarisationSettings
    ) -> tuple[SpeakerSpan, ...]:
        """See Diariser."""
        starts = _windows_in(only, len(samples_16k) / segmentation.RATE, settings.step_s)
        activity = _within(self._segments.listen(samples_16k, starts), only)
        local = _local_speakers(activity)
        if len(local) == 0:
            return ()
        clear = [_clear_frames(activity, window, speaker, settings) for window, speaker in local]
        voices = self._embed(samples_16k, activity, local, clear)
        labels = _labels(voices, np.array([frames.sum() for frames in clear]) * FRAME_STEP_S, speakers, settings)
        return _spans(_overlaid(activity, local, labels), settings)

    def _embed(self, samples: Samples, activity: Activity, local: NDArray[np.int64], clear: list[Flags]) -> Vectors:
        """A unit vector for each local speaker from the frames where it is heard: (n, 192)."""
        features = fbank(samples)
        found = np.zeros((len(local), campplus.SIZE), dtype=np.float32)
        for row, ((window, _), frames) in enumerate(zip(local, clear, strict=True)):
            times = activity.starts[window] + activity.frame_times[frames]
            heard = features[_feature_frames(times, len(features))]
            if len(heard) >= campplus.MIN_FRAMES:
                found[row] = self._voices.embed(heard)
        return found


def _windows_in(only: Sequence[Timed], duration: float, step_s: float) -> NDArray[np.float64]:
    """The starts of the windows that hear anything of `only`."""
    starts = window_starts(duration, step_s)
    wanted = np.zeros(len(starts), dtype=bool)
    for span in only:
        wanted |= (starts < span.end) & (starts + WINDOW_S > span.start)
    return starts[wanted]


def _within(activity: Activity, only: Sequence[Timed]) -> Activity:
    """Nobody active outside `only`."""
    times = activity.starts[:, None] + activity.frame_times[None, :]
    inside = np.zeros(times.shape, dtype=bool)
    for span in only:
        inside |= (times >= span.start) & (times < span.end)
    return Activity(activity.starts, activity.active & inside[:, :, None])


def _local_speakers(activity: Activity) -> NDArray[np.int64]:
    """(window, speaker) of everyone who is active at all: (n, 2)."""
    return np.argwhere(activity.active.any(axis=1))


def _clear_frames(activity: Activity, window: int, speaker: int, settings: DiarisationSettings) -> Flags:
    """Where a local speaker is heard alone, or if that is too short, where it is heard at all: (frames,)."""
    active: Flags = activity.active[window, :, speaker]
    others: Flags = np.delete(activity.active[window], speaker, axis=1).any(axis=1)
    alone: Flags = active & ~others
    return alone if alone.sum() * FRAME_STEP_S >= settings.min_alone_s else active


def _feature_frames(times: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """The feature frames that the segmentation frames at `times` stand for, each once."""
    half = FRAME_STEP_S / 2
    first = np.ceil((times - half) / campplus.FRAME_STEP_S).astype(np.int64)
    last = np.ceil((times + half) / campplus.FRAME_STEP_S).astype(np.int64)
    index = np.unique(np.concatenate([np.arange(a, b) for a, b in zip(first, last, strict=True)]))
    return index[(index >= 0) & (index < count)]


def _labels(
    voices: Vectors, clear_s: NDArray[np.float64], speakers: int | None, settings: DiarisationSettings
) -> Labels:
    """A speaker for each voice: those heard long enough are clustered, the others join the nearest; -1 for no voice."""
    known = np.abs(voices).any(axis=1)
    sure = known & (clear_s >= settings.min_clear_s)
    if not sure.any():
        sure = known
    labels = np.full(len(voices), -1, dtype=np.int64)
    if not sure.any():
        return labels
    labels[sure] = cluster(voices[sure], settings.threshold, settings.min_windows, speakers)
    rest = known & ~sure
    labels[rest] = nearest(voices[rest], centroids_of(voices[sure], labels[sure]))
    return labels


def _overlaid(activity: Activity, local: NDArray[np.int64], labels: Labels) -> Flags:
    """Who speaks in each frame of the recording: bool (frames, speakers).

    As many as the windows find on average, and those on whom most windows agree.
    """
    speakers = int(labels.max()) + 1
    frames = activity.active.shape[1]
    offsets = np.rint(activity.starts / FRAME_STEP_S).astype(np.int64)
    total = int(offsets.max()) + frames
    votes = np.zeros((total, speakers))
    count, windows = np.zeros(total), np.zeros(total)
    for window, offset in enumerate(offsets):
        count[offset : offset + frames] += activity.active[window].sum(axis=1)
        windows[offset : offset + frames] += 1
        for label in set(labels[local[:, 0] == window]) - {-1}:
            members = local[(local[:, 0] == window) & (labels == label), 1]
            votes[offset : offset + frames, label] += activity.active[window][:, members].any(axis=1)
    heard = np.rint(count / np.maximum(windows, 1)).astype(np.int64)
    rank = np.argsort(np.argsort(-votes, axis=1, kind="stable"), axis=1)
    spoken: Flags = (rank < heard[:, None]) & (votes > 0)
    return spoken


def _spans(spoken: Flags, settings: DiarisationSettings) -> tuple[SpeakerSpan, ...]:
    """Runs of frames as spans, gaps up to `close_gap_s` closed, those under `min_span_s` left out."""
    spans = []
    for speaker in range(spoken.shape[1]):
        edges = np.flatnonzero(np.diff(np.concatenate(([False], spoken[:, speaker], [False])).astype(np.int8)))
        times = FRAME_FIRST_S - FRAME_STEP_S / 2 + FRAME_STEP_S * edges.reshape(-1, 2)
        joined = union((Span(float(a), float(b)) for a, b in times), settings.close_gap_s)
        spans += [
            SpeakerSpan(s.start, s.end, f"voice {speaker + 1}") for s in joined if duration_s(s) >= settings.min_span_s
        ]
    return tuple(sorted(spans, key=lambda s: (s.start, s.speaker)))
