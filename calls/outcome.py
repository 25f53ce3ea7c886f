"""What became of a recording in a run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Status = Literal["done", "skipped", "failed", "quarantined", "left", "busy"]


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures of a call that fit on one line. Seconds; scores 0 to 100, None where not measurable."""

    duration_s: float
    hold_s: float
    ivr_s: float
    empathy: float | None
    delivery: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`done`: analysed now; `skipped`: analysed before by the same recipe; `failed`: not analysed, `reason` says why;
    `quarantined`: failed in an earlier run and not tried again; `left`: for the next run. `busy`: another run is at it;
    a run waits for that, so it is never its last word.

    `stage` is where it failed, None before the first stage; `seconds` the wall-clock time it took; `line` is the
    report in one line; `folder` is where the report is, from now or from before; `may_pass` says of a failure that it
    may by itself.
    """

    path: Path
    status: Status
    call_id: str | None = None
    headline: Headline | None = None
    seconds: float = 0.0
    reason: str | None = None
    stage: str | None = None
    line: str | None = None
    folder: Path | None = None
    may_pass: bool = False
