import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import utterance, wild_words

from calls.recording import CallMetadata
from timeline.agents import ARRIVES_WITHIN_S, agent_speakers, stints
from timeline.names import introduced_name
from timeline.utterances import Utterance

UNKNOWN = CallMetadata()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hello, this is Julia from billing.", "Julia"),
        ("Good morning, my name is Tom, how can I help?", "Tom"),
        ("My name's Priya.", "Priya"),
        ("You're speaking with Rachel.", "Rachel"),
        ("You're through to Rachel.", "Rachel"),
        ("You are speaking to Rachel.", "Rachel"),
        ("Technical support, Marcus speaking.", "Marcus"),
        ("Hi there, Anna here, what can I do for you?", "Anna"),
        ("Hi, I'm Ben, a supervisor.", "Ben"),
        ("This is Seán from billing.", "Seán"),
        ("My name is José.", "José"),
        ("It’s Anne-Marie from billing.", "Anne-Marie"),
        ("Speaking, it's O'Brien.", "O'Brien"),
        ("I'm Sorry for the wait, I'm Julia.", "Julia"),
    ],
)
def test_who_introduces_themselves_is_known_by_name(text, name):
    assert introduced_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "How can I help you?",
        "This is not what we agreed.",
        "I'm Sorry about that.",
        "i'm julia",
        "So I'm just looking at it.",
        "It's The third time.",
        "I will tell Julia about it.",
        "Thank you Mrs Miller, I'm so sorry.",
    ],
)
def test_what_is_no_introduction_gives_no_name(text):
    assert introduced_name(text) is None


@pytest.mark.parametrize("text", ["It's Monday today.", "I think it's Friday.", "It's December the first."])
def test_days_and_months_are_no_names(text):
    assert introduced_name(text) is None


def test_a_firms_name_before_the_persons_is_not_taken_for_it():
    assert introduced_name("This is Northwind, you're speaking with Priya.") == "Priya"
    assert introduced_name("Hello, this is Harbour Energy, my name is Tom.") == "Tom"


def speakers(agent: list[Utterance], returns: tuple[float, ...] = (), metadata: CallMetadata = UNKNOWN) -> list[str]:
    return list(agent_speakers(agent, returns, metadata))


def test_no_agent_has_no_name():
    assert speakers([]) == []


def test_an_agent_who_gives_no_name_is_numbered():
    assert speakers([utterance("Hello.", 0), utterance("Yes.", 5)]) == ["agent 1", "agent 1"]


def test_one_agent_is_who_the_metadata_say_whatever_name_is_heard():
    agent = [utterance("Hello, this is Julia.", 0), utterance("Yes.", 5)]
    assert speakers(agent, metadata=CallMetadata(agent_name="Julia Smith", agent_id="a7")) == ["Julia Smith"] * 2
    assert speakers(agent, metadata=CallMetadata(agent_id="a7")) == ["a7"] * 2


def test_a_name_heard_stands_where_the_metadata_are_silent():
    assert speakers([utterance("Hello, this is Julia.", 0), utterance("Yes.", 5)]) == ["Julia", "Julia"]


def test_an_agent_whose_name_comes_in_the_second_sentence_has_it_from_the_first():
    agent = [utterance("Hello, technical support.", 0), utterance("My name is Tom.", 4), utterance("Yes.", 9)]
    assert speakers(agent) == ["Tom", "Tom", "Tom"]


def test_a_voice_that_hands_over_to_one_with_a_name_is_another_agent():
    agent = [utterance("I will get somebody.", 0, voice="A"), utterance("This is Tom.", 4, voice="B")]
    assert speakers(agent) == ["agent 1", "Tom"]


def test_another_agent_comes_with_another_name_after_a_wait():
    agent = [
        utterance("Hello, this is Julia.", 0),
        utterance("One moment please.", 10),
        utterance("Hi, this is Tom from billing.", 61),
        utterance("I can do that.", 70),
    ]
    assert speakers(agent, returns=(60.0,)) == ["Julia", "Julia", "Tom", "Tom"]


