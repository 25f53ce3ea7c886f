"""Music on hold: the tracks of Debian's asterisk-moh-opsound-wav, and some of our own making, at 8 kHz."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from simulate.song import song
from simulate.tones import RATE, Samples, tone

MOH = Path("/usr/share/asterisk/moh")

# Semitones above the root of each chord, a bar each.
_PROGRESSION = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))


def track(name: str, seconds: float, offset: float = 0.0) -> Samples:
    """`seconds` of a track from `offset`, going round; `name` is a file of MOH without its ending, or one of MADE."""
    if name in MADE:
        whole = MADE[name]()
    else:
        path = MOH / f"{name}.wav"
        if not path.is_file():
            raise FileNotFoundError(f"no music '{name}': apt-get install asterisk-moh-opsound-wav, or one of {[*MADE]}")
        whole = soundfile.read(path, dtype="float32")[0]
    start = round(offset * RATE)
    taken: Samples = np.take(whole, np.arange(start, start + round(seconds * RATE)), mode="wrap")
    return taken


def looped(music: Samples, loop: float, gap: float) -> Samples:
    """The same `loop` seconds again and again with `gap` seconds of silence between, as a short tape plays."""
    piece = np.concatenate([music[: round(loop * RATE)], np.zeros(round(gap * RATE), np.float32)])
    return np.resize(piece, len(music))


def _note(semitones: float, seconds: float, decay_s: float, harmonics: int) -> Samples:
    t = np.arange(round(seconds * RATE)) / RATE
    pitch = 220.0 * 2 ** (semitones / 12)
    wave = sum(np.sin(2 * np.pi * pitch * h * t) / h**1.3 for h in range(1, harmonics + 1) if pitch * h < RATE / 2)
    return np.asarray(wave * np.exp(-t / decay_s) * np.minimum(1, t / 0.01), dtype=np.float32)


def arpeggio() -> Samples:
    """A plucked instrument going up and down broken chords, 16 s."""
    bars = []
    for chord in (*_PROGRESSION, *_PROGRESSION):
        for step in (*chord, chord[0] + 12, *reversed(chord), chord[1]):
            bars.append(_note(step + 12, 0.25, 0.25, 6))
    return np.concatenate(bars)


def strings() -> Samples:
    """Slow soft chords that swell into each other, 16 s."""
    bar = round(4 * RATE)
    out = np.zeros(4 * bar, np.float32)
    for i, chord in enumerate(_PROGRESSION):
        t = np.arange(2 * bar) / RATE
        swell = np.sin(np.pi * t / t[-1]) ** 2
        for n, step in enumerate(chord):
            vibrato = 0.004 * np.sin(2 * np.pi * (4.8 + 0.3 * n) * t)
            phase = 2 * np.pi * 220 * 2 ** (step / 12) * (t + vibrato / 5)
            sound = sum(np.sin(h * phase) / h for h in range(1, 8)) * swell
            np.add.at(out, (np.arange(2 * bar) + i * bar) % len(out), sound.astype(np.float32))
    return out


def beat() -> Samples:
    """An electronic beat with a bass line, 16 s at 120 beats a minute."""
    rng = np.random.default_rng(5)
    step = round(0.25 * RATE)
    out = np.zeros(64 * step, np.float32)
    for i in range(64):
        t = np.arange(step) / RATE
        sound = 0.25 * rng.standard_normal(step) * np.exp(-t / 0.02)  # hat
        if i % 4 == 0:
            sound += np.sin(2 * np.pi * (90 * t + 6 * np.exp(-t / 0.03))) * np.exp(-t / 0.09)  # kick
        if i % 8 == 4:
            sound += 0.7 * rng.standard_normal(step) * np.exp(-t / 0.07)  # snare
        root = _PROGRESSION[(i // 16) % 4][0]
        sound += 0.6 * _note(root - 5 + 12 * (i % 3 == 2), 0.25, 0.2, 5)
        out[i * step : (i + 1) * step] = sound
    return out


def beep() -> Samples:
    """Silence with a short comfort tone every ten seconds."""
    out = np.zeros(10 * RATE, np.float32)
    pip = tone((425,), 0.2, -22.0)
    out[2 * RATE : 2 * RATE + len(pip)] = pip
    return out


MADE: dict[str, Callable[[], Samples]] = {
    "arpeggio": arpeggio,
    "strings": strings,
    "beat": beat,
    "beep": beep,
    "song": song,
}
