"""Hold music over a telephone line: spectral measures and a small logistic regression, smoothed over time.

Music holds its partials from frame to frame where a voice glides: the spectrum fits itself a moment later best where it
lies, not shifted. It rarely falls silent between syllables, and its onsets come evenly. Eight such measures of each
two-second window are weighed by scripts/train_music.py, whose result stands in configs/music.toml.
"""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

import numpy as np
import scipy.fft
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from audio.frames import TELEPHONE_RATE, at_telephone_rate, runs
from audio.loudness import loudness_db
from calls.sound import Samples
from calls.spans import Span, duration_s, union
from configs.sound_settings import MusicSettings

FRAME, HOP = 512, 160
HOP_S = HOP / TELEPHONE_RATE
BAND_HZ = (200.0, 3400.0)
WINDOW, STEP = 100, 12
"""Frames in a window (2 s) and from one window to the next (0.24 s)."""
STEP_S = STEP * HOP_S
RHYTHM = 100
"""Frames beyond a window on either side in which its rhythm is looked for: 6 s in all."""
BEAT = slice(12, 60)
"""Lags, in frames, at which onsets may come back: 0.24 to 1.2 s, 50 to 250 beats a minute."""
FEATURES = (
    "level_sd", "low_share", "flatness", "flux", "persistence_200ms", "glide_40ms", "glide_100ms", "rhythm",
)  # fmt: skip
BLOCK = 3000
RISE = 15
"""Frames compared on either side of an edge: 0.3 s."""
FULL_SCALE_POWER = 1.5 * (FRAME / 4) ** 2
"""What a full-scale sine gives in a Hann-windowed frame, summed over its bins: the zero of levels in dB."""


@dataclass(frozen=True, slots=True, eq=False)
class MusicModel:
    """Mean and scale of each feature, its weight, and the bias: log odds = bias + weights . (x - mean) / scale."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float


@cache
def music_model() -> MusicModel:
    """The trained weights of configs/music.toml, in the order of FEATURES."""
    table = tomllib.loads(resources.files("configs").joinpath("music.toml").read_text("utf-8"))
    column = {key: np.array([table[key][name] for name in FEATURES]) for key in ("mean", "scale", "weights")}
    return MusicModel(column["mean"], column["scale"], column["weights"], float(table["bias"]))


def find_music(samples: Samples, rate: int, settings: MusicSettings) -> tuple[Span, ...]:
    """Stretches of music in one channel, in order, gaps up to `max_gap_s` inside, none shorter than `min_music_s`."""
    sound = at_telephone_rate(samples, rate)
    features, levels_db = window_features(sound)
    if not len(features):
        return ()
    model = music_model()
    odds = model.bias + (features - model.mean) / model.scale @ model.weights
    odds = np.where(telling(features, levels_db, settings), odds, -settings.max_odds)
    playing = _most_likely(np.clip(odds, -settings.max_odds, settings.max_odds), settings.switch_cost)
    middle = WINDOW * HOP_S / 2 - STEP_S / 2
    spans = [Span(first * STEP_S + middle, end * STEP_S + middle) for first, end in runs(playing)]
    total = len(samples) / rate
    rise_db = _rise_db(sound)
    sharp = [_sharpened(_to_the_edge(span, total), total, rise_db, settings) for span in spans]
    return tuple(span for span in union(sharp, settings.max_gap_s) if duration_s(span) >= settings.min_music_s)


def telling(
    features: NDArray[np.float64], levels_db: NDArray[np.float64], settings: MusicSettings
) -> NDArray[np.bool_]:
    """Windows that may hold music: loud enough, and not as even as line noise, hum and dial tone are."""
    even = features[:, FEATURES.index("level_sd")] < settings.min_level_sd_db
    told: NDArray[np.bool_] = (levels_db > settings.min_level_db) & ~even
    return told


def window_features(sound: Samples) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """FEATURES of each window of one channel at 8 kHz, shape (windows, 8), and its level in dB, shape (windows,)."""
    frames = _frame_measures(sound)
    if len(frames.level_db) < WINDOW:
        return np.zeros((0, len(FEATURES))), np.zeros(0)
    level = _windows(frames.level_db)
    high = np.percentile(level, 90, axis=1)
    heard = level > level.max(axis=1, keepdims=True) - 30
    over_heard = (frames.flatness, frames.flux, frames.persistence, frames.glide_40ms, frames.glide_100ms)
    means = [_windows(measure).mean(axis=1, where=heard) for measure in over_heard]
    low_share = (level < high[:, None] - 15).mean(axis=1)
    return np.stack([level.std(axis=1), low_share, *means, _rhythm(frames.onset)], axis=1), high


def _windows(measure: NDArray[np.float32]) -> NDArray[np.float64]:
    """Shape (windows, WINDOW): of each frame in each window."""
    return np.lib.stride_tricks.sliding_window_view(measure, WINDOW)[::STEP].astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Frames:
    """Measures of each frame, shape (frames,) each.

    `flatness` is the log of geometric over arithmetic mean of the spectrum; `flux` how much its shape changes and
    `onset` how much it grows since the frame before, in log power; `persistence` its detail's likeness to that 200 ms
    later; `glide_*` how much less or more it is like the frame 40 or 100 ms later than the same shifted by up to 50 Hz.
    """

    level_db: NDArray[np.float32]
    flatness: NDArray[np.float32]
    flux: NDArray[np.float32]
    onset: NDArray[np.float32]
    persistence: NDArray[np.float32]
    glide_40ms: NDArray[np.float32]
    glide_100ms: NDArray[np.float32]


def _frame_measures(sound: Samples) -> _Frames:
    """In blocks, so that an hour's spectra are never held at once; the frames after a block are looked at with it."""
    if len(sound) < FRAME:
        return _Frames(*(np.zeros(0, dtype=np.float32) for _ in fields(_Frames)))
    frames = np.lib.stride_tricks.sliding_window_view(sound, FRAME)[::HOP]
    blocks = [_block_measures(frames, first) for first in range(0, len(frames), BLOCK)]
    return _Frames(*(np.concatenate(measure).astype(np.float32) for measure in zip(*blocks, strict=True)))


