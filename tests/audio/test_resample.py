"""Another sample rate, whole and slice by slice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.resample import ResampledView, readable, resampled
from calls.sound import Audio

NOISE = (0.1 * np.random.default_rng(1).standard_normal(30_000)).astype(np.float32)


@settings(deadline=None)
@given(st.sampled_from([8_000, 11_025, 16_000, 44_100]), st.integers(0, 60_000), st.integers(0, 40_000))
def test_a_slice_is_that_of_the_whole(rate: int, first: int, length: int):
    whole = resampled(Audio(NOISE[None], rate), 16_000).channel(0)
    view = ResampledView(NOISE, rate, 16_000)
    assert len(view) == len(whole)
    part = view[first : first + length]
    assert part.shape == whole[first : first + length].shape
    # At the very ends a filter reaches over nothing, the same way in both.
    assert part == pytest.approx(whole[first : first + length], abs=2e-3)


def test_a_sound_at_its_own_rate_is_itself():
    assert np.array_equal(ResampledView(NOISE, 16_000, 16_000)[100:200], NOISE[100:200])


def test_beyond_the_end_there_is_nothing():
    assert ResampledView(NOISE, 8_000, 16_000)[70_000:80_000].shape == (0,)
    assert len(ResampledView(NOISE[:0], 8_000, 16_000)) == 0


def test_short_calls_are_resampled_whole_and_long_ones_where_they_are_read():
    assert isinstance(readable(NOISE, 8_000, 16_000), np.ndarray)
    long = np.zeros(901 * 8_000, dtype=np.float32)
    assert isinstance(readable(long, 8_000, 16_000), ResampledView)
