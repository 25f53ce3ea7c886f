"""Keys pressed (DTMF, ITU-T Q.23), with the receiver's tolerances of Q.24.

A key is one of four row and one of four column sines at once. Frames of 24 ms every 4 ms are measured at the eight
frequencies; a press is a run of frames in which one pair holds nearly all the power of the band, whose frequencies are
within tolerance, whose level is steady, and which begins and ends abruptly. Speech and music fail one of these.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.signal import firwin, oaconvolve

from audio.frames import TELEPHONE_RATE, at_telephone_rate, framed, power, runs, sines
from calls.sound import MASKED_KEY, KeyPress, Samples
from configs.sound_settings import KeySettings

ROWS_HZ = (697.0, 770.0, 852.0, 941.0)
COLUMNS_HZ = (1209.0, 1336.0, 1477.0, 1633.0)
KEYS = ("123A", "456B", "789C", "*0#D")
SHOWN = "0*#"
BAND_HZ = (600.0, 1800.0)
"""What the shares of power are taken of: all eight frequencies with room, most of speech's strength left out."""

FRAME, HOP = 192, 32
EDGE_FRAME, EDGE_HOP, EDGE_GUARD = 80, 8, 14
MIDDLE, SPECTRUM = 800, 8192
"""A press is compared with unchanging sines over at most its middle 100 ms, their frequencies found to 1 Hz."""
BLOCK_S = 60


def find_keys(samples: Samples, rate: int, channel: int, settings: KeySettings) -> tuple[KeyPress, ...]:
    """The keys heard in one channel, in order. Digits but 0 are masked here; those of a number never leave it."""
    sound = at_telephone_rate(samples, rate)
    banded = oaconvolve(sound, firwin(161, BAND_HZ, pass_zero=False, fs=TELEPHONE_RATE).astype(np.float32), "same")
    presses: list[KeyPress] = []
    for pair, first, last in _bridged(_candidates(sound, banded, settings), settings):
        row, column = divmod(pair, 4)
        tones_hz = ROWS_HZ[row], COLUMNS_HZ[column]
        edges = _edges(banded, tones_hz, (first * HOP, last * HOP), settings)
        if edges is None or _explained(banded, edges, tones_hz) < settings.min_explained:
            continue
        short = edges[1] - edges[0] < settings.short_tone_s
        if short and _explained(sound, edges, tones_hz) < settings.min_explained_short:
            continue
        if presses and edges[0] - presses[-1].end < settings.min_pause_s:  # one press, broken by noise
            edges = presses.pop().start, edges[1]
        key = KEYS[row][column]
        digit = key if settings.tell_choices else None
        presses.append(KeyPress(key if key in SHOWN else MASKED_KEY, *edges, channel, digit))
    return only_alone(presses, settings.alone_s)


def only_alone(presses: Sequence[KeyPress], apart_s: float) -> tuple[KeyPress, ...]:
    """`presses`, their digits forgotten where another one lies within `apart_s`: together they may be a PIN.

    One press may be heard on both sides of the line.
    """
    return tuple(
        replace(press, digit=None) if any(_is_near(press, other, apart_s) for other in presses) else press
        for press in presses
    )


def _is_near(press: KeyPress, other: KeyPress, apart_s: float) -> bool:
    at_once = other.start < press.end and press.start < other.end
    if at_once and (other is press or (other.channel != press.channel and other.digit in (press.digit, None))):
        return False
    return other.start - press.end < apart_s and press.start - other.end < apart_s


def _candidates(sound: Samples, banded: Samples, settings: KeySettings) -> Iterator[tuple[int, int, int]]:
    """(row * 4 + column, first frame, last frame) of each steady run of one pair within tolerance."""
    pairs, amplitudes = _pairs(sound, banded, settings)
    for first, end in runs(pairs >= 0):
        cuts = [first, *(np.flatnonzero(np.diff(pairs[first:end])) + first + 1), end]
        for start, stop in pairwise(cuts):
            row, column = divmod(int(pairs[start]), 4)
            if _is_key(amplitudes[start:stop, [row, 4 + column]], (ROWS_HZ[row], COLUMNS_HZ[column]), settings):
                yield int(pairs[start]), start, stop - 1


def _bridged(found: Iterable[tuple[int, int, int]], settings: KeySettings) -> Iterator[tuple[int, int, int]]:
    """Runs of one pair that are parted by less than a pause are one press, broken by a dropout of the line."""
    held: tuple[int, int, int] | None = None
    for pair, first, last in found:
        if held and held[0] == pair and (first - held[2]) * HOP < settings.min_pause_s * TELEPHONE_RATE:
            held = (pair, held[1], last)
            continue
        if held:
            yield held
        held = (pair, first, last)
    if held:
        yield held


