"""What the timeline costs beside the transcript, stage by stage, as a share of the calls' own time, on one core.

    OMP_NUM_THREADS=1 taskset -c 0 .venv/bin/python benchmarks/timeline_cost.py [FOLDER ...]

FOLDER (default: samples/calls) holds recordings. Words come from the recogniser once, not counted.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from audio.decode import decode
from audio.dtmf import find_keys
from audio.music import find_music
from audio.ringback import find_ringing
from calls.recording import CallMetadata
from configs.phrases import load_phrases
from configs.settings import load_settings
from measures.ivr import measure_ivr
from models.engines import load_engines
from sounds.listen import listen, sides
from timeline.understand import understand
from transcripts.transcribe import transcribe

RECORDINGS = (".wav", ".flac", ".mp3", ".ogg", ".m4a")
Result = TypeVar("Result")


def main(folders: list[Path]) -> None:
    """Print each stage's seconds and its share of the calls' duration."""
    settings = load_settings()
    engines, phrases = load_engines(settings), load_phrases("en")
    took: dict[str, float] = defaultdict(float)
    duration, calls = 0.0, 0

    def timed(stage: str, work: Callable[[], Result]) -> Result:
        start = time.perf_counter()
        result = work()
        took[stage] += time.perf_counter() - start
        return result

    find_music(
        decode(_recordings(folders)[0]).audio.channel(0), 8000, settings.music
    )  # imports and caches, not counted
    for path in _recordings(folders):
        audio = sides(decode(path).audio, settings)
        duration, calls = duration + audio.duration_s, calls + 1
        for index in range(audio.channels):
            channel, rate = audio.channel(index), audio.sample_rate
            timed("music", lambda: find_music(channel, rate, settings.music))  # noqa: B023
            timed("ringing", lambda: find_ringing(channel, rate, settings.ring))  # noqa: B023
            timed("keys", lambda: find_keys(channel, rate, index, settings.keys))  # noqa: B023
        sounds = listen(audio, engines, settings)
        transcript = transcribe(audio, sounds, engines.recogniser, settings)
        told = timed("understanding", lambda: understand(sounds, transcript, CallMetadata(), settings, phrases))  # noqa: B023
        timed("IVR measures", lambda: measure_ivr(told.timeline, told.turns, settings.dynamics, phrases))  # noqa: B023
    for stage, seconds in [*took.items(), ("all", sum(took.values()))]:
        print(f"{stage:16}{seconds:8.2f} s{seconds / duration:8.2%} of {duration / 60:.1f} min in {calls} calls")


def _recordings(folders: list[Path]) -> list[Path]:
    return sorted(p for folder in folders for p in folder.iterdir() if p.suffix.lower() in RECORDINGS)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [Path("samples/calls")])
