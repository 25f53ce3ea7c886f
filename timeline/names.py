"""The names people introduce themselves with."""

import re
from difflib import SequenceMatcher

# What stands before a name when people introduce themselves, and what stands after one, surest first ("this is" names
# firms too); Whisper capitalises names.
_PART = "[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+"
_NAME = rf"(?P<name>(?:O['’])?{_PART}(?:[-'’]{_PART})?)"
_INTRODUCTIONS = (
    re.compile(
        rf"\b(?:[Mm]y name is|[Mm]y name['’]s|[Yy]ou(?:['’]re| are) (?:now )?(?:speaking|talking|through) (?:with|to)) "
        rf"{_NAME}\b"
    ),
    re.compile(rf"\b{_NAME},? speaking\b"),
    re.compile(rf"\b{_NAME} here\b[.,]"),
    re.compile(rf"\b(?:[Tt]his is|I['’]m|I am|[Ii]t['’]s) {_NAME}\b"),
)
_NOT_NAMES = frozenset(
    (
        *("I", "The", "Mr", "Mrs", "Ms", "Dr"),
        *("Sorry", "Just", "Still", "Not", "So", "Really", "And", "Good", "Okay", "Right", "Very"),
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        *("January", "February", "March", "July", "September", "October", "November", "December"),
    )
)
_MISHEARD = 0.75
"""A name is another one misheard from this likeness on: Femi and Fermi are 0.89 alike, Ray and Race 0.86, Pam and Sam
0.67, Tom and Tim 0.67 (Ratcliff and Metzener 1988, as difflib has it)."""


def introduced_name(text: str) -> str | None:
    """The name somebody introduces themselves with, if any.

    >>> introduced_name("Hello, this is Julia from billing.")
    'Julia'
    """
    for pattern in _INTRODUCTIONS:
        for match in pattern.finditer(text):
            if match["name"] not in _NOT_NAMES:
                return match["name"]
    return None


def is_name_of(heard: str, full_name: str) -> bool:
    """Whether a name that was heard is part of a full name, a little mishearing allowed.

    >>> is_name_of("Fermi", "Femi Okoye")
    True
    """
    parts = full_name.lower().split()
    return any(SequenceMatcher(None, heard.lower(), part).ratio() >= _MISHEARD for part in parts)
