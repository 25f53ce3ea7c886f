"""What a recording of hours takes, beside one of minutes: memory at its peak, and time a minute.

    .venv/bin/python benchmarks/long_call.py [HOURS [FOLDER]]      (default: 4 hours of samples/calls, again and again)

Two channels at 8 kHz, as most recorders keep them. Each length is a process of its own, from the file to its report.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile

from audio.decode import read_audio
from audio.resample import resampled
from calls.recording import CallMetadata
from configs.settings import load_settings
from flows.analyse import analyse_recording
from intake.identity import read_recording
from models.engines import load_engines
from reports.report_html import write_html
from reports.report_json import write_json

RATE = 8000
SHORT_HOURS = 0.25
ALONE = "--alone"


def made(path: Path, hours: float, folder: Path) -> None:
    """The two-channel calls of `folder` one after the other, until `hours` are full."""
    calls = [resampled(read_audio(file), RATE).samples for file in sorted(folder.glob("*.wav"))]
    whole = np.concatenate([call for call in calls if len(call) == 2], axis=1).T
    left = round(hours * 3600 * RATE)
    with soundfile.SoundFile(path, "w", RATE, 2, "PCM_16") as file:
        while left > 0:
            file.write(whole[:left])
            left -= len(whole)


def analysed(path: Path) -> None:
    """Print what one recording took."""
    settings = load_settings()
    engines = load_engines(settings)
    start = time.perf_counter()
    report, audio = analyse_recording(read_recording(path, CallMetadata()), engines, settings)
    write_json(report, path.parent / "report.json")
    write_html(report, audio, path.parent / "report.html", settings.report)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{report.duration_s / 60:.0f} min: {report.duration_s / seconds:.1f} x real time, peak {peak:.0f} MiB")


def main(hours: float, folder: Path) -> None:
    """Print a line a length."""
    with tempfile.TemporaryDirectory() as name:
        for length in (SHORT_HOURS, hours):
            path = Path(name) / "call.wav"
            made(path, length, folder)
            subprocess.run([sys.executable, __file__, ALONE, str(path)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == [ALONE]:
        analysed(Path(sys.argv[2]))
    else:
        given = dict(enumerate(sys.argv[1:]))
        main(float(given.get(0, "4")), Path(given.get(1, "samples/calls")))