def _block_measures(frames: NDArray[np.float32], first: int) -> tuple[NDArray[np.float32], ...]:
    """The fields of _Frames for the BLOCK frames from `first`."""
    before, size = min(1, first), min(BLOCK, len(frames) - first)
    hz = np.fft.rfftfreq(FRAME, 1 / TELEPHONE_RATE)
    band = (hz >= BAND_HZ[0]) & (hz <= BAND_HZ[1])
    spectrum = np.fft.rfft(frames[first - before : first + size + 10] * np.hanning(FRAME).astype(np.float32))
    powers = np.square(np.abs(spectrum[:, band])).astype(np.float32) + 1e-9
    logs = np.log(powers)
    detail = logs - uniform_filter1d(logs, 9, axis=1, mode="constant")
    detail /= np.linalg.norm(detail, axis=1, keepdims=True) + 1e-6
    growth = np.diff(logs, axis=0, prepend=logs[:1])
    measures = (
        10 * np.log10(powers.sum(axis=1) / FULL_SCALE_POWER),
        logs.mean(axis=1) - np.log(powers.mean(axis=1)),
        np.abs(growth - growth.mean(axis=1, keepdims=True)).mean(axis=1),
        np.maximum(growth, 0.0).mean(axis=1),
        _likeness(detail, 10),
        _likeness(detail, 2) - np.max([_likeness(detail, 2, shift) for shift in (-2, -1, 1, 2)], axis=0),
        _likeness(detail, 5) - np.max([_likeness(detail, 5, shift) for shift in (-3, -2, -1, 1, 2, 3)], axis=0),
    )
    return tuple(measure[before : before + size] for measure in measures)


