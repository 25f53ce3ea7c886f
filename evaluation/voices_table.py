"""What became of delivery when voices were spoken again, as tables for people."""

from collections.abc import Iterable, Sequence

import numpy as np

from evaluation.voices import SHIFTS, SPREADS, WANTED_APART, WANTED_FALLING, Voice, summed

_NAME = 34


def as_lines(voices: Sequence[Voice]) -> list[str]:
    """A speaker a line, then the figure of all; says so where nobody could be judged."""
    total = summed(voices)
    if total is None:
        return ["voices: none could be judged; ten seconds of talk by one who isn't labelled flat are needed"]
    return [
        _line("delivery at a pitch spread of", [f"{spread:.0%}" for spread in SPREADS], "falls"),
        *(_line(v.name, _points(v.flattened), "yes" if v.falls else "NO") for v in voices),
        _line("median", _points(np.median([v.flattened for v in voices], axis=0)), ""),
        f"lower at each step: {total.falling} of {total.speakers} speakers "
        f"({total.falling / total.speakers:.0%}; {WANTED_FALLING:.0%} wanted)",
        "",
        _line("delivery of a shifted voice", ["own", *(f"{shift:+.0f} st" for shift in SHIFTS)], "differ"),
        *(_line(v.name, _points(v.shifted), f"{v.apart:.1f}") for v in voices),
        f"largest difference: {total.apart:.1f} points (under {WANTED_APART:.0f} wanted)",
    ]


def _line(name: str, cells: Sequence[str], last: str) -> str:
    return f"{name:{_NAME}}" + "".join(f"{cell:>8}" for cell in (*cells, last))


def _points(values: Iterable[float]) -> list[str]:
    return [f"{value:.1f}" for value in values]
