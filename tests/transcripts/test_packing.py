from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.spans import Span, duration_s, total_s, union
from configs.settings import load_settings
from transcripts.packing import Pack, packed

RULES = load_settings().recognition
LONGEST, GAP = RULES.pack_s, RULES.pack_gap_s
RATE = 100
SPEECH = st.lists(st.tuples(st.floats(0, 300), st.floats(0.1, 90)), max_size=12).map(
    lambda found: union(Span(a, a + s) for a, s in found)
)


def length_s(pack: Pack) -> float:
    last = pack.pieces[-1]
    return last.offset + duration_s(last.span)


def spans(packs: tuple[Pack, ...]) -> list[list[Span]]:
    return [[piece.span for piece in pack.pieces] for pack in packs]


def test_nothing_said_makes_no_pack():
    assert packed(0, [], RULES) == ()


def test_short_stretches_are_decoded_together():
    speech = [Span(1.0, 3.0), Span(60.0, 64.0), Span(90.0, 91.0)]
    (pack,) = packed(1, speech, RULES)
    assert spans((pack,)) == [speech]
    assert pack.channel == 1
    assert [piece.offset for piece in pack.pieces] == pytest.approx([0.0, 2.0 + GAP, 6.0 + 2 * GAP])


def test_what_does_not_fit_begins_a_new_pack():
    speech = [Span(0.0, LONGEST - 3), Span(50.0, 54.0), Span(60.0, 64.0)]
    assert spans(packed(0, speech, RULES)) == [speech[:1], speech[1:]]


def test_a_stretch_longer_than_a_pack_is_cut_in_equal_parts():
    packs = packed(0, [Span(10.0, 10.0 + 2.5 * LONGEST)], RULES)
    lengths = [duration_s(span) for every in spans(packs) for span in every]
    assert lengths == pytest.approx([2.5 * LONGEST / 3] * 3)


@given(SPEECH)
def test_all_speech_is_packed_once_and_in_order(speech):
    pieces = [span for every in spans(packed(0, speech, RULES)) for span in every]
    assert all(a.end <= b.start for a, b in pairwise(pieces))
    assert total_s(pieces) == pytest.approx(total_s(speech))
    assert all(any(s.start <= p.start and p.end <= s.end for s in speech) for p in pieces)


@given(SPEECH)
def test_no_pack_is_longer_than_may_be_nor_empty(speech):
    assert all(0 < length_s(pack) <= LONGEST + 1e-6 for pack in packed(0, speech, RULES))


@given(SPEECH, st.floats(0, 1), st.floats(0, 3))
def test_a_word_lands_in_the_stretch_it_was_said_in(speech, share, word_s):
    """In the middle of a piece and beside it, longer than it and shorter."""
    for pack in packed(0, speech, RULES):
        for piece in pack.pieces:
            middle = piece.offset + share * duration_s(piece.span)
            found = pack.in_call(middle - word_s / 2, middle + word_s / 2)
            assert piece.span.start <= found.start <= found.end <= piece.span.end


@given(SPEECH)
def test_a_words_time_survives_the_way_there_and_back(speech):
    for pack in packed(0, speech, RULES):
        for piece in pack.pieces:
            quarter = duration_s(piece.span) / 4
            found = pack.in_call(piece.offset + quarter, piece.offset + 2 * quarter)
            assert found.start == pytest.approx(piece.span.start + quarter)
            assert found.end == pytest.approx(piece.span.start + 2 * quarter)


def test_a_word_heard_in_the_silence_between_goes_to_the_nearer_stretch():
    (pack,) = packed(0, [Span(10.0, 12.0), Span(50.0, 52.0)], RULES)
    assert pack.in_call(2.0, 2.0 + GAP / 4).end == 12.0
    assert pack.in_call(2.0 + 0.8 * GAP, 2.0 + GAP).start == 50.0


def test_a_word_that_reaches_over_a_silence_is_kept_inside_one_stretch():
    (pack,) = packed(0, [Span(10.0, 12.0), Span(50.0, 52.0)], RULES)
    assert pack.in_call(1.0, 2.0 + GAP) == Span(11.0, 12.0)


def test_a_packs_sound_is_that_of_its_stretches_with_silence_after_each():
    channel = np.arange(1, 10 * RATE + 1, dtype=np.float32)
    (pack,) = packed(0, [Span(1.0, 2.0), Span(5.0, 5.5)], RULES)
    sound = pack.samples(channel, RATE, GAP)
    silence = round(GAP * RATE)
    first, second = sound[:RATE], sound[RATE + silence : RATE + silence + RATE // 2]
    assert np.array_equal(first, channel[RATE : 2 * RATE])
    assert np.array_equal(second, channel[5 * RATE : 5 * RATE + RATE // 2])
    assert not sound[RATE : RATE + silence].any() and not sound[-silence:].any()
    assert sound.dtype == np.float32


@given(SPEECH)
def test_offsets_say_where_a_stretch_lies_in_the_sound(speech):
    channel = np.ones(400 * RATE, dtype=np.float32)
    for pack in packed(0, speech, RULES):
        sound = pack.samples(channel, RATE, GAP)
        slack = len(pack.pieces) + 1  # samples: every cut is rounded
        assert len(sound) / RATE == pytest.approx(length_s(pack) + GAP, abs=2 * slack / RATE)
        assert sound.sum() / RATE == pytest.approx(total_s(piece.span for piece in pack.pieces), abs=2 * slack / RATE)
        for piece in pack.pieces:
            first, last = piece.offset * RATE, (piece.offset + duration_s(piece.span)) * RATE
            assert sound[round(first) + slack : round(last) - slack].all()