def test_another_voice_may_come_with_another_name_without_a_wait():
    agent = [
        utterance("Hello, this is Julia.", 0, voice="A"),
        utterance("One moment please.", 10, voice="A"),
        utterance("Hi, this is Tom.", 30, voice="B"),
    ]
    assert speakers(agent) == ["Julia", "Julia", "Tom"]


def test_a_name_in_the_middle_of_the_talk_is_of_somebody_spoken_of():
    agent = [utterance("Hello, this is Julia.", 0), utterance("The driver says it's Marcus.", ARRIVES_WITHIN_S + 5)]
    assert speakers(agent) == ["Julia", "Julia"]


def test_an_agent_who_comes_back_keeps_the_name():
    agent = [utterance("Hello, this is Julia.", 0), utterance("Thank you for holding.", 61)]
    assert speakers(agent, returns=(60.0,)) == ["Julia", "Julia"]


def test_a_second_agent_is_not_the_metadatas():
    agent = [utterance("Hello, this is Julia.", 0), utterance("Hi, this is Tom.", 61)]
    assert speakers(agent, (60.0,), CallMetadata(agent_name="Julia Smith")) == ["Julia Smith", "Tom"]


def test_a_name_a_little_misheard_is_the_metadatas():
    agent = [utterance("City Cabs, this is Fermi.", 0), utterance("Hi, this is Carmen.", 61)]
    assert speakers(agent, (60.0,), CallMetadata(agent_name="Femi Okoye")) == ["Femi Okoye", "Carmen"]
    assert speakers(agent, (60.0,), CallMetadata(agent_name="Tom Jones")) == ["Fermi", "Carmen"]


def told(agent: list[Utterance], persons: tuple[int | None, ...], metadata: CallMetadata = UNKNOWN) -> list[str]:
    """With a wait before each utterance but the first, and who speaks by the voice."""
    return list(agent_speakers(agent, [u.start for u in agent[1:]], metadata, persons))


def test_another_voice_after_a_wait_is_another_agent_though_it_gives_no_name():
    agent = [utterance("Bright Energy, Craig speaking.", 0), utterance("Metering, good afternoon.", 60)]
    assert told(agent, (0, 1)) == ["Craig", "agent 2"]
    assert told(agent, (0, 0)) == ["Craig", "Craig"]
    assert told(agent, (0, None)) == ["Craig", "Craig"]
    assert told(agent, ()) == ["Craig", "Craig"]


def test_the_metadatas_agent_is_who_gives_that_name_else_the_first_without_one():
    agent = [utterance("General enquiries.", 0), utterance("Hi, this is Tom.", 60), utterance("Accounts.", 120)]
    assert told(agent, (0, 1, 2), CallMetadata(agent_name="Tom Jones")) == ["agent 1", "Tom Jones", "agent 3"]
    assert told(agent, (0, 1, 2), CallMetadata(agent_name="Julia")) == ["Julia", "Tom", "agent 3"]
    assert told(agent, (0, 1, 2), CallMetadata(agent_id="a7")) == ["a7", "Tom", "agent 3"]


def test_an_agent_whose_voice_comes_back_keeps_the_name():
    agent = [utterance("This is Julia.", 0), utterance("This is Tom.", 60), utterance("So, it is done.", 120)]
    assert told(agent, (0, 1, 0)) == ["Julia", "Tom", "Julia"]


def test_who_passes_the_call_on_does_not_get_the_name_of_who_takes_it():
    agent = [utterance("General enquiries.", 0), utterance("This is Tom.", 60)]
    assert told(agent, (0, 1)) == ["agent 1", "Tom"]


@given(wild_words(speakers=("A", "B")), st.lists(st.floats(0, 60), max_size=3), st.data())
def test_every_utterance_has_a_speaker(words, returns, data):
    agent = [Utterance(0, word.speaker, (word,)) for word in words]
    parted = stints(agent, returns)
    assert [u for stint in parted for u in stint] == agent
    persons = data.draw(st.lists(st.none() | st.integers(0, 3), min_size=len(parted), max_size=len(parted)))
    found = agent_speakers(agent, returns, UNKNOWN, data.draw(st.sampled_from([(), persons])))
    assert len(found) == len(agent)
    assert all(found)
