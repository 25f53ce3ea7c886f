from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import PHRASES, SETTINGS, STEREO, Heard, Line, customer, house, understood, understood_mono, wild_words

from calls.recording import CallMetadata
from calls.sound import MASKED_KEY, ChannelSounds, KeyPress, Sounds
from calls.spans import Span, duration_s, union
from calls.transcript import Transcript
from timeline.understand import Understanding, understand

WELCOME = "Thank you for calling Harbour Energy. For billing, press one. For service, press two."
BUSY = "Your call is important to us. Please stay on the line."
HELLO = "Hello, you are speaking with Julia, how can I help you?"
TROUBLE = "Hi, I am calling about my bill, it is wrong."


def segments(call: Understanding) -> list[tuple[str, float, float]]:
    return [(s.kind, round(s.start, 1), round(s.end, 1)) for s in call.timeline.segments]


def kinds(call: Understanding) -> list[str]:
    return [segment.kind for segment in call.timeline.segments]


def roles(call: Understanding) -> list[str]:
    return [turn.role for turn in call.turns]


def test_who_takes_over_after_a_hold_is_told_by_the_voice():
    asked: list[tuple[int, list[tuple[float, float]]]] = []

    def persons(channel, stretches):
        asked.append((channel, [(stretch[0].start, stretch[-1].end) for stretch in stretches]))
        return (0, 1)

    said = (
        house(1.0, "Bright Energy, Craig speaking, how can I help you?"),
        customer(5.0, TROUBLE),
        house(10.0, "I will put you through, please hold."),
        house(61.0, "Metering, good afternoon."),
        customer(63.0, "Hello. It is about my bill."),
        house(66.0, "Well, everybody's bills have gone up."),
    )
    call = understood(70.0, *said, heard=Heard(music=(Span(14.0, 60.0),)), persons=persons)
    assert kinds(call) == ["talk", "hold", "talk"]
    assert [turn.speaker for turn in call.turns if turn.role == "agent"] == ["Craig", "Craig", "agent 2", "agent 2"]
    assert [(channel, [round(start) for start, _ in stretches]) for channel, stretches in asked] == [(0, [1, 61])]


def test_nobody_is_compared_where_nobody_was_put_on_hold():
    call = understood(20.0, house(1.0, HELLO), customer(5.0, TROUBLE), persons=lambda *_: pytest.fail("asked"))
    assert roles(call) == ["agent", "customer"]


def test_an_empty_recording_has_nothing_in_it():
    call = understood(0.0)
    assert (call.turns, call.timeline.segments, call.timeline.keys) == ((), (), ())


def test_a_silent_call_says_so():
    call = understood(30.0)
    assert call.turns == ()
    assert segments(call) == [("queue", 0.0, 30.0)]
    assert any("Nobody speaks" in note for note in call.notes)


def test_nothing_is_said_about_sides_on_which_nobody_speaks():
    assert [note.split()[0] for note in understood(30.0, metadata=CallMetadata()).notes] == ["Nobody"]


def test_a_call_with_a_customer_only_has_no_agent():
    call = understood(20.0, customer(2.0, "Hello?"), customer(6.0, "Is anybody there?"))
    assert set(roles(call)) == {"customer"}
    assert "hold" not in kinds(call)


def test_a_call_with_an_agent_only_has_no_customer():
    call = understood(20.0, house(1.0, HELLO), house(9.0, "Hello? I cannot hear you."))
    assert set(roles(call)) == {"agent"}
    assert kinds(call) == ["talk"]


def test_a_whole_call_is_told_in_order():
    call = understood(
        140.0,
        house(6.0, WELCOME),
        house(14.0, BUSY),
        house(48.5, HELLO),
        customer(53.0, TROUBLE),
        house(58.0, "Oh, I am sorry. One moment please, I will check that."),
        customer(62.0, "Sure."),
        house(110.5, "Thank you for holding. It is corrected now."),
        customer(115.0, "Great, thank you, goodbye."),
        heard=Heard(
            music=(Span(18.0, 48.0), Span(63.0, 110.0)),
            ringing=(Span(0.0, 5.5),),
            keys=(KeyPress("0", 11.5, 11.7, 1),),
        ),
    )
    assert kinds(call) == ["ring", "ivr", "queue", "talk", "hold", "talk"]
    assert roles(call) == ["ivr", "ivr", "agent", "customer", "agent", "customer", "agent", "customer"]
    (queue,), (hold,) = call.timeline.of("queue"), call.timeline.of("hold")
    assert (queue.start, queue.end, queue.audio) == (18.0, 48.0, "music")
    assert (round(hold.start, 1), hold.end, hold.audio) == (62.3, 110.0, "music")


