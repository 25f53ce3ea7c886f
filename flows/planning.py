"""How many machines a night needs and what it leaves behind, from what analyses cost here. Arithmetic only."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

SURE = 1.96
"""Standard errors on either side of a figure for an interval of 95 %."""
HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Load:
    """The night to plan: calls of so many seconds each, to be done within `window_s`."""

    calls: int
    call_s: float
    window_s: float

    @property
    def speed(self) -> float:
        """Seconds of calls to be done a second."""
        return self.calls * self.call_s / self.window_s


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of calls that this machine does in a second with all its processes, with an interval of 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that a second of a call leaves: rows in the store, files of the report. None: not known here."""

    row_bytes_s: float
    report_bytes_s: float | None


@dataclass(frozen=True, slots=True)
class Need:
    """`units` are cores, or GPUs; bytes are a night's."""

    speed: float
    units: int
    units_low: int
    units_high: int
    machines: int
    store_bytes: float
    report_bytes: float | None


def machine_speed(calls_s: Sequence[float], works_s: Sequence[float], processes: int) -> Speed:
    """From analyses of `calls_s` seconds that took `works_s` each, when `processes` worked side by side.

    The ratio of sums with its standard error by linearisation (Cochran 1977, Sampling Techniques, 6.4): long calls
    count for more than short ones. At least two analyses.
    """
    n, ratio = len(calls_s), sum(works_s) / sum(calls_s)
    residuals = sum((work - ratio * call) ** 2 for call, work in zip(calls_s, works_s, strict=True))
    error = sqrt(residuals / (n - 1) / n) / (sum(calls_s) / n)
    slow, fast = ratio + SURE * error, max(ratio - SURE * error, ratio / 10)
    return Speed(processes / ratio, processes / slow, processes / fast)


def needed(load: Load, speed: Speed, units_here: int, kept: Kept, spare: float) -> Need:
    """Cores (or GPUs) like the `units_here` of this machine, `spare` of the window left free for what goes wrong."""
    wanted = load.speed / (1.0 - spare)
    seconds = load.calls * load.call_s

    def units(pace: float) -> int:
        return max(1, ceil(wanted * units_here / pace))

    return Need(
        speed=wanted,
        units=units(speed.value),
        units_low=units(speed.high),
        units_high=units(speed.low),
        machines=ceil(units(speed.value) / units_here),
        store_bytes=seconds * kept.row_bytes_s,
        report_bytes=None if kept.report_bytes_s is None else seconds * kept.report_bytes_s,
    )
