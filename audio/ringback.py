"""Ringback and busy tones: steady pure tones in a cadence of bursts and pauses.

Ringback is 440+480 Hz, 2 s on and 4 s off, in North America; 400+450 Hz, twice 0.4 s, in the United Kingdom; 425 Hz,
1 s on and 3 to 5 s off, on the continent (ITU-T E.180 supplement 2). Bursts are found as frames in which nearly all
power lies in one narrow band between 350 and 500 Hz at a level that holds; speech and music never stay there so long.
"""

import numpy as np
from numpy.typing import NDArray

from audio.frames import TELEPHONE_RATE, at_telephone_rate, framed, power, runs
from calls.sound import Samples
from calls.spans import Span, duration_s, union
from configs.sound_settings import RingSettings

FRAME, HOP = 400, 160
"""50 ms every 20 ms."""


def find_ringing(samples: Samples, rate: int, settings: RingSettings) -> tuple[Span, ...]:
    """Stretches of ringing in one channel, the pauses of the cadence included, also the one after the last burst.

    The last pause ends where other sound begins, or after the cadence's own length.
    """
    sound = at_telephone_rate(samples, rate)
    if not len(sound):
        return ()
    frames = framed(sound, FRAME, HOP)
    level_db = 10 * np.log10(power(frames) + 1e-10)
    tonal = _in_ring_band(frames, settings) & (level_db > settings.min_level_db)
    hop_s = HOP / TELEPHONE_RATE
    bursts = [Span(a * hop_s, b * hop_s) for a, b in runs(tonal) if (b - a) * hop_s >= settings.min_burst_s]
    steady = [burst for burst in bursts if _is_steady(level_db, burst, hop_s, settings)]
    quiet = level_db < settings.quiet_below_db
    rings = [
        burst for burst in steady if duration_s(burst) >= settings.long_burst_s or _is_double(burst, steady, settings)
    ]
    end = len(sound) / TELEPHONE_RATE
    return union((_with_pause(ring, quiet, hop_s, end, settings) for ring in rings), settings.bridge_s)


def _in_ring_band(frames: NDArray[np.float32], settings: RingSettings) -> NDArray[np.bool_]:
    """Frames that have `min_share` of their power between `low_hz` and `high_hz`."""
    window = np.hanning(FRAME).astype(np.float32)
    found = np.zeros(len(frames), dtype=bool)
    hz = np.fft.rfftfreq(FRAME, 1 / TELEPHONE_RATE)
    band = (hz >= settings.low_hz) & (hz <= settings.high_hz)
    for first in range(0, len(frames), 3000):
        spectrum = np.square(np.abs(np.fft.rfft(frames[first : first + 3000] * window)))
        found[first : first + 3000] = spectrum[:, band].sum(axis=1) > settings.min_share * spectrum.sum(axis=1)
    return found


def _is_steady(level_db: NDArray[np.float32], burst: Span, hop_s: float, settings: RingSettings) -> bool:
    """A tone's level holds but for the beat of its two parts; a hummed note swells and fades."""
    first, last = round(burst.start / hop_s), round(burst.end / hop_s)
    inner = level_db[first + 2 : last - 2]
    return len(inner) > 0 and float(np.ptp(np.percentile(inner, [10, 90]))) <= settings.max_level_spread_db


def _is_double(burst: Span, bursts: list[Span], settings: RingSettings) -> bool:
    """Whether another short burst stands at the British 0.2 s before or after; notes of music come otherwise."""
    gaps = [max(other.start - burst.end, burst.start - other.end) for other in bursts if other is not burst]
    return any(abs(gap - settings.double_gap_s) <= settings.double_gap_s / 2 for gap in gaps)


def _with_pause(burst: Span, quiet: NDArray[np.bool_], hop_s: float, end_s: float, settings: RingSettings) -> Span:
    """The burst and the quiet after it, up to the longest pause of a cadence."""
    after = quiet[round(burst.end / hop_s) + 3 :][: round(settings.max_pause_s / hop_s)]
    loud = np.flatnonzero(~after)
    pause = (int(loud[0]) + 3) * hop_s if len(loud) else (len(after) + 3) * hop_s
    return Span(burst.start, min(end_s, burst.end + pause))
