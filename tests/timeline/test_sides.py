import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import PHRASES, SETTINGS, utterance, wild_words

from calls.recording import CallMetadata
from calls.sound import ChannelSounds, Sounds
from calls.spans import Span
from timeline.reading import Reading
from timeline.sides import Sides, tell_sides
from timeline.utterances import Utterance, utterances

UNKNOWN = CallMetadata()
HELLO = "Hello, you are speaking with Julia, how can I help you?"
TROUBLE = "Hi, I am calling about my bill, it is wrong."
MENU = "For billing, press one. For service, press two."
BUSY = "Your call is important to us. Please stay on the line."
NUMBER = "Could I take your account number please?"
CHARGED = "I have been charged twice and I want to speak to a manager."
PLAIN = "yes it is the green one"


def sounds(*channels: dict[str, tuple[Span, ...]]) -> Sounds:
    every = [
        ChannelSounds(index, (), heard.get("music", ()), heard.get("ringing", ()), -60.0)
        for index, heard in enumerate(channels)
    ]
    return Sounds(60.0, tuple(every))


STEREO, MONO = sounds({}, {}), sounds({})


def told(
    *said: Utterance, heard: Sounds = STEREO, metadata: CallMetadata = UNKNOWN, read: bool = True
) -> tuple[list[str], list[str], Sides]:
    found = tell_sides(said, heard, metadata, Reading(PHRASES if read else None), SETTINGS.turns)
    return [u.text for u in found.far], [u.text for u in found.near], found


class TestTwoChannels:
    @pytest.mark.parametrize("agent", [0, 1])
    def test_the_metadata_are_believed_whatever_is_said(self, agent):
        said = utterance(TROUBLE, 0, channel=agent), utterance(HELLO, 5, channel=1 - agent)
        far, near, sides = told(*said, metadata=CallMetadata(agent_channel=agent))
        assert (far, near, sides.note) == ([TROUBLE], [HELLO], None)

    @pytest.mark.parametrize("agent", [0, 1])
    def test_without_metadata_words_tell_and_the_reader_is_told(self, agent):
        said = utterance(HELLO, 0, channel=agent), utterance(TROUBLE, 5, channel=1 - agent)
        far, near, sides = told(*said)
        assert (far, near) == ([HELLO], [TROUBLE])
        assert sides.note and f"channel {agent}" in sides.note

    @pytest.mark.parametrize("agent", [0, 1])
    @pytest.mark.parametrize("kind", ["music", "ringing"])
    def test_music_and_ringing_come_from_the_house(self, agent, kind):
        channels: list[dict[str, tuple[Span, ...]]] = [{}, {}]
        channels[agent] = {kind: (Span(0.0, 20.0),)}
        _, near, _ = told(utterance(PLAIN, 30, channel=1 - agent), heard=sounds(*channels))
        assert near == [PLAIN]

    @pytest.mark.parametrize("agent", [0, 1])
    def test_menus_are_read_by_the_house(self, agent):
        far, near, _ = told(utterance(MENU, 0, channel=agent), utterance("Billing.", 9, channel=1 - agent))
        assert (far, near) == ([MENU], ["Billing."])

    def test_a_customer_alone_is_no_agent(self):
        far, near, _ = told(utterance(CHARGED, 0, channel=0))
        assert (far, near) == ([], [CHARGED])

    def test_where_nothing_tells_the_reader_is_told_that_it_was_a_guess(self):
        far, near, sides = told(utterance(PLAIN, 0, channel=1), utterance(PLAIN, 5, channel=0), read=False)
        assert (len(far), len(near)) == (1, 1)
        assert sides.far[0].channel == 1
        assert sides.note and "not known" in sides.note

    def test_a_silent_call_has_two_empty_sides(self):
        far, near, _ = told()
        assert far == near == []


