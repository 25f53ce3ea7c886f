from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from calls.spans import Span, covered_s, difference, duration_s, intersection, overlap_s, total_s, union

SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)).map(lambda p: Span(p[0], p[0] + p[1])), max_size=12)


def seconds(spans):
    return {t for span in spans for t in range(int(span.start), int(span.end))}


@given(SPANS, SPANS)
def test_the_three_operations_agree_with_sets_of_seconds(a, b):
    assert seconds(union([*a, *b])) == seconds(a) | seconds(b)
    assert seconds(difference(a, b)) == seconds(a) - seconds(b)
    assert seconds(intersection(a, b)) == seconds(a) & seconds(b)


@given(SPANS)
def test_a_union_is_in_order_and_never_touches_itself(spans):
    joined = union(spans)
    assert all(left.end < right.start for left, right in pairwise(joined))


@given(SPANS)
def test_total_counts_every_second_once(spans):
    assert total_s(spans) == len(seconds(spans))


def test_union_bridges_gaps_up_to_the_given_length():
    assert union([Span(0, 1), Span(1.5, 2), Span(3, 4)], gap_s=0.5) == (Span(0, 2), Span(3, 4))


def test_covered_seconds_do_not_count_overlapping_covers_twice():
    assert covered_s(Span(0, 10), [Span(2, 6), Span(4, 8)]) == 6


def test_no_spans_cover_nothing():
    assert union([]) == () and difference([], [Span(0, 1)]) == () and total_s([]) == 0


def test_spans_apart_share_nothing():
    assert overlap_s(Span(0, 1), Span(2, 3)) == 0 and duration_s(Span(2, 5)) == 3
