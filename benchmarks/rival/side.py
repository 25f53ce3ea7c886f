"""A process that is handed recordings one by one and tells what it took and found.

Each side (`ours`, `whisperx_pyannote`, `bare_whisper`) loads its models, says "ready", then answers each path on its
standard input with a line of JSON: seconds, CPU-seconds of all its threads, the peak of its resident memory in MiB, and
what was said by whom.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

# What libraries print goes to the standard error.
_answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """Words said in one go: seconds, by whom as the side names it, and the text."""

    start: float
    end: float
    speaker: str
    text: str


def serve(transcribe: Callable[[Path], list[Part]]) -> None:
    """Answer until the input ends."""
    print("ready", file=_answers, flush=True)
    for line in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        parts = transcribe(Path(line.rstrip("\n")))
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        answer = {
            "seconds": seconds,
            "cpu_seconds": cpu,
            "memory_mib": memory,
            "parts": [asdict(part) for part in parts],
        }
        print(json.dumps(answer), file=_answers, flush=True)
