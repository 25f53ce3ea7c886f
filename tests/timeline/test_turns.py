from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import SETTINGS, utterance, wild_words

from calls.transcript import Role, Turn
from timeline.turns import Said, turns
from timeline.utterances import utterances

RULES = SETTINGS.turns


def said(role: Role, start: float, text: str, speaker: str | None = None, voice: str | None = None) -> Said:
    return Said(utterance(text, start, 0 if role == "agent" else 1, voice), role, speaker or role)


def texts(*every: Said) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in turns(every, RULES)]


def test_nobody_speaks():
    assert turns((), RULES) == ()


def test_one_speaker_without_a_pause_is_one_turn():
    (only,) = turns([said("customer", 0.0, "hello my parcel"), said("customer", 1.7, "is lost")], RULES)
    assert (only.start, only.end, only.text) == (0.0, pytest.approx(2.3), "hello my parcel is lost")


def test_a_turn_ends_when_another_speaks():
    exchange = said("agent", 0.0, "how are you"), said("customer", 1.0, "well"), said("agent", 1.5, "good")
    assert texts(*exchange) == [("agent", "how are you"), ("customer", "well"), ("agent", "good")]


def test_an_answer_spoken_over_a_turn_is_a_turn_of_its_own():
    over = said("customer", 0.0, "and it has been two weeks since I called"), said("agent", 1.0, "mhm")
    assert texts(*over) == [("customer", "and it has been two weeks since I called"), ("agent", "mhm")]


def test_another_agent_begins_another_turn():
    first, second = said("agent", 0.0, "here is Julia", "agent 1"), said("agent", 1.0, "hello", "Julia")
    assert [turn.speaker for turn in turns([first, second], RULES)] == ["agent 1", "Julia"]


def test_a_thought_goes_on_over_a_pause_that_ends_a_finished_sentence():
    pause = (RULES.sentence_gap_s + RULES.turn_gap_s) / 2
    unfinished = said("customer", 0.0, "my order is"), said("customer", 0.9 + pause, "four one one")
    finished = said("customer", 0.0, "it is lost."), said("customer", 0.9 + pause, "since Monday")
    assert texts(*unfinished) == [("customer", "my order is four one one")]
    assert texts(*finished) == [("customer", "it is lost."), ("customer", "since Monday")]


def test_a_silence_ends_a_turn():
    apart = said("customer", 0.0, "my order is"), said("customer", 0.91 + RULES.turn_gap_s, "four one one")
    assert len(texts(*apart)) == 2


def test_a_pause_is_none_while_the_same_party_is_still_heard():
    """Two voices of one party, as a diariser may hear one person."""
    long = said("agent", 0.0, "we have looked at all of your orders of this year and then", voice="A")
    short = said("agent", 0.3, "so", voice="B")
    after = said("agent", 4.0, "found it", voice="A")
    assert len(texts(long, short, after)) == 1


def test_what_is_said_in_any_order_is_told_in_order():
    late, early = said("agent", 5.0, "you are welcome"), said("customer", 1.0, "thank you")
    assert texts(late, early) == [("customer", "thank you"), ("agent", "you are welcome")]


@st.composite
def wild_calls(draw: st.DrawFn) -> list[Said]:
    found = utterances(draw(wild_words(speakers=("A", "B", None))), RULES)
    roles: st.SearchStrategy[Role] = st.sampled_from(["agent", "customer", "ivr"])
    return [Said(u, draw(roles), draw(st.sampled_from(["one", "two"]))) for u in found]


@given(wild_calls())
def test_every_word_is_in_exactly_one_turn_of_who_said_it(call):
    def claims(pairs: list[tuple[str, str, object]]) -> list[str]:
        return sorted(map(repr, pairs))

    told = [(t.role, t.speaker, word) for t in turns(call, RULES) for word in t.words]
    assert claims(told) == claims([(s.role, s.speaker, word) for s in call for word in s.utterance.words])


@given(wild_calls())
def test_turns_are_in_order_and_hold_their_words(call):
    found = turns(call, RULES)
    assert all(a.start <= b.start for a, b in pairwise(found))
    assert all(_holds_its_words(turn) for turn in found)


def _holds_its_words(turn: Turn) -> bool:
    return all(turn.start <= word.start <= word.end <= turn.end for word in turn.words) and bool(turn.words)
