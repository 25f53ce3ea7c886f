"""Who speaks when, without torch: pyannote's scheme on NumPy, SciPy and ONNX Runtime.

Windows of 10 s are segmented, each window's speakers get an embedding, embeddings are clustered over the recording,
and the windows' answers are laid over each other (Bredin, "pyannote.audio 2.1 speaker diarization pipeline:
principle, benchmark, and recipe", Interspeech 2023).
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from audio.resample import Readable
from calls.sound import SpeakerSpan
from calls.spans import Span, Timed, duration_s, union
from configs.speech_settings import DiarisationSettings
from models import campplus, segmentation
from models.campplus import CamPlusPlus, voice_in
from models.clustering import Labels, Vectors, centroids_of, cluster, nearest
from models.cores import abreast
from models.local_voices import LocalVoice, local_voices
from models.segmentation import FRAME_FIRST_S, FRAME_STEP_S, WINDOW_S, Activity, Segmentation, window_starts

Flags = NDArray[np.bool_]
_TENTH = campplus.RATE // 10
_OVERHANG = round((campplus.FRAME_S - campplus.FRAME_STEP_S) * campplus.RATE)
"""A stretch's last frame reaches this far beyond it."""


class OnnxDiariser:
    """The built-in diariser."""

    def __init__(self, segments: Segmentation, voices: CamPlusPlus) -> None:
        self._segments = segments
        self._voices = voices
        self.device = segments.device

    def diarise(
        self, samples_16k: Readable, only: Sequence[Span], speakers: int | None, settings: DiarisationSettings
    ) -> tuple[SpeakerSpan, ...]:
        """See Diariser."""
        starts = _windows_in(only, len(samples_16k) / segmentation.RATE, settings.step_s)
        activity = _within(self._segments.listen(samples_16k, starts), only)
        voices = local_voices(activity, partial(self._embedded, samples_16k), settings)
        if not voices:
            return ()
        return _spans(_overlaid(activity, voices, _labels(voices, speakers, settings), settings), settings)

    def _embedded(self, samples: Readable, spans: Sequence[Span]) -> list[Vectors | None]:
        """Of each span. Windows that overlap ask for nearly the same ones: to 0.1 s, they are one."""
        asked = [(max(0, round(span.start * 10)), max(0, round(span.end * 10))) for span in spans]

        def embedded(edges: tuple[int, int]) -> Vectors | None:
            return voice_in(samples[edges[0] * _TENTH : edges[1] * _TENTH + _OVERHANG], self._voices)

        different = list(dict.fromkeys(asked))
        known = dict(zip(different, abreast(embedded, different, self._voices.abreast), strict=True))
        return [known[edges] for edges in asked]


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
    stretches = union(only)
    starts, ends = (np.array([getattr(s, edge) for s in stretches] or [np.inf]) for edge in ("start", "end"))
    latest = np.searchsorted(starts, times, side="right") - 1
    inside = ((latest >= 0) & (times < ends[latest]))[:, :, None]
    return Activity(activity.starts, activity.active & inside, activity.at_least * inside)


def _labels(voices: Sequence[LocalVoice], speakers: int | None, settings: DiarisationSettings) -> Labels:
    """A speaker for each voice, -1 without a vector: those heard long enough are clustered, others join the nearest."""
    vectors = np.stack([np.zeros(campplus.SIZE, np.float32) if v.vector is None else v.vector for v in voices])
    known = np.array([v.vector is not None for v in voices])
    sure = known & np.array([v.clear_s >= settings.min_clear_s for v in voices])
    if not sure.any():
        sure = known
    labels = np.full(len(voices), -1, dtype=np.int64)
    if sure.any():
        labels[sure] = cluster(vectors[sure], settings.threshold, settings.min_windows, settings.far_distance, speakers)
        rest = known & ~sure
        labels[rest] = nearest(vectors[rest], centroids_of(vectors[sure], labels[sure]))
    return labels


def _overlaid(activity: Activity, voices: Sequence[LocalVoice], labels: Labels, settings: DiarisationSettings) -> Flags:
    """Who speaks in each frame of the recording: bool (frames, speakers).

    As many as are probable in the mean of the windows, and those on whom most windows agree. (pyannote averages how
    many each window decides for instead, and loses speech that a window misses at its edges.)
    """
    frames = activity.active.shape[1]
    offsets = np.rint(activity.starts / FRAME_STEP_S).astype(np.int64)
    total = int(offsets.max()) + frames
    votes = np.zeros((total, int(labels.max()) + 1))
    at_least, windows = np.zeros((total, 2)), np.zeros(total)
    for probable, offset in zip(activity.at_least, offsets, strict=True):
        at_least[offset : offset + frames] += probable
        windows[offset : offset + frames] += 1
    for voice, label in zip(voices, labels, strict=True):
        if label >= 0:
            offset = offsets[voice.window]
            votes[offset : offset + frames, label] += voice.frames
    needed = (settings.speech_probability, settings.overlap_probability)
    heard = (at_least / np.maximum(windows, 1)[:, None] >= needed).sum(axis=1)
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
