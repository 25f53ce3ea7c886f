"""Long recordings, piece by piece."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.sound import Audio
from calls.spans import Span, total_s
from sounds.pieces import MARGIN_S, PIECE_S, pieces

RATE = 100


def recording(seconds: float) -> Audio:
    return Audio(np.arange(round(seconds * RATE), dtype=np.float32)[None], RATE)


def test_nearly_every_call_is_one_piece_and_itself():
    audio = recording(PIECE_S)
    (piece,) = pieces(audio)
    assert (piece.offset_s, piece.core) == (0.0, Span(0.0, PIECE_S))
    assert np.array_equal(piece.heard.samples, audio.samples)


@given(st.integers(0, 6_000))
def test_the_cores_together_are_the_recording_and_each_is_heard_with_its_surroundings(seconds: int):
    audio = recording(seconds)
    found = list(pieces(audio))
    assert total_s(piece.core for piece in found) == pytest.approx(audio.duration_s)
    assert all(a.core.end == b.core.start for a, b in itertools.pairwise(found))
    for piece in found:
        ends = piece.offset_s + piece.heard.duration_s
        assert piece.offset_s == pytest.approx(max(0.0, piece.core.start - MARGIN_S))
        assert ends == pytest.approx(min(audio.duration_s, piece.core.end + MARGIN_S))
        if piece.heard.samples.size:
            assert piece.heard.samples[0, 0] == round(piece.offset_s * RATE)
