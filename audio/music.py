"""Hold music over a telephone line: spectral measures and a small logistic regression, smoothed over time.

Music holds its partials from frame to frame where speech glides, and rarely falls silent between syllables. Twelve such
measures of each two-second window are weighed by scripts/train_music.py, whose result stands in configs/music.toml.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from audio.frames import TELEPHONE_RATE, at_telephone_rate, runs
from calls.sound import Samples
from calls.spans import Span, duration_s, union
from configs.sound_settings import MusicSettings

FRAME, HOP = 512, 160
HOP_S = HOP / TELEPHONE_RATE
BAND_HZ = (200.0, 3400.0)
WINDOW, STEP = 100, 12
"""Frames in a window (2 s) and from one window to the next (0.24 s)."""
STEP_S = STEP * HOP_S
FEATURES = (
    "level_above_floor", "peak_above_level", "level_sd", "low_share", "flatness", "flatness_sd",
    "persistence_40ms", "persistence_100ms", "persistence_200ms", "flux", "flux_sd", "syllable_rate_share",
)  # fmt: skip
BLOCK = 3000
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
    features, levels_db = window_features(at_telephone_rate(samples, rate))
    if not len(features):
        return ()
    model = music_model()
    odds = model.bias + (features - model.mean) / model.scale @ model.weights
    odds = np.where(levels_db > settings.min_level_db, odds, -settings.max_odds)
    playing = _most_likely(np.clip(odds, -settings.max_odds, settings.max_odds), settings.switch_cost)
    middle = WINDOW * HOP_S / 2 - STEP_S / 2
    spans = [Span(first * STEP_S + middle, end * STEP_S + middle) for first, end in runs(playing)]
    total = len(samples) / rate
    whole = [_to_the_edge(span, total) for span in union(spans, settings.max_gap_s)]
    return tuple(span for span in whole if duration_s(span) >= settings.min_music_s)


def window_features(sound: Samples) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """FEATURES of each window of one channel at 8 kHz, shape (windows, 12), and its level in dB, shape (windows,)."""
    frames = _frame_measures(sound)
    count = (len(frames.level_db) - WINDOW) // STEP + 1
    if count < 1:
        return np.zeros((0, len(FEATURES))), np.zeros(0)
    rows = [_window(frames, slice(i * STEP, i * STEP + WINDOW)) for i in range(count)]
    return np.array([row for row, _ in rows]), np.array([level for _, level in rows])


@dataclass(frozen=True, slots=True, eq=False)
class _Frames:
    """Per frame: level in dB, spectral flatness (log), likeness to the frames 40, 100 and 200 ms later, flux."""

    level_db: NDArray[np.float32]
    flatness: NDArray[np.float32]
    persistence: NDArray[np.float32]
    flux: NDArray[np.float32]


def _frame_measures(sound: Samples) -> _Frames:
    if len(sound) < FRAME:
        empty = np.zeros(0, dtype=np.float32)
        return _Frames(empty, empty, np.zeros((0, 3), dtype=np.float32), empty)
    hz = np.fft.rfftfreq(FRAME, 1 / TELEPHONE_RATE)
    band = (hz >= BAND_HZ[0]) & (hz <= BAND_HZ[1])
    frames = np.lib.stride_tricks.sliding_window_view(sound, FRAME)[::HOP]
    window = np.hanning(FRAME).astype(np.float32)
    parts = [
        np.square(np.abs(np.fft.rfft(frames[i : i + BLOCK] * window)))[:, band] for i in range(0, len(frames), BLOCK)
    ]
    powers = np.concatenate(parts).astype(np.float32) + 1e-9
    logs = np.log(powers)
    detail = logs - uniform_filter1d(logs, 9, axis=1, mode="constant")
    detail /= np.linalg.norm(detail, axis=1, keepdims=True) + 1e-6
    persistence = np.zeros((len(logs), 3), dtype=np.float32)
    for column, ahead in enumerate((2, 5, 10)):
        persistence[:-ahead, column] = np.einsum("ij,ij->i", detail[:-ahead], detail[ahead:])
    level_free = logs - logs.mean(axis=1, keepdims=True)
    flux = np.concatenate([[0.0], np.abs(np.diff(level_free, axis=0)).mean(axis=1)])
    flatness = logs.mean(axis=1) - np.log(powers.mean(axis=1))
    level_db = 10 * np.log10(powers.sum(axis=1) / FULL_SCALE_POWER)
    return _Frames(level_db, flatness, persistence, flux.astype(np.float32))


def _window(frames: _Frames, part: slice) -> tuple[list[float], float]:
    """The features of one window, and the level of its louder frames."""
    level = frames.level_db[part]
    low, middle, high = np.percentile(level, [10, 50, 90])
    heard = level > level.max() - 30
    swing = np.abs(np.fft.rfft((level - level.mean()) * np.hanning(len(level))))
    rate_hz = np.fft.rfftfreq(len(level), HOP_S)
    syllables = swing[(rate_hz >= 2) & (rate_hz <= 8)].sum() / (swing[1:].sum() + 1e-6)
    flatness, flux = frames.flatness[part][heard], frames.flux[part][heard]
    return [
        middle - low, high - middle, float(level.std()), float((level < high - 15).mean()),
        float(flatness.mean()), float(flatness.std()), *frames.persistence[part][heard].mean(axis=0).tolist(),
        float(flux.mean()), float(flux.std()), float(syllables),
    ], float(high)  # fmt: skip


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
