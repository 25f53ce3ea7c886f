"""A night of many calls through `warmline nightly`: cuts of a folder's recordings, some of them broken.

    python benchmarks/night_of_many.py ../shared/calls/simulated 200 /tmp/night

Writes the recordings to OUT/calls: cuts of 25 to 50 s, drawn with a fixed seed so that no two are the same, every
fortieth one empty or no sound at all. Runs the command and compares: every call has a report, no broken one has.
"""

import json
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import soundfile as sf

SHORTEST_S, LONGEST_S = 25.0, 50.0
BROKEN_EVERY = 40
AGENTS = ("A101", "A102", "A103", "A104")
QUEUES = ("billing", "repairs")
CONFIG = "[batch]\nquiet_s = 0\n"


def make_calls(samples: Path, count: int, folder: Path) -> int:
    """`count` recordings with their metadata; how many of them are broken."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = sorted(samples.glob("*.wav"))
    draw, broken = random.Random(7), 0
    for number in range(count):
        path = folder / f"call{number:04}.wav"
        cut(sources[number % len(sources)], draw, path)
        if number % BROKEN_EVERY == BROKEN_EVERY - 1:
            path.write_bytes((b"", f"no sound in {number}".encode())[broken % 2])
            broken += 1
        start = datetime.now(UTC) - timedelta(hours=20) + timedelta(minutes=5 * number)
        told = {
            "agent_id": AGENTS[number % len(AGENTS)],
            "queue": QUEUES[number // len(AGENTS) % len(QUEUES)],
            "started_at": min(start, datetime.now(UTC)).isoformat(timespec="seconds"),
        }
        path.with_suffix(".json").write_text(json.dumps(told))
    return broken


def cut(source: Path, draw: random.Random, path: Path) -> None:
    """Some seconds out of a recording."""
    with sf.SoundFile(source) as sound:
        length = int(draw.uniform(SHORTEST_S, LONGEST_S) * sound.samplerate)
        sound.seek(draw.randrange(max(1, sound.frames - length)))
        sf.write(path, sound.read(length), sound.samplerate, subtype="PCM_16")


def run_night(calls: Path, out: Path) -> tuple[int, float]:
    """Exit status of `warmline nightly` and the seconds it took."""
    config = out / "own.toml"
    config.write_text(CONFIG)
    command = [str(Path(sys.executable).with_name("warmline")), "nightly", str(calls)]
    begin = time.perf_counter()
    done = subprocess.run([*command, "--out", str(out / "reports"), "--config", str(config)], check=False)
    return done.returncode, time.perf_counter() - begin


def main() -> None:
    """Make, run, compare."""
    samples, count, out = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    broken = make_calls(samples, count, out / "calls")
    seconds = sum(sf.info(path).duration for path in (out / "calls").glob("*.wav") if path.stat().st_size > 100)
    status, took = run_night(out / "calls", out)
    reports = sorted(path.parent.name for path in (out / "reports").glob("*/report.json"))
    print(f"{count} recordings, {broken} of them broken; {len(reports)} reports")
    print(
        f"{seconds / 60:.0f} min of calls in {took / 60:.1f} min ({seconds / took:.1f} times real time), exit {status}"
    )
    if len(set(reports)) != count - broken:
        sys.exit(f"{count - broken} reports were expected")


if __name__ == "__main__":
    main()