def _pairs(sound: Samples, banded: Samples, settings: KeySettings) -> tuple[NDArray[np.int8], NDArray[np.complex64]]:
    """For each frame the pair it may be a key of, else -1, and the amplitudes at the eight frequencies."""
    frequencies = np.array(ROWS_HZ + COLUMNS_HZ)
    pairs, amplitudes = [], []
    step = BLOCK_S * TELEPHONE_RATE // HOP
    wide_frames, frames = framed(sound, FRAME, HOP), framed(banded, FRAME, HOP)
    for block in (slice(start, start + step) for start in range(0, len(frames), step)):
        amplitude = sines(frames[block], TELEPHONE_RATE, frequencies)
        powers = np.square(np.abs(amplitude)) / 2
        row, column = powers[:, :4].argmax(axis=1), powers[:, 4:].argmax(axis=1)
        row_power, column_power = powers[:, :4].max(axis=1), powers[:, 4:].max(axis=1)
        both = row_power + column_power
        twist_db = 10 * np.log10((row_power + 1e-12) / (column_power + 1e-12))
        fits = (
            (both > 10 ** (settings.min_level_db / 10))
            & (both > settings.min_band_share * power(frames[block]))
            & (both > settings.min_share * power(wide_frames[block]))
            & (twist_db < settings.twist_db)
            & (twist_db > -settings.reverse_twist_db)
        )
        pairs.append(np.where(fits, row * 4 + column, -1).astype(np.int8))
        amplitudes.append(amplitude)
    return np.concatenate(pairs), np.concatenate(amplitudes)


def _is_key(tones: NDArray[np.complex64], nominal_hz: tuple[float, float], settings: KeySettings) -> bool:
    """Whether a run's two tones, amplitudes (frames, 2), have the right frequencies, are steady and hold their level.

    The phase's mean advance from frame to frame gives the frequency. With it turned back, the amplitudes of one tone
    point one way, and their sum is as long as they are together; a gliding voice's are not.
    """
    if len(tones) < settings.min_frames:
        return False
    at_rest = tones * np.exp(-2j * np.pi * np.array(nominal_hz) * np.arange(len(tones))[:, None] * HOP / TELEPHONE_RATE)
    advance = np.angle((at_rest[1:] * np.conj(at_rest[:-1])).sum(axis=0))
    off = np.abs(advance) / (2 * np.pi * HOP / TELEPHONE_RATE) / np.array(nominal_hz)
    turned = at_rest * np.exp(-1j * advance * np.arange(len(tones))[:, None])
    steadiness = np.abs(turned.sum(axis=0)) / np.maximum(np.abs(turned).sum(axis=0), 1e-12)
    inner = tones[len(tones) // 4 : len(tones) - len(tones) // 4]
    spread_db = np.ptp(20 * np.log10(np.abs(inner) + 1e-6), axis=0)
    return bool(
        off.max() < settings.frequency_tolerance
        and steadiness.min() > settings.min_steadiness
        and spread_db.max() < settings.max_level_spread_db
    )


def _edges(
    banded: Samples, tones_hz: tuple[float, float], around: tuple[int, int], settings: KeySettings
) -> tuple[float, float] | None:
    """Start and end in seconds, where the weaker tone, in frames of 10 ms, passes half its amplitude.

    None where that is too short a time, or where either tone lasts beyond it: a key begins and ends at once.
    """
    reach = round(settings.edge_reach_s * TELEPHONE_RATE)
    first = max(0, around[0] - reach)
    piece = banded[first : around[1] + reach]
    tones = np.abs(sines(framed(piece, EDGE_FRAME, EDGE_HOP), TELEPHONE_RATE, np.array(tones_hz)))
    inside = slice((around[0] - first) // EDGE_HOP, (around[1] - first) // EDGE_HOP + 1)
    relative = tones / np.maximum(np.median(tones[inside], axis=0), 1e-9)
    held = [run for run in runs(relative.min(axis=1) > 0.5) if run[1] > inside.start and run[0] < inside.stop]
    if not held:
        return None
    start, end = held[0][0], held[-1][1]
    before, after = relative[max(0, start - EDGE_GUARD) : start][: EDGE_GUARD // 2], relative[end:][EDGE_GUARD // 2 :]
    for beyond in (before, after[: EDGE_GUARD // 2]):
        if beyond.size and beyond.mean(axis=0).max() > 10 ** (-settings.min_edge_drop_db / 20):
            return None
    start_s, end_s = (first + start * EDGE_HOP) / TELEPHONE_RATE, (first + (end - 1) * EDGE_HOP) / TELEPHONE_RATE
    return (start_s, end_s) if end_s - start_s >= settings.min_tone_s else None


def _explained(banded: Samples, edges: tuple[float, float], tones_hz: tuple[float, float]) -> float:
    """Share of the power of a press's middle that two unchanging sines, fitted by least squares, explain.

    Two harmonics of a voice pass within tolerance for a moment, but glide on the way.
    """
    first, last = (round(edge * TELEPHONE_RATE) for edge in edges)
    margin = max(EDGE_FRAME // 4, (last - first - MIDDLE) // 2)
    piece = banded[first + margin : last - margin].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), SPECTRUM))
    hz = np.fft.rfftfreq(SPECTRUM, 1 / TELEPHONE_RATE)
    found = [hz[np.argmax(np.where(np.abs(hz / tone - 1) < 0.03, spectrum, 0.0))] for tone in tones_hz]
    turns = 2 * np.pi * np.arange(len(piece))[:, None] / TELEPHONE_RATE * np.array(found)
    basis = np.concatenate([np.cos(turns), np.sin(turns)], axis=1)
    rest = piece - basis @ np.linalg.lstsq(basis, piece, rcond=None)[0]
    return 1.0 - float(rest @ rest) / max(float(piece @ piece), 1e-12)
