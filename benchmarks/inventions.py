"""Words found where nobody speaks: half an hour of music, ringing, silence and noise, each as a call of its own.

    PYTHONPATH=.:scripts .venv/bin/python benchmarks/inventions.py [FOLDER ...]

Without FOLDER: made music, ringback, noise of three colours at three levels, hum, silence. FOLDER adds its sound files
(/usr/share/asterisk/moh, from the package asterisk-moh-opsound-wav, is real hold music without a voice).
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from simulate.line import write_call
from simulate.music import MADE, track
from simulate.tones import ringback

from audio.decode import read_audio
from calls.recording import CallMetadata
from calls.sound import Samples
from configs.settings import load_settings
from flows.analyse import analyse_recording
from intake.identity import read_recording
from models.engines import load_engines

RATE = 8000
MUSIC_S, NOISE_S = 240.0, 90.0
LEVELS_DB = (-60.0, -40.0, -20.0)
SUNG = "song"
"""The one made track in which somebody sings."""
COLOURS = {"white": 0.0, "pink": 0.5, "brown": 1.0}
"""The power by which a noise's amplitude falls with its frequency."""


def noise(power: float, level_db: float, seed: int) -> Samples:
    """NOISE_S of noise whose amplitude falls as 1 / f ** power, at `level_db` (RMS, relative to full scale)."""
    length = round(NOISE_S * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(length))
    hz = np.fft.rfftfreq(length, 1 / RATE)
    sound = np.fft.irfft(spectrum / np.maximum(hz, 20.0) ** power, length)
    return (sound / np.sqrt(np.mean(sound**2)) * 10 ** (level_db / 20)).astype(np.float32)


def made() -> Iterator[tuple[str, Samples]]:
    """Sounds in which nobody speaks."""
    for name in (name for name in MADE if name != SUNG):
        yield name, track(name, MUSIC_S)
    yield "ringback", ringback("us", NOISE_S)
    yield "silence", np.zeros(round(NOISE_S * RATE), dtype=np.float32)
    times = np.arange(round(NOISE_S * RATE)) / RATE
    yield "hum", (0.05 * np.sin(2 * np.pi * 50 * times) + 0.02 * np.sin(2 * np.pi * 150 * times)).astype(np.float32)
    for seed, (colour, power) in enumerate(COLOURS.items()):
        for level_db in LEVELS_DB:
            yield f"{colour} noise {level_db:.0f} dB", noise(power, level_db, seed)


def main(folders: list[Path]) -> None:
    """Print a line a sound and the count."""
    settings = load_settings()
    engines = load_engines(settings)
    seconds, words = 0.0, 0
    with tempfile.TemporaryDirectory() as name:
        paths = []
        for title, sound in made():
            paths.append(Path(name) / f"{title.replace(' ', '_')}.wav")
            write_call(paths[-1], sound[None])
        paths += [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix == ".wav"]
        for path in paths:
            length = read_audio(path).duration_s
            report, _ = analyse_recording(read_recording(path, CallMetadata()), engines, settings)
            found = [word.text for word in report.transcript.words]
            print(f"{path.stem:36}{length:6.0f} s  {len(found)} words  {' '.join(found)}", flush=True)
            seconds, words = seconds + length, words + len(found)
    print(f"{words} words in {seconds / 60:.1f} minutes in which nobody speaks")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
