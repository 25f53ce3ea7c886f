from itertools import pairwise

from hypothesis import given
from spoken import SETTINGS, wild_words, words

from calls.transcript import Word
from timeline.utterances import Utterance, utterances

PAUSE_S = SETTINGS.turns.pause_s


def said(*every: Word) -> tuple[Utterance, ...]:
    return utterances(every, SETTINGS.turns)


def texts(*every: Word) -> list[str]:
    return [utterance.text for utterance in said(*every)]


def test_nobody_speaks():
    assert said() == ()


def test_one_word_is_an_utterance():
    (only,) = said(Word(" Hello?", 1.0, 1.4, 0.9, 0))
    assert (only.start, only.end, only.text) == (1.0, 1.4, "Hello?")


def test_words_without_a_long_pause_are_one_utterance():
    assert texts(*words("my parcel", 0.0), *words("is lost", 0.6 + PAUSE_S)) == ["my parcel is lost"]


def test_a_pause_cuts():
    assert texts(*words("my parcel", 0.0), *words("is lost", 0.61 + PAUSE_S)) == ["my parcel", "is lost"]


def test_parties_who_speak_at_once_keep_their_own_words():
    agent, caller = words("let me finish please", 1.0, channel=0), words("no you listen to me", 1.1, channel=1)
    assert texts(*agent, *caller) == ["let me finish please", "no you listen to me"]


def test_voices_on_one_channel_who_speak_at_once_keep_their_own_words():
    first, second = words("let me finish please", 1.0, voice="A"), words("no you listen to me", 1.1, voice="B")
    assert [(u.voice, u.text) for u in said(*first, *second)] == [
        ("A", "let me finish please"),
        ("B", "no you listen to me"),
    ]


def test_an_answer_within_a_sentence_does_not_cut_it():
    long, answer = words("and then the driver simply drove away", 0.0, channel=1), words("oh", 0.7, channel=0)
    assert texts(*long, *answer) == ["and then the driver simply drove away", "oh"]


def test_a_word_within_a_drawn_out_one_makes_no_pause():
    drawn, inside, after = Word("well", 0.0, 4.0, 0.5, 0), Word("so", 1.0, 1.2, 0.9, 0), Word("yes", 4.1, 4.4, 0.9, 0)
    assert texts(drawn, inside, after) == ["well so yes"]


@given(wild_words(speakers=("A", "B", None)))
def test_every_word_is_in_exactly_one_utterance_of_its_voice(every):
    found = utterances(every, SETTINGS.turns)
    assert sorted(map(repr, every)) == sorted(repr(word) for utterance in found for word in utterance.words)
    assert all((w.channel, w.speaker) == (u.channel, u.voice) for u in found for w in u.words)


@given(wild_words(speakers=("A", "B", None)))
def test_utterances_and_their_words_are_in_order(every):
    found = utterances(every, SETTINGS.turns)
    assert all(a.start <= b.start for a, b in pairwise(found))
    assert all(a.start <= b.start for u in found for a, b in pairwise(u.words))


@given(wild_words(speakers=("A", None)))
def test_a_voices_utterances_lie_further_apart_than_a_pause(every):
    found = utterances(every, SETTINGS.turns)
    voices = {(u.channel, u.voice) for u in found}
    own = [[u for u in found if (u.channel, u.voice) == voice] for voice in voices]
    assert all(b.start - a.end > PAUSE_S for one in own for a, b in pairwise(one))