class TestOneChannel:
    def test_agent_and_customer_are_told_by_voice_and_words(self):
        far, near, sides = told(
            utterance(HELLO, 0, voice="A"),
            utterance(TROUBLE, 6, voice="B"),
            utterance(NUMBER, 12, voice="A"),
            utterance(CHARGED, 16, voice="B"),
            heard=MONO,
        )
        assert (far, near) == ([HELLO, NUMBER], [TROUBLE, CHARGED])
        assert sides.recorded_voices == frozenset()
        assert sides.note and "One channel" in sides.note

    def test_the_customer_may_be_who_speaks_first(self):
        far, near, _ = told(
            utterance(CHARGED, 0, voice="B"),
            utterance(NUMBER, 6, voice="A"),
            utterance("It is four one one.", 12, voice="B"),
            utterance("Let me check. I will transfer you.", 16, voice="A"),
            heard=MONO,
        )
        assert (len(far), len(near)) == (2, 2)
        assert near[0] == CHARGED

    def test_a_voice_that_only_reads_prompts_is_a_recording_and_of_the_house(self):
        far, near, sides = told(
            utterance(MENU, 0, voice="R"),
            utterance(BUSY, 8, voice="R"),
            utterance(HELLO, 20, voice="A"),
            utterance(TROUBLE, 26, voice="B"),
            heard=MONO,
        )
        assert sides.recorded_voices == {"R"}
        assert (far, near) == ([MENU, BUSY, HELLO], [TROUBLE])

    def test_a_menu_in_the_customers_voice_is_read_by_a_recording_while_nobody_talks_yet(self):
        far, near, _ = told(
            utterance(MENU, 0, voice="B"),
            utterance(HELLO, 20, voice="A"),
            utterance(TROUBLE, 26, voice="B"),
            utterance(NUMBER, 32, voice="A"),
            utterance("And then it says for billing press one for service press two.", 38, voice="B"),
            utterance(CHARGED, 46, voice="B"),
            heard=MONO,
        )
        assert far == [MENU, HELLO, NUMBER]
        assert near[0] == TROUBLE
        assert len(near) == 3

    def test_who_asks_what_customers_ask_is_the_customer_though_nobody_greets(self):
        _, near, _ = told(
            utterance("Central Library. I'm speaking.", 0, voice="A"),
            utterance("Hello. Are you open on Saturday?", 3, voice="B"),
            utterance("Yes. From 10 until 5.", 6, voice="A"),
            utterance("And can I bring back a book at the other branch?", 9, voice="B"),
            utterance("You can. Any branch will take it.", 12, voice="A"),
            heard=MONO,
        )
        assert [text[:3] for text in near] == ["Hel", "And"]

    def test_two_agents_are_one_side(self):
        far, near, _ = told(
            utterance(HELLO, 0, voice="A"),
            utterance(TROUBLE, 6, voice="B"),
            utterance("One moment, I will transfer you to billing.", 12, voice="A"),
            utterance("Hello, this is Tom from billing. How can I help you?", 20, voice="C"),
            utterance(CHARGED, 26, voice="B"),
            heard=MONO,
        )
        assert near == [TROUBLE, CHARGED]
        assert len(far) == 3

    def test_one_voice_alone_is_the_houses(self):
        far, near, _ = told(utterance(HELLO, 0, voice="A"), utterance(NUMBER, 6, voice="A"), heard=MONO)
        assert (far, near) == ([HELLO, NUMBER], [])

    def test_a_recording_alone_has_no_customer(self):
        far, near, sides = told(utterance(MENU, 0, voice="R"), utterance(BUSY, 8, voice="R"), heard=MONO)
        assert (far, near, sides.recorded_voices) == ([MENU, BUSY], [], {"R"})

    def test_a_silent_call_has_two_empty_sides(self):
        far, near, sides = told(heard=MONO)
        assert (far, near, sides.recorded_voices) == ([], [], frozenset())


@settings(deadline=None)
@given(wild_words(speakers=("A", "B", "C")), st.sampled_from([MONO, STEREO]), st.sampled_from([0, 1, None]))
def test_everybody_is_on_exactly_one_side_and_a_voice_on_one_only(words, heard, channel):
    """Utterances keep their order; nothing is said on both sides nor lost."""
    spoken = [w for w in words if w.channel < len(heard.channels)]
    said = utterances(spoken, SETTINGS.turns)
    _, _, sides = told(*said, heard=heard, metadata=CallMetadata(agent_channel=channel))
    assert sorted([*sides.far, *sides.near], key=repr) == sorted(said, key=repr)
    for side in (sides.far, sides.near):
        assert [u.start for u in side] == sorted(u.start for u in side)
    key = "voice" if heard.layout == "mono" else "channel"
    assert not {getattr(u, key) for u in sides.far} & {getattr(u, key) for u in sides.near}
