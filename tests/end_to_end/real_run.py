"""The command run for real, in a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
WARMLINE = Path(sys.executable).with_name("warmline")


@dataclass(frozen=True)
class Produced:
    """What a run of the command printed, and the folder it filled."""

    out: Path
    code: int
    printed: str

    def report(self, call_id: str) -> dict[str, Any]:
        report: dict[str, Any] = json.loads((self.out / call_id / "report.json").read_text("utf-8"))
        return report


def analyse(out: Path, *arguments: str | Path) -> Produced:
    """`warmline analyse` in a process of its own."""
    return warmline(out, "analyse", *arguments)


def warmline(out: Path, *arguments: str | Path) -> Produced:
    """A command of Warmline that fills the folder `out`, in a process of its own."""
    command = [str(WARMLINE), *map(str, arguments), "--out", str(out)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return Produced(out, ended.returncode, ended.stdout + ended.stderr)
