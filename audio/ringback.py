"""Ringback and busy tones: steady pure tones in a cadence of bursts and pauses.

Ringback is 440+480 Hz, 2 s on and 4 s off, in North America; 400+450 Hz, twice 0.4 s, in the United Kingdom; 425 Hz,
1 s on and 3 to 5 s off, on the continent. Busy tones are even: 0.2 to 0.5 s on and as long off, 480+620 Hz in North
America, 400 or 425 Hz elsewhere (ITU-T E.180 supplement 2). Bursts are found as frames in which nearly all power lies
in one narrow band at a level that holds; speech and music never stay there so long, nor come back so evenly.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from audio.frames import TELEPHONE_RATE, at_telephone_rate, framed, power, runs
from audio.loudness import noise_floor_db
from calls.sound import Samples
from calls.spans import Span, duration_s, union
from configs.sound_settings import RingSettings

FRAME, HOP = 400, 160
"""50 ms every 20 ms."""
HOP_S = HOP / TELEPHONE_RATE


def find_ringing(samples: Samples, rate: int, settings: RingSettings) -> tuple[Span, ...]:
    """Stretches of ringing in one channel, the pauses of the cadence included, also the one after the last burst.

    The last pause ends where other sound begins, or after the cadence's own length.
    """
    sound = at_telephone_rate(samples, rate)
    if not len(sound):
        return ()
    frames = framed(sound, FRAME, HOP)
    level_db = 10 * np.log10(power(frames) + 1e-10)
    shares = _band_shares(frames, (settings.ring_band_hz, settings.busy_band_hz))
    bursts = _bursts(shares[:, 0] > settings.min_share, level_db, settings)
    rings = _rings(bursts, settings)
    busy = _even(bursts, settings) + _even(_bursts(shares[:, 1] > settings.min_share, level_db, settings), settings)
    floor_db = noise_floor_db(sound, TELEPHONE_RATE)
    quiet_db = max(settings.quiet_below_db, floor_db + settings.quiet_above_floor_db)
    ringing = [_with_pause(ring, level_db, quiet_db, settings.max_pause_s, settings) for ring in rings]
    beeping = [_with_pause(beep, level_db, quiet_db, settings.max_busy_pause_s, settings) for beep in busy]
    return union([*union(ringing, settings.bridge_s), *beeping], 2 * HOP_S)


def _band_shares(frames: NDArray[np.float32], bands_hz: tuple[tuple[float, float], ...]) -> NDArray[np.float32]:
    """Share of each frame's power that lies within each band, shape (frames, bands)."""
    window = np.hanning(FRAME).astype(np.float32)
    hz = np.fft.rfftfreq(FRAME, 1 / TELEPHONE_RATE)
    within = np.stack([(hz >= low) & (hz <= high) for low, high in bands_hz], axis=1).astype(np.float32)
    parts = []
    for first in range(0, len(frames), 3000):
        spectrum = np.square(np.abs(np.fft.rfft(frames[first : first + 3000] * window))).astype(np.float32)
        parts.append(spectrum @ within / (spectrum.sum(axis=1, keepdims=True) + 1e-12))
    return np.concatenate(parts)


def _bursts(tonal: NDArray[np.bool_], level_db: NDArray[np.float32], settings: RingSettings) -> list[Span]:
    """Stretches of tone that are loud enough and hold their level, but for the beat of two parts: no hummed note."""
    found = []
    for first, end in runs(tonal & (level_db > settings.min_level_db)):
        inner = level_db[first + 2 : end - 2]
        if (end - first) * HOP_S < settings.min_busy_burst_s or not len(inner):
            continue
        if float(np.ptp(np.percentile(inner, [10, 90]))) <= settings.max_level_spread_db:
            found.append(Span(first * HOP_S, end * HOP_S))
    return found


def _rings(bursts: list[Span], settings: RingSettings) -> list[Span]:
    """Bursts of ringback: long ones, British pairs, and the rest of a burst that the recording began within."""
    whole = [burst for burst in bursts if duration_s(burst) >= settings.min_burst_s]
    rings = [b for b in whole if duration_s(b) >= settings.long_burst_s or _is_double(b, whole, settings)]
    return [b for b in whole if rings and b.end < rings[0].start <= settings.max_pause_s] + rings


def _is_double(burst: Span, bursts: list[Span], settings: RingSettings) -> bool:
    """Whether another short burst stands at the British 0.2 s before or after; notes of music come otherwise."""
    gaps = [max(other.start - burst.end, burst.start - other.end) for other in bursts if other is not burst]
    return any(abs(gap - settings.double_gap_s) <= settings.double_gap_s / 2 for gap in gaps)


def _even(bursts: list[Span], settings: RingSettings) -> list[Span]:
    """Bursts of a busy tone: `busy_bursts` or more in a row, as long as each other and as far apart."""
    found: list[Span] = []
    for first in range(len(bursts) - settings.busy_bursts + 1):
        row = bursts[first : first + settings.busy_bursts]
        lengths = [duration_s(burst) for burst in row]
        periods = [after.start - before.start for before, after in pairwise(row)]
        even = max(np.ptp(lengths), np.ptp(periods)) <= settings.busy_jitter_s
        if even and max(lengths) <= settings.max_busy_burst_s and max(periods) <= 2.5 * max(lengths):
            found += row
    return found


def _with_pause(
    burst: Span, level_db: NDArray[np.float32], quiet_db: float, max_pause_s: float, settings: RingSettings
) -> Span:
    """The burst and the quiet after it, up to the longest pause of a cadence; in it no frame nears the tone's level."""
    first, end = round(burst.start / HOP_S), round(burst.end / HOP_S)
    tone_db = float(np.median(level_db[first:end]))
    after = level_db[end + 3 :][: round(max_pause_s / HOP_S)] < min(quiet_db, tone_db - settings.min_pause_drop_db)
    pause = 3 + (int(np.argmin(after)) if not after.all() else len(after))
    return Span(burst.start, min((len(level_db) - 1) * HOP_S, (end + pause) * HOP_S))
