"""The telephone: its band, noise, hum, crosstalk, lost packets, codecs; and the file a recorder writes."""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from simulate.script import Line
from simulate.tones import RATE

Stereo = NDArray[np.float32]
"""Shape (2, n): the far side, the customer."""

_PACKET = RATE // 50
# A pass through another network's codec, as ffmpeg spells it: encoder options and the file's ending.
_CODECS = {"opus": (["-c:a", "libopus", "-b:a", "7k", "-application", "voip"], "ogg")}


def over_the_line(clean: Stereo, line: Line, seed: int) -> Stereo:
    """What arrives at the recorder: shape (2, n), or (1, n) for a recorder that mixes."""
    rng = np.random.default_rng(seed)
    band = butter(3, [250, 3500], btype="band", fs=RATE, output="sos")
    sound = np.asarray(sosfilt(band, clean, axis=1), dtype=np.float32)
    sound = sound + np.stack([_noise(sound.shape[1], line, rng) for _ in sound])
    leak = 10 ** (line.crosstalk_db / 20)
    sound = sound + leak * np.roll(sound[::-1], round(0.004 * RATE), axis=1)
    if line.lost:
        sound = _with_losses(sound, line.lost, rng)
    if line.codec != "none":
        sound = np.stack([_through(channel, line.codec) for channel in sound])
    if line.mono:
        sound = sound.sum(axis=0, keepdims=True)
    elif line.agent_channel == 1:
        sound = sound[::-1]
    return np.clip(sound, -0.99, 0.99)


def write_call(path: Path, sound: Stereo) -> None:
    """Write G.711 mu-law at 8 kHz, what most recorders keep."""
    soundfile.write(path, sound.T, RATE, subtype="ULAW", format="WAV")


def _noise(length: int, line: Line, rng: np.random.Generator) -> NDArray[np.float32]:
    """Pink noise at the line's level (RMS dB relative to full scale) with mains hum under it."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    pink = np.fft.irfft(spectrum / np.sqrt(np.maximum(1.0, np.arange(len(spectrum)))), n=length)
    noise = pink / np.std(pink) * 10 ** (line.noise_db / 20)
    if line.hum_hz:
        t = np.arange(length) / RATE
        hum = sum(np.sin(2 * np.pi * line.hum_hz * h * t + h) / h for h in (2, 4, 6, 7))
        noise = noise + hum * 10 ** (line.noise_db / 20)
    return np.asarray(noise, dtype=np.float32)


def _with_losses(sound: Stereo, share: float, rng: np.random.Generator) -> Stereo:
    """Packets lost now and then, each channel for itself; the receiver repeats the one before, softer."""
    out = sound.copy()
    for channel in out:
        for packet in np.flatnonzero(rng.random(len(channel) // _PACKET) < share):
            at = packet * _PACKET
            if at:
                channel[at : at + _PACKET] = 0.6 * channel[at - _PACKET : at]
    return out


def _through(channel: NDArray[np.float32], codec: str) -> NDArray[np.float32]:
    """The channel after encoding and decoding by sox (GSM 06.10) or ffmpeg; same length."""
    with tempfile.TemporaryDirectory() as folder:
        clean, coded, back = (Path(folder) / name for name in ("clean.wav", "coded", "back.wav"))
        soundfile.write(clean, channel, RATE, subtype="PCM_16")
        if codec == "gsm":
            coded = coded.with_suffix(".gsm")
            commands = [["sox", clean, coded], ["sox", coded, "-e", "signed", "-b", "16", back]]
        else:
            options, ending = _CODECS[codec]
            coded = coded.with_suffix(f".{ending}")
            ffmpeg = ["ffmpeg", "-v", "error", "-y", "-i"]
            commands = [[*ffmpeg, clean, *options, coded], [*ffmpeg, coded, "-ar", str(RATE), back]]
        for command in commands:
            subprocess.run([str(part) for part in command], check=True)
        decoded = soundfile.read(back, dtype="float32")[0]
    return np.resize(np.pad(decoded, (0, max(0, len(channel) - len(decoded)))), len(channel)).astype(np.float32)
