"""Words at the edges of speech."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from calls.spans import Span
from calls.transcript import Word
from configs.settings import load_settings
from transcripts.edges import by_stretch, to_their_sound

PAD = 0.1
RULES = replace(load_settings().recognition, early_s=0.05, edge_s=0.7)


def word(start: float, end: float, text: str = "word") -> Word:
    return Word(text, start, end, 0.9, 0)


def moved(words: list[Word], *speech: Span) -> list[tuple[float, float]]:
    return [(round(w.start, 3), round(w.end, 3)) for w in to_their_sound(words, speech, PAD, RULES)]


def test_the_first_and_last_word_reach_to_where_the_sound_begins_and_ends():
    said = [word(1.3, 1.6), word(1.6, 2.0), word(2.0, 2.7)]
    assert moved(said, Span(1.0, 3.0)) == [(1.1, 1.65), (1.65, 2.05), (2.05, 2.9)]


def test_a_single_word_grows_both_ways():
    assert moved([word(1.3, 1.6)], Span(1.0, 2.0)) == [(1.1, 1.9)]


def test_no_word_reaches_over_what_was_not_heard():
    assert moved([word(5.0, 5.5)], Span(1.0, 8.0)) == [(5.0, 5.55)]


def test_a_word_that_reaches_into_the_padding_is_not_cut():
    assert moved([word(1.0, 3.0)], Span(1.0, 3.0)) == [(1.0, 3.0)]


def test_each_stretch_has_its_own_edges_and_words_outside_stay():
    said = [word(1.2, 1.8), word(3.0, 3.4), word(5.3, 5.7)]
    assert moved(said, Span(1.0, 2.0), Span(5.0, 6.0)) == [(1.1, 1.9), (3.0, 3.4), (5.1, 5.9)]


def test_a_word_is_not_moved_out_of_its_stretch():
    assert moved([word(1.2, 1.9), word(1.9, 1.98), word(1.98, 2.0)], Span(1.0, 2.0))[-1] == (2.0, 2.0)


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 2)), max_size=8))
def test_words_keep_their_order_end_no_earlier_and_none_is_lost(rows: list[tuple[float, float]]):
    said = [word(start, start + length) for start, length in sorted(rows)]
    speech = (Span(0.0, 10.0), Span(12.0, 30.0))
    after = to_their_sound(said, speech, PAD, RULES)
    assert len(after) == len(said)
    assert all(new.start <= new.end and new.end >= old.end for old, new in zip(said, after, strict=True))
    assert all(new.start <= old.start + RULES.early_s + 1e-9 for old, new in zip(said, after, strict=True))
    assert all(len(inside) <= len(said) for inside in by_stretch(said, speech))
