"""A long recording in pieces, so that what the detectors hold in memory does not grow with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from calls.sound import Audio
from calls.spans import Span

PIECE_S = 600.0
"""Nearly every call is one piece. A whole number of frames of every detector, as MARGIN_S is."""
MARGIN_S = 9.6
"""Heard on either side of a piece as well: a ring's cadence, a window of music, the network's warming up."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """`heard` begins `offset_s` into the recording; what it tells is asked for within `core` (of the recording)."""

    heard: Audio
    offset_s: float
    core: Span


def pieces(audio: Audio) -> Iterator[Piece]:
    """`audio` in pieces of PIECE_S; a rest shorter than MARGIN_S belongs to the piece before."""
    start = 0.0
    while True:
        last = audio.duration_s - start < PIECE_S + MARGIN_S
        end = audio.duration_s if last else start + PIECE_S
        offset_s = max(0.0, start - MARGIN_S)
        part = slice(round(offset_s * audio.sample_rate), round((end + MARGIN_S) * audio.sample_rate))
        yield Piece(Audio(audio.samples[:, part], audio.sample_rate), offset_s, Span(start, end))
        if last:
            return
        start = end
