"""Warmline beside what people would otherwise run: WhisperX's recognition with pyannote's diarisation.

    .venv/bin/python -m benchmarks.rival.run [--sides ours,bare_whisper] [FOLDER ...]

FOLDER (default: samples/calls) holds recordings; those with a truth (NAME.json beside it, or in ../truth) also count
for the word error rate. Installs the rival in .venv-rival the first time (8 GB with torch; WARMLINE_RIVAL names another
environment), then hands each call to every side in turn, one process each, both cores. Words given to the wrong person
count as errors; the rival's speakers are named as suits it best, and what it hears outside the talk is left out. Where
others share the machine, CPU-seconds (of all threads) say more than the time taken.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from audio.decode import decode
from benchmarks.labelled import recordings, truth_of
from evaluation.records import Truth
from evaluation.words import PARTIES, edit_distance, plain_words

ROOT = Path(__file__).resolve().parents[2]
RIVAL = "whisperx_pyannote"
SIDES = ("ours", RIVAL, "bare_whisper")


@dataclass(frozen=True, slots=True)
class Result:
    """What a side took for all calls, and the word errors it made on those with a truth."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory_mib: float = 0.0
    errors: int = 0
    words: int = 0


def main(folders: list[Path], chosen: tuple[str, ...] = SIDES) -> None:
    """Print a line a call and the table of all."""
    sides = {name: _started(name, _rivals_python() if name == RIVAL else sys.executable) for name in chosen}
    totals, audio_s = {name: Result() for name in chosen}, 0.0
    paths = [path for folder in folders for path in recordings(folder)]
    for side in sides.values():
        _asked(side, paths[-1])  # what is loaded at first use is not a call's time
    print(f"{'seconds taken':32}" + "".join(f"{name:>20}" for name in chosen))
    for path in paths:
        length = decode(path).audio.duration_s
        audio_s += length
        answers = {name: _asked(side, path) for name, side in sides.items()}
        for name, answer in answers.items():
            totals[name] = _added(totals[name], answer, truth_of(path))
        print(
            f"{path.stem:24}{length:6.0f} s" + "".join(f"{a['seconds']:>20.2f}" for a in answers.values()), flush=True
        )
    for side in sides.values():
        side.communicate()
    _print_table(totals, audio_s)


def _print_table(totals: dict[str, Result], audio_s: float) -> None:
    ours = totals.get("ours") or next(iter(totals.values()))
    print(
        f"\n{'':24}{'x real time':>12}{'time, ours = 1':>16}{'CPU s':>8}{'CPU, ours = 1':>15}{'peak MiB':>10}{'WER':>8}"
    )
    for name, total in totals.items():
        wer = f"{total.errors / total.words:.3f}" if total.words and name != "bare_whisper" else "-"
        speed, ratio = audio_s / total.seconds, total.seconds / ours.seconds
        cpu = f"{total.cpu_seconds:>8.0f}{total.cpu_seconds / ours.cpu_seconds:>15.2f}"
        print(f"{name:24}{speed:>12.1f}{ratio:>16.2f}{cpu}{total.memory_mib:>10.0f}{wer:>8}")


def _rivals_python() -> str:
    folder = Path(os.environ.get("WARMLINE_RIVAL", ROOT / ".venv-rival"))
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"installing the rival into {folder}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        needed = str(Path(__file__).with_name("requirements.txt"))
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", needed], check=True)
    return str(python)


def _started(name: str, python: str) -> subprocess.Popen[str]:
    side = subprocess.Popen(
        [python, "-m", f"benchmarks.rival.{name}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    if side.stdout is None or side.stdout.readline() != "ready\n":
        sys.exit(f"{name} did not start; {python} -m benchmarks.rival.{name} says why")
    return side


def _asked(side: subprocess.Popen[str], path: Path) -> dict[str, Any]:
    if side.stdin is None or side.stdout is None:
        raise ValueError(side)
    side.stdin.write(f"{path.resolve()}\n")
    side.stdin.flush()
    answer: dict[str, Any] = json.loads(side.stdout.readline())
    return answer


def _added(total: Result, answer: dict[str, Any], truth: Truth | None) -> Result:
    errors, words = _word_errors(answer["parts"], truth) if truth else (0, 0)
    return Result(
        total.seconds + answer["seconds"],
        total.cpu_seconds + answer["cpu_seconds"],
        max(total.memory_mib, answer["memory_mib"]),
        total.errors + errors,
        total.words + words,
    )


def _word_errors(parts: list[dict[str, Any]], truth: Truth) -> tuple[int, int]:
    talk = [s for s in truth.segments or () if s.kind == "talk"]
    said = [p for p in parts if any(s.start <= (p["start"] + p["end"]) / 2 <= s.end for s in talk)]
    true = {role: _text(turn.text for turn in truth.turns or () if turn.role == role) for role in PARTIES}
    names = sorted({part["speaker"] for part in said})
    roles = [dict(zip(names, as_roles, strict=True)) for as_roles in product(PARTIES, repeat=len(names))]
    if set(names) <= {*PARTIES, "ivr"}:
        roles = [{name: name for name in names}]
    errors = min(
        sum(edit_distance(true[r], _text(p["text"] for p in said if named[p["speaker"]] == r)) for r in PARTIES)
        for named in roles
    )
    return errors, sum(len(words) for words in true.values())


def _text(parts: Iterable[str | None]) -> list[str]:
    return plain_words(" ".join(part or "" for part in parts))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "samples" / "calls"])
    parser.add_argument("--sides", type=lambda names: tuple(names.split(",")), default=SIDES)
    given = parser.parse_args()
    main(given.folders, given.sides)
