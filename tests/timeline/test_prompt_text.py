import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs.phrases import load_phrases
from timeline.prompt_text import PromptFacts, option_keys, read_prompt

PHRASES = load_phrases("en")

PROMPTS = [
    "Your call is important to us. Please stay on the line.",
    "All of our agents are currently busy.",
    "You are caller number three in the queue.",
    "This call may be recorded for quality and training purposes.",
    "I'm sorry, I did not understand your response.",
    "Please hold while I try that extension.",
    "Please hold while we try to connect you.",
    "Our offices are now closed. Our hours are nine to five, Monday to Friday.",
    "Please leave a message after the tone.",
    "The person at extension two zero one is unavailable.",
    "The number you have dialled is not in service.",
    "Your estimated wait time is four minutes.",
    "We are experiencing higher than normal call volumes.",
    "For sales press one, for service press two.",
]
PEOPLE = [
    "Thank you for calling Northwind Home, this is Rachel. How can I help you today?",
    "Good morning, card services, you are speaking with Priya.",
    "Can you hold on a second while I look that up?",
    "It's four one one, one one one, four one one.",
    "Please press the power button for ten seconds.",
    "I've been waiting for an hour, all your agents were busy and nobody called me back.",
    "I am really sorry about that.",
    "You need to press one when you hear my colleague's menu, okay?",
    "Let me transfer you to the billing team, one moment please.",
    "The driver left a message for you yesterday.",
    "So I pressed zero and it hung up on me.",
    "Our office is on the main street, next to the bank.",
]


@pytest.mark.parametrize("text", PROMPTS)
def test_a_recorded_prompt_is_told_by_its_words(text: str) -> None:
    assert read_prompt(text, PHRASES).is_prompt


@pytest.mark.parametrize("text", PEOPLE)
def test_what_a_person_says_is_no_prompt(text: str) -> None:
    assert not read_prompt(text, PHRASES).is_prompt


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("For billing, press 1. For new orders, press two. To hear these options again, press 9.", "129"),
        (
            "four billing press one. For new orders press to. For store locations press tree. Four gifts press for.",
            "1234",
        ),
        ("Press 1 to mute, 2 to lock, or 8 to exit.", "128"),
        ("For a meter reading, pass one. If you are moving house, pass two. To speak to somebody, pass 0.", "120"),
        ("To be fair I'll pass one on to you. I passed 2.", ""),
        ("For an operator, press zero. To go back, press star. To finish, press the pound key.", "0*#"),
        ("For sales, dial 1 or say sales. For service, say service or press 2.", "12"),
        ("For English, press or say one.", "1"),
        ("To cancel press *, to confirm press #.", "*#"),
        ("Enter your ten digit number followed by the pound key.", ""),
        ("If you know your party's extension, you may dial it at any time.", ""),
    ],
)
def test_each_choice_is_counted_once(text: str, keys: str) -> None:
    assert "".join(option_keys(text)) == keys


def test_choices_to_be_said_count_by_their_words() -> None:
    assert option_keys("For your balance, say balance. For a card, say card.") == ("balance", "card")


def test_a_notice_of_changed_options_is_found_with_its_menu() -> None:
    facts = read_prompt("Please listen carefully, as our options have recently changed. For sales, press 1.", PHRASES)
    assert facts.options_changed
    assert facts.is_menu
    assert facts.options == 1


def test_a_refused_key_is_invalid() -> None:
    assert read_prompt("I am sorry, that's not a valid extension. Please try again.", PHRASES).invalid


@pytest.mark.parametrize("text", ["", "   ", "..."])
def test_nothing_said_is_nothing(text: str) -> None:
    assert read_prompt(text, PHRASES) == PromptFacts()


def test_a_language_without_lists_says_nothing() -> None:
    assert read_prompt("For sales press 1, for service press 2.", None) == PromptFacts()


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert 0.0 <= read_prompt(text, PHRASES).likelihood <= 1.0
