import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import PHRASES

from timeline.prompt_text import PromptFacts
from timeline.reading import Reading

READING = Reading(PHRASES)
UNREAD = Reading(None)

AGENT = [
    "Thank you for calling Harbour Energy, how can I help you today?",
    "Could I take your account number, please?",
    "I'll transfer you to our billing team.",
    "Is there anything else I can do for you?",
    "I have refunded the delivery charge.",
    "I do apologise for the inconvenience.",
]
CUSTOMER = [
    "Hi, I'm calling about my bill.",
    "I ordered a washing machine two weeks ago.",
    "This is the third time I have called.",
    "I want to speak to your manager.",
    "My order still has not arrived.",
]
ASKS_TO_WAIT = [
    "One moment please.",
    "Is it okay if I put you on a brief hold?",
    "Bear with me while I check that.",
    "Could you hold for me?",
    "Just a second.",
    "I'll be right back.",
    "Let me have a look at that.",
    "Give me two minutes.",
]
THANKS = [
    "Thank you for holding.",
    "Thanks so much for your patience.",
    "Sorry to keep you waiting, sorry for the wait.",
    "Hello, are you still there?",
    "Okay, I'm back.",
]
NEITHER = ["It costs four pounds.", "I live on the high street.", "", "   ", "..."]


@pytest.mark.parametrize("text", AGENT)
def test_an_agents_sentence_is_likelier_an_agents(text):
    assert READING.agent_likeness(text) > 0


@pytest.mark.parametrize("text", CUSTOMER)
def test_a_customers_sentence_is_likelier_a_customers(text):
    assert READING.agent_likeness(text) < 0


def test_sentences_add_up():
    both = f"{AGENT[0]} {AGENT[1]} {AGENT[2]}"
    assert READING.agent_likeness(both) > READING.agent_likeness(AGENT[0])


@pytest.mark.parametrize("text", ASKS_TO_WAIT)
def test_asking_to_wait_is_heard(text):
    assert READING.asks_to_wait(text)


@pytest.mark.parametrize("text", THANKS)
def test_thanks_for_waiting_are_heard(text):
    assert READING.thanks_for_waiting(text)


@pytest.mark.parametrize("text", NEITHER)
def test_what_says_nothing_of_roles_or_waits_says_nothing(text):
    assert READING.agent_likeness(text) == 0
    assert not READING.asks_to_wait(text) and not READING.thanks_for_waiting(text) and not READING.greets(text)


@pytest.mark.parametrize("text", ["Good morning, this is Priya speaking.", "My name is Tom, how can I help?"])
def test_a_person_who_opens_the_conversation_greets(text):
    assert READING.greets(text)


@pytest.mark.parametrize("text", ["For sales, press one.", "Your call is important to us.", "This is a recording."])
def test_a_recording_does_not_greet(text):
    assert not READING.greets(text)


def test_a_recordings_words_are_a_prompts_and_a_persons_are_not():
    assert READING.is_prompt("All of our agents are busy. Please stay on the line.")
    assert not READING.is_prompt("Hello, this is Priya, how can I help?")


@settings(deadline=None)
@given(st.text(max_size=120) | st.sampled_from([*AGENT, *CUSTOMER, *ASKS_TO_WAIT, *THANKS]))
def test_without_lists_for_the_language_every_answer_is_no(text):
    assert UNREAD.prompt_facts(text) == PromptFacts()
    assert UNREAD.agent_likeness(text) == 0
    assert not (UNREAD.is_prompt(text) or UNREAD.greets(text))
    assert not (UNREAD.asks_to_wait(text) or UNREAD.thanks_for_waiting(text))


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    assert isinstance(READING.agent_likeness(text), float)
    assert READING.asks_to_wait(text) in (True, False)
