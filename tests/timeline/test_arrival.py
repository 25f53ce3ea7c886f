from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import PHRASES, SETTINGS, utterance, wild_words

from calls.spans import Span
from timeline.arrival import FarUtterance, first_person
from timeline.reading import Reading
from timeline.utterances import Utterance, utterances

READING = Reading(PHRASES)
RULES = SETTINGS.timeline
MENU = "For sales, press one. For service, press two."
BUSY = "Your call is important to us. Please stay on the line."


def far(start: float, text: str, recorded: bool | None = None) -> FarUtterance:
    return of(utterance(text, start, 0), recorded)


def of(said: Utterance, recorded: bool | None = None) -> FarUtterance:
    facts = READING.prompt_facts(said.text)
    return FarUtterance(said, facts, facts.is_prompt if recorded is None else recorded, READING.greets(said.text))


def near(start: float, text: str) -> Utterance:
    return utterance(text, start, 1)


def arrival(house: list[FarUtterance], customer: list[Utterance], *waits: Span) -> float | None:
    return first_person(house, customer, waits, RULES)


def test_nobody_ever_speaks():
    assert arrival([], []) is None


def test_an_agent_who_answers_at_once_is_there_with_the_first_word():
    assert arrival([far(2.0, "Hello, this is Julia.")], [near(4.0, "Hi, my parcel is lost.")]) == 2.0


def test_a_recording_alone_is_nobody():
    assert arrival([far(1.0, MENU), far(8.0, BUSY)], []) is None


def test_a_customer_who_answers_a_menu_has_not_reached_anybody():
    assert arrival([far(1.0, MENU), far(12.0, BUSY)], [near(5.0, "Service.")]) is None


def test_an_agent_comes_after_menu_and_queue():
    house = [far(1.0, MENU), far(12.0, BUSY), far(40.0, "Hello, this is Julia, how can I help?")]
    assert arrival(house, [near(44.0, "My parcel is lost.")], Span(15.0, 39.0)) == 40.0


def test_a_voice_nobody_answers_before_the_next_prompt_is_a_recording():
    """Words no list knows: an advertisement in the queue."""
    house = [far(1.0, "Why not try the new tariff today."), far(10.0, BUSY), far(40.0, "Hello, this is Julia.")]
    assert arrival(house, [near(43.0, "Hi.")]) == 40.0


def test_a_voice_that_music_follows_is_a_recording():
    house = [far(1.0, "We value every customer."), far(40.0, "Hello, this is Julia.")]
    assert arrival(house, [near(43.0, "Hi.")], Span(5.0, 38.0)) == 40.0


def test_an_agent_explaining_a_telephone_is_no_menu():
    house = [far(2.0, "Hello, this is Julia."), far(30.0, "Now press one on your handset.", recorded=False)]
    assert arrival(house, [near(5.0, "My phone is broken."), near(34.0, "Okay.")]) == 2.0


def test_a_customer_who_greets_a_silent_line_begins_the_talk():
    house = [far(6.0, "Yes, this is Julia.")]
    assert arrival(house, [near(4.0, "Hello?"), near(8.0, "My parcel is lost.")]) == 4.0


def test_what_a_customer_says_long_before_does_not_begin_the_talk():
    house = [far(4.0 + RULES.reply_s + 1, "Hello, this is Julia.")]
    assert arrival(house, [near(4.0, "Hmm."), near(18.0, "Hi.")]) == house[0].start


def test_a_customer_alone_on_a_line_begins_the_talk():
    assert arrival([], [near(3.0, "Hello?"), near(9.0, "Anybody there?")]) == 3.0


def test_an_agent_nobody_answers_is_there_all_the_same():
    assert arrival([far(2.0, "Hello, this is Julia."), far(8.0, "Hello?")], []) == 2.0
    assert arrival([far(1.0, MENU), far(12.0, "Hello, this is Julia, how can I help?")], []) == 12.0


def test_an_answer_comes_soon():
    """The customer speaks a minute after the last voice: to nobody."""
    house = [far(1.0, MENU), far(12.0, "We value every customer.", recorded=False)]
    assert arrival(house, [near(75.0, "Hello?")]) is None


@settings(deadline=None)
@given(wild_words())
def test_arrival_is_when_somebody_starts_to_speak(words):
    said = utterances(words, SETTINGS.turns)
    house, customer = [of(u) for u in said if u.channel == 0], [u for u in said if u.channel == 1]
    found = arrival(house, customer)
    assert found is None or found in {u.start for u in said}


@settings(deadline=None)
@given(wild_words(), st.sampled_from([(), (Span(0.0, 60.0),), (Span(10.0, 20.0), Span(30.0, 40.0))]))
def test_a_house_of_recordings_only_is_nobody_whatever_the_customer_says(words, waits):
    said = utterances(words, SETTINGS.turns)
    house = [of(u, recorded=True) for u in said if u.channel == 0]
    customer = [u for u in said if u.channel == 1]
    assert not house or arrival(house, customer, *waits) is None
