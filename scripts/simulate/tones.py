"""Tones of the telephone network: ringback and keys (DTMF), at 8 kHz."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
RATE = 8000

# Frequencies in Hz, then the cadence in seconds, on and off in turn (ITU-T E.180, supplement 2).
RINGBACK = {
    "us": ((440, 480), (2.0, 4.0)),
    "uk": ((400, 450), (0.4, 0.2, 0.4, 2.0)),
    "eu": ((425,), (1.0, 4.0)),
}

# Rows and columns of the keypad in Hz (ITU-T Q.23).
_ROWS = (697, 770, 852, 941)
_COLUMNS = (1209, 1336, 1477, 1633)
_KEYPAD = ("123A", "456B", "789C", "*0#D")
KEYS = {key: (_ROWS[y], _COLUMNS[x]) for y, row in enumerate(_KEYPAD) for x, key in enumerate(row)}


def tone(frequencies: tuple[int, ...], seconds: float, level_db: float) -> Samples:
    """A sum of sines, each at `level_db` (RMS, relative to full scale), with 3 ms ramps."""
    t = np.arange(round(seconds * RATE)) / RATE
    wave = sum(np.sin(2 * np.pi * f * t) for f in frequencies) * np.sqrt(2) * 10 ** (level_db / 20)
    ramp = np.minimum(1.0, np.minimum(t, t[-1] - t) / 0.003) if len(t) else t
    return np.asarray(wave * ramp, dtype=np.float32)


def ringback(country: str, seconds: float, level_db: float = -23.0) -> Samples:
    """Ringback tone with its cadence, cut off after `seconds`, as when the call is answered."""
    frequencies, cadence = RINGBACK[country]
    out = np.zeros(round(seconds * RATE), dtype=np.float32)
    at, part = 0.0, 0
    while at < seconds:
        length = min(cadence[part % len(cadence)], seconds - at)
        if part % 2 == 0:
            sound = tone(frequencies, length, level_db)
            start = round(at * RATE)
            out[start : start + len(sound)] = sound[: len(out) - start]
        at, part = at + length, part + 1
    return out


def key_tone(key: str, seconds: float, level_db: float = -15.0) -> Samples:
    """One key of the keypad."""
    return tone(KEYS[key], seconds, level_db)