def _likeness(detail: NDArray[np.float32], ahead: int, shift: int = 0) -> NDArray[np.float32]:
    """Correlation of each frame's spectral detail with that `ahead` frames later, moved by `shift` bins of 16 Hz."""
    found = np.zeros(len(detail), dtype=np.float32)
    now, later = detail[: max(0, len(detail) - ahead)], detail[ahead:]
    bins = detail.shape[1]
    kept, moved = slice(max(0, shift), bins + min(0, shift)), slice(max(0, -shift), bins + min(0, -shift))
    found[: len(now)] = np.einsum("ij,ij->i", now[:, kept], later[:, moved])
    return found


def _rhythm(onset: NDArray[np.float32]) -> NDArray[np.float64]:
    """How well onsets come back after one lag of BEAT, per window with RHYTHM frames around it, shape (windows,).

    The largest normalised autocorrelation; beyond the recording's ends there is nothing to compare with.
    """
    around, known = (
        np.lib.stride_tricks.sliding_window_view(np.pad(values, RHYTHM), WINDOW + 2 * RHYTHM)[::STEP]
        for values in (onset.astype(np.float64), np.ones(len(onset)))
    )
    swing = np.where(known > 0, around - around.mean(axis=1, where=known > 0, keepdims=True), 0.0)
    spectrum = scipy.fft.rfft(swing, scipy.fft.next_fast_len(swing.shape[1] + BEAT.stop), axis=1)
    products = scipy.fft.irfft(np.square(np.abs(spectrum)), axis=1)
    best: NDArray[np.float64] = products[:, BEAT].max(axis=1) / (products[:, 0] + 1e-9)
    return best


def _most_likely(odds: NDArray[np.float64], switch_cost: float) -> NDArray[np.bool_]:
    """The likeliest course of music and no music (Viterbi), when every change between them costs `switch_cost`."""
    came_from = np.zeros((len(odds), 2), dtype=bool)
    off, on = 0.0, 0.0
    for index, odd in enumerate(odds):
        came_from[index] = (on - switch_cost > off, on >= off - switch_cost)
        off, on = max(off, on - switch_cost), max(on, off - switch_cost) + odd
    state = on > off
    course = np.zeros(len(odds), dtype=bool)
    for index in range(len(odds) - 1, -1, -1):
        course[index] = state
        state = bool(came_from[index, int(state)])
    return course


def _to_the_edge(span: Span, total_s: float) -> Span:
    """Windows' middles do not reach the recording's ends; music that does is taken to."""
    reach = WINDOW * HOP_S / 2 + STEP_S
    return Span(0.0 if span.start <= reach else span.start, total_s if span.end >= total_s - reach else span.end)


def _rise_db(sound: Samples) -> NDArray[np.float64]:
    """For each frame of HOP how much louder the 0.3 s after it are than the 0.3 s before it, in dB."""
    sums = np.cumsum(np.concatenate([np.zeros(RISE), loudness_db(sound, TELEPHONE_RATE, HOP_S, 0.06), np.zeros(RISE)]))
    rise: NDArray[np.float64] = np.zeros(len(sums) - RISE)
    rise[RISE:-1] = (sums[2 * RISE : -1] - 2 * sums[RISE : -RISE - 1] + sums[: -2 * RISE - 1]) / RISE
    return rise[RISE:]


def _sharpened(span: Span, total_s: float, rise_db: NDArray[np.float64], settings: MusicSettings) -> Span:
    """The span with its ends where the sound rises and falls; windows half filled with music count as music."""
    start = span.start if span.start <= 0 else _edge(rise_db, span.start, settings)
    end = span.end if span.end >= total_s else _edge(-rise_db[::-1], len(rise_db) * HOP_S - span.end, settings)
    if span.end < total_s:
        end = len(rise_db) * HOP_S - end
    return Span(start, max(start, end))


def _edge(rise_db: NDArray[np.float64], found_s: float, settings: MusicSettings) -> float:
    """The steepest rise from a little before to `edge_reach_s` after `found_s`; without one, the usual lateness."""
    first = max(0, round((found_s - settings.edge_reach_s / 4) / HOP_S))
    near = rise_db[first : round((found_s + settings.edge_reach_s) / HOP_S) + 1]
    if not len(near) or near.max() < settings.min_edge_db:
        return found_s + settings.edge_bias_s
    return (first + int(near.argmax())) * HOP_S
