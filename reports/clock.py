"""Seconds as people read them."""

from datetime import datetime
from math import floor


def clock(seconds: float) -> str:
    """A moment: 0:07, 12:05, 1:02:09.

    >>> clock(3729.9)
    '1:02:09'
    """
    whole = max(0, floor(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def ms(seconds: float) -> int:
    """Whole milliseconds, by which pages and the store tell a mark or a word.

    >>> ms(83.5004)
    83500
    """
    return round(1000 * seconds)


def length(seconds: float) -> str:
    """A stretch: 0.4 s, 28 s, 2 min 5 s, 1 h 3 min.

    >>> length(125.2)
    '2 min 5 s'
    """
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    return f"{whole // 3600} h {whole // 60 % 60} min"


def moment(when: datetime) -> str:
    """A date and time with its zone, where it has one: 2 Nov 2026, 14:05 UTC."""
    return f"{when.day} {when:%b %Y, %H:%M %Z}".strip()
