from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import SETTINGS, utterance, wild_words

from calls.spans import Span, duration_s, overlap_s, union
from timeline.holds import Gap, hold_in, is_between_music, mutters_in_wait, talk_gaps
from timeline.utterances import utterances

RULES = SETTINGS.timeline


def agent(start: float, text: str) -> tuple:
    return utterance(text, start, 0), True


def customer(start: float, text: str) -> tuple:
    return utterance(text, start, 1), False


def gap(start: float, end: float) -> Gap:
    return Gap(Span(start, end), "", "")


def hold(start: float, end: float, *music: Span, asks: bool = False) -> Span | None:
    return hold_in(gap(start, end), music, asks, RULES)


class TestGaps:
    def test_a_call_where_nobody_speaks_has_none(self):
        assert talk_gaps([], 60.0) == ()

    def test_a_gap_knows_what_the_agent_said_around_it(self):
        before, after = talk_gaps([agent(0.0, "one moment please"), agent(31.0, "thanks for holding")], 40.0)
        assert (before.span, before.said_before) == (Span(pytest.approx(0.9), 31.0), "one moment please")
        assert before.said_after == "thanks for holding"
        assert (after.span.end, after.said_after) == (40.0, "")

    def test_what_the_customer_says_is_not_the_agents(self):
        (found, _) = talk_gaps([customer(0.0, "one moment please"), agent(31.0, "hello")], 32.0)
        assert (found.said_before, found.said_after) == ("", "hello")

    def test_the_customers_answer_does_not_hide_what_the_agent_asked(self):
        said = [agent(0.0, "may I put you on hold"), customer(2.0, "sure"), agent(40.0, "thank you")]
        assert talk_gaps(said, 40.5)[1].said_before == "may I put you on hold"

    def test_people_who_speak_at_once_leave_no_gap(self):
        said = [agent(0.0, "and then the driver simply drove away again"), customer(0.5, "no"), agent(2.4, "yes")]
        assert talk_gaps(said, 2.6) == ()

    @given(wild_words())
    def test_gaps_are_the_time_nobody_speaks(self, words):
        persons = [(u, u.channel == 0) for u in utterances(words, SETTINGS.turns)]
        gaps = [found.span for found in talk_gaps(persons, 70.0)]
        assert all(a.end <= b.start for a, b in pairwise(gaps))
        assert not any(overlap_s(found, u) for found in gaps for u, _ in persons)
        assert all(duration_s(found) > 0 for found in gaps)
        spoken_to_the_end = union([*gaps, *(u for u, _ in persons)])
        assert not persons or spoken_to_the_end == (Span(persons[0][0].start, 70.0),)


class TestHold:
    def test_music_between_two_sentences_is_a_hold_from_the_last_word_to_the_musics_end(self):
        assert hold(10.0, 62.0, Span(12.0, 61.0)) == Span(10.0, 61.0)

    def test_music_in_loops_is_one_hold(self):
        assert hold(10.0, 62.0, Span(12.0, 30.0), Span(35.0, 61.5)) == Span(10.0, 61.5)

    def test_silence_long_after_the_music_is_still_the_hold(self):
        assert hold(10.0, 90.0, Span(12.0, 60.0)) == Span(10.0, 90.0)

    def test_a_jingle_is_no_hold(self):
        assert hold(10.0, 15.0, Span(11.0, 11.0 + RULES.hold_music_s - 0.1)) is None

    def test_a_silence_the_agent_asked_for_is_a_hold(self):
        long = 10.0 + RULES.announced_hold_s
        assert hold(10.0, long, asks=True) == Span(10.0, long)
        assert hold(10.0, long) is None

    def test_a_pause_the_agent_asked_for_is_none(self):
        assert hold(10.0, 10.0 + RULES.announced_hold_s - 0.1, asks=True) is None

    def test_a_long_silence_is_a_hold_though_nobody_asked(self):
        long = 10.0 + RULES.silent_hold_s
        assert hold(10.0, long) == Span(10.0, long)

    def test_music_elsewhere_is_no_hold_here(self):
        assert hold(10.0, 14.0, Span(100.0, 160.0)) is None

    @given(
        st.floats(0, 100),
        st.floats(0, 100),
        st.lists(st.tuples(st.floats(0, 200), st.floats(0, 50)), max_size=4),
        st.booleans(),
    )
    def test_a_hold_lies_within_its_gap(self, start, length, music, asks):
        found = hold(start, start + length, *union(Span(a, a + s) for a, s in music), asks=asks)
        assert found is None or (found.start == start and start <= found.end <= start + length)


class TestVoicesInAWait:
    def test_a_customer_who_sighs_under_the_music_speaks_to_nobody(self):
        sigh = utterance("oh come on", 20.0, 1)
        assert mutters_in_wait(sigh, [Span(10.0, 60.0)])
        assert not mutters_in_wait(sigh, [Span(20.6, 60.0)])
        assert not mutters_in_wait(sigh, [])

    def test_an_announcement_stands_between_music_or_over_it(self):
        busy = utterance("all agents are busy", 20.0)
        assert is_between_music(busy, [Span(10.0, 19.5), Span(21.5, 60.0)], RULES)
        assert is_between_music(busy, [Span(10.0, 60.0)], RULES)

    def test_who_speaks_when_the_music_has_ended_is_no_announcement(self):
        hello = utterance("hello this is Tom", 20.0)
        assert not is_between_music(hello, [Span(10.0, 19.5)], RULES)
        assert not is_between_music(hello, [Span(22.0, 60.0)], RULES)
        assert not is_between_music(hello, [Span(0.0, 20.0 - RULES.settle_s), Span(21.5, 60.0)], RULES)
        assert not is_between_music(hello, [], RULES)