@pytest.mark.parametrize("wait_s", [9.0, 15.0, 60.0])
def test_a_silent_hold_is_found_between_one_moment_please_and_thanks(wait_s):
    back = 12.0 + wait_s
    call = understood(
        back + 10.0,
        house(1.0, HELLO),
        customer(6.0, TROUBLE),
        house(11.1, "One moment please."),
        house(back, "Thank you for holding, it is corrected."),
        customer(back + 4.0, "Thank you."),
    )
    assert segments(call)[1] == ("hold", 12.0, back)
    assert call.timeline.of("hold")[0].audio == "silence"


def test_a_pause_to_think_is_no_hold():
    call = understood(30.0, house(1.0, HELLO), customer(6.0, TROUBLE), house(18.5, "It was the old tariff."))
    assert kinds(call) == ["talk"]


def test_silence_after_the_last_goodbye_is_no_hold():
    call = understood(90.0, house(1.0, HELLO), customer(6.0, TROUBLE), house(12.0, "One moment please. Goodbye."))
    assert kinds(call) == ["talk"]


def test_a_caller_who_hangs_up_on_hold_was_on_hold_to_the_end():
    call = understood(
        90.0,
        house(1.0, HELLO),
        customer(6.0, TROUBLE),
        house(12.0, "One moment please."),
        heard=Heard(music=(Span(14.0, 90.0),)),
    )
    assert segments(call)[-1] == ("hold", 12.9, 90.0)


def test_a_customer_who_mutters_under_the_music_does_not_end_the_hold():
    call = understood(
        90.0,
        house(1.0, HELLO),
        customer(6.0, TROUBLE),
        house(12.0, "One moment please."),
        customer(40.0, "Oh come on."),
        house(81.0, "Thank you for holding."),
        heard=Heard(music=(Span(14.0, 80.0),)),
    )
    assert segments(call) == [("talk", 0.0, 12.9), ("hold", 12.9, 80.0), ("talk", 80.0, 90.0)]
    assert roles(call).count("customer") == 2


def test_an_announcement_on_hold_is_a_recording():
    call = understood(
        90.0,
        house(1.0, HELLO),
        customer(6.0, TROUBLE),
        house(12.0, "One moment please."),
        house(40.0, "Did you know that you can pay on our website?"),
        house(81.0, "Thank you for holding."),
        heard=Heard(music=(Span(14.0, 39.5), Span(43.5, 80.0))),
    )
    (hold,) = call.timeline.of("hold")
    assert (hold.end, len(hold.announcements)) == (80.0, 1)
    assert roles(call) == ["agent", "customer", "agent", "ivr", "agent"]


def test_queue_music_before_the_first_agent_is_no_hold():
    call = understood(
        80.0,
        house(1.0, BUSY),
        house(60.5, HELLO),
        customer(65.0, TROUBLE),
        heard=Heard(music=(Span(5.0, 60.0),)),
    )
    assert kinds(call) == ["ivr", "queue", "talk"]


def test_a_caller_who_gives_up_in_the_queue_was_never_spoken_to():
    call = understood(70.0, house(1.0, WELCOME), house(9.0, BUSY), heard=Heard(music=(Span(13.0, 70.0),)))
    assert kinds(call) == ["ivr", "queue"]
    assert set(roles(call)) == {"ivr"}


def test_a_second_agent_after_a_hold_has_a_name_of_their_own():
    call = understood(
        100.0,
        house(1.0, HELLO),
        customer(6.0, TROUBLE),
        house(12.0, "One moment please, I will transfer you."),
        house(61.0, "Hi, this is Tom from billing."),
        customer(64.0, "Hello Tom."),
        heard=Heard(music=(Span(15.0, 60.0),)),
    )
    assert [turn.speaker for turn in call.turns] == ["Julia", "customer", "Julia", "Tom", "customer"]


def test_metadata_name_the_parties():
    known = CallMetadata(agent_channel=0, agent_name="Julia Smith", customer_name="Ann Lee")
    call = understood(20.0, house(1.0, HELLO), customer(6.0, TROUBLE), metadata=known)
    assert [turn.speaker for turn in call.turns] == ["Julia Smith", "Ann Lee"]


def test_parties_who_speak_at_once_both_keep_their_words():
    call = understood(20.0, house(1.0, HELLO), customer(3.0, TROUBLE))
    assert {(turn.role, turn.text) for turn in call.turns} == {("agent", HELLO), ("customer", TROUBLE)}


