from hypothesis import given
from hypothesis import strategies as st

from calls.sound import SpeakerSpan
from calls.spans import overlap_s
from calls.transcript import Word
from transcripts.voices import with_voices


def word(start: float, end: float, text: str = "word") -> Word:
    return Word(text, start, end, 0.9, 0)


def voices_of(words: list[Word], *voices: SpeakerSpan) -> list[str | None]:
    return [told.speaker for told in with_voices(words, voices)]


A, B = SpeakerSpan(0.0, 5.0, "A"), SpeakerSpan(6.0, 9.0, "B")


def test_no_words_have_no_voices():
    assert with_voices([], [A, B]) == []


def test_where_no_voices_are_told_words_stay_as_they_are():
    assert with_voices([word(0.0, 1.0)], []) == [word(0.0, 1.0)]


def test_a_call_with_one_speaker_is_all_theirs():
    assert voices_of([word(1.0, 2.0), word(20.0, 21.0)], A) == ["A", "A"]


def test_a_word_is_of_the_voice_that_speaks_then():
    assert voices_of([word(1.0, 2.0), word(7.0, 8.0)], A, B) == ["A", "B"]


def test_a_word_on_the_border_is_of_the_voice_that_covers_most_of_it():
    assert voices_of([word(4.2, 6.3), word(4.8, 6.7)], A, B) == ["A", "B"]


def test_a_word_in_a_pause_is_of_the_nearest_voice():
    assert voices_of([word(5.1, 5.2), word(5.8, 5.9), word(30.0, 31.0)], A, B) == ["A", "B", "B"]


def test_a_quick_answer_between_two_questions_is_the_answerers():
    question, answer, next_question = SpeakerSpan(0.0, 4.0, "A"), SpeakerSpan(4.1, 4.4, "B"), SpeakerSpan(4.5, 9.0, "A")
    told = voices_of([word(3.5, 4.0), word(4.1, 4.4), word(4.5, 4.9)], question, answer, next_question)
    assert told == ["A", "B", "A"]


def test_a_long_turn_keeps_its_words_though_others_say_mhm_before_and_long_after():
    before, long, after = SpeakerSpan(0.0, 0.5, "B"), SpeakerSpan(1.0, 90.0, "A"), SpeakerSpan(70.0, 70.4, "B")
    assert voices_of([word(10.0, 10.4)], before, long, after) == ["A"]


def test_only_the_voice_of_a_word_is_added():
    (told,) = with_voices([Word("yes", 1.0, 2.0, 0.7, 1)], [A])
    assert told == Word("yes", 1.0, 2.0, 0.7, 1, "A")


TIMED = st.tuples(st.floats(0, 120), st.floats(0.01, 60))
VOICES = st.lists(st.tuples(TIMED, st.sampled_from("ABC")), min_size=1, max_size=8).map(
    lambda found: sorted((SpeakerSpan(a, a + s, v) for (a, s), v in found), key=lambda v: v.start)
)
WORDS = st.lists(TIMED.map(lambda t: word(t[0], t[0] + t[1] / 20)), max_size=8)


@given(WORDS, VOICES)
def test_words_stay_the_same_words_in_the_same_order(words, voices):
    told = with_voices(words, voices)
    assert [(w.text, w.start, w.end) for w in told] == [(w.text, w.start, w.end) for w in words]
    assert {w.speaker for w in told} <= {v.speaker for v in voices}


@given(WORDS, VOICES)
def test_no_voice_covers_more_of_a_word_than_its_own(words, voices):
    for told in with_voices(words, voices):
        own = max(overlap_s(told, v) for v in voices if v.speaker == told.speaker)
        assert own == max(overlap_s(told, v) for v in voices)
