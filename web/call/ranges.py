"""The part of a file that a player asks for (RFC 9110, section 14)."""

import re

_ONE = re.compile(r"bytes=(\d*)-(\d*)")


class NotInFile(Exception):
    """What was asked for begins after the end: 416."""


def asked_part(header: str | None, length: int) -> tuple[int, int] | None:
    """First byte and the one after the last; None for all of it. Raises NotInFile.

    What is no range of bytes, or several, is answered with the whole file, as the standard allows.

    >>> asked_part("bytes=100-", 1000), asked_part("bytes=0-99", 1000), asked_part("bytes=-10", 1000)
    ((100, 1000), (0, 100), (990, 1000))
    """
    found = _ONE.fullmatch((header or "").strip().lower())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        begin, until = max(0, length - int(last)), length
    else:
        begin, until = int(first), min(length, int(last) + 1) if last else length
        if last and int(last) < begin:
            return None
    if begin >= until:
        raise NotInFile
    return begin, until