def test_keys_are_handed_on_as_the_detector_masked_them():
    keys = (KeyPress(MASKED_KEY, 10.0, 10.2, 1), KeyPress("0", 12.0, 12.2, 1))
    call = understood(40.0, house(1.0, WELCOME), house(20.0, HELLO), customer(25.0, TROUBLE), heard=Heard(keys=keys))
    assert call.timeline.keys == keys
    assert all(key.key in {MASKED_KEY, "0", "*", "#"} for key in call.timeline.keys)


def test_a_language_without_lists_is_said_and_still_cut():
    call = understood(60.0, house(1.0, "Guten Tag, was kann ich tun?"), customer(5.0, "Hallo."), language="zz")
    assert kinds(call) == ["talk"]
    assert any("no phrase lists" in note for note in call.notes)


def test_a_call_on_one_channel_is_told_apart_by_voice_and_words():
    call = understood_mono(
        120.0,
        Line(1.0, WELCOME, voice="recording"),
        Line(8.0, BUSY, voice="recording"),
        Line(41.0, HELLO, voice="A"),
        Line(46.0, TROUBLE, voice="B"),
        Line(52.0, "Oh, I am sorry. One moment please, I will check that.", voice="A"),
        Line(101.0, "Thank you for holding. It is corrected now.", voice="A"),
        Line(106.0, "I ordered it weeks ago, thank you.", voice="B"),
        heard=Heard(music=(Span(12.0, 40.0), Span(56.0, 100.0))),
    )
    assert roles(call) == ["ivr", "ivr", "agent", "customer", "agent", "agent", "customer"]
    assert kinds(call) == ["ivr", "queue", "talk", "hold", "talk"]
    assert any("One channel" in note for note in call.notes)


SPANS = st.lists(st.tuples(st.floats(0, 60), st.floats(0.1, 30)), max_size=3).map(
    lambda found: union(Span(a, min(60.0, a + s)) for a, s in found if a < 60.0)
)


@settings(deadline=None)
@given(wild_words(speakers=("A", "B")), SPANS, SPANS, st.integers(1, 2), st.sampled_from([STEREO, CallMetadata()]))
def test_whatever_is_heard_the_call_is_covered_and_no_word_is_lost(words, music, ringing, channels, metadata):
    said = [w for w in words if w.channel < channels]
    every = tuple(
        ChannelSounds(index, union(w for w in said if w.channel == index), music, ringing, -60.0)
        for index in range(channels)
    )
    transcript = Transcript(tuple(sorted(said, key=lambda w: w.start)), "en", 1.0)
    call = understand(Sounds(60.0, every, ()), transcript, metadata, SETTINGS, PHRASES)

    found = call.timeline.segments
    assert (found[0].start, found[-1].end) == (0.0, 60.0)
    assert all(a.end == b.start for a, b in pairwise(found))
    assert all(duration_s(s) > 0 for s in found)
    assert sorted(map(repr, said)) == sorted(repr(word) for turn in call.turns for word in turn.words)
    assert all(a.start <= b.start for a, b in pairwise(call.turns))
    assert all(0 <= turn.start <= turn.end <= 60.0 for turn in call.turns)
    spoken = {turn.role for turn in call.turns}
    # An agent whose only word has no length leaves no talk, but the wait after it is a hold.
    assert "agent" not in spoken or call.timeline.of("talk", "hold")


def test_a_menu_met_after_a_transfer_leaves_the_first_conversation_talk():
    menu = "Thank you for calling Harbour Energy. For billing, press one. For service, press two."
    call = understood(
        120,
        house(6, menu),
        house(20, "Hello, you are speaking with Julia, how can I help you?"),
        customer(25, "Hi, I am calling about my bill, it is wrong."),
        house(30, "Could I take your account number please?"),
        customer(34, "It is four one one."),
        house(37, "Thank you. That is a matter for our billing team, I will transfer you."),
        customer(43, "Okay."),
        house(60, menu),
        house(80, "Hi, this is Tom from billing."),
        customer(84, "Hello, it is about my bill."),
        heard=Heard(music=(Span(45, 59),)),
    )
    kinds = [(s.kind, round(s.start)) for s in call.timeline.segments]
    assert ("talk", 20) in kinds
    assert {t.speaker for t in call.turns if t.role == "agent"} == {"Julia", "Tom"}
    assert [t.role for t in call.turns if round(t.start) == 60] == ["ivr"]
