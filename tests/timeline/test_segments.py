from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import SETTINGS

from calls.sound import MASKED_KEY, KeyPress
from calls.spans import Span, difference, duration_s, union
from calls.timeline import Segment
from timeline.segments import Landmarks, Prompting, segments

RULES = SETTINGS.timeline


def marks(
    duration_s: float,
    arrival: float | None = None,
    *,
    ringing: tuple[Span, ...] = (),
    music: tuple[Span, ...] = (),
    prompts: tuple[Prompting, ...] = (),
    keys: tuple[KeyPress, ...] = (),
    holds: tuple[Span, ...] = (),
) -> Landmarks:
    return Landmarks(duration_s, ringing, music, prompts, keys, arrival, holds)


def cut(call: Landmarks) -> list[tuple[str, float, float]]:
    return [(s.kind, s.start, s.end) for s in segments(call, RULES)]


def menu(start: float, end: float) -> Prompting:
    return Prompting(Span(start, end), waits=False, in_music=False)


def patience(start: float, end: float, in_music: bool = False) -> Prompting:
    return Prompting(Span(start, end), waits=True, in_music=in_music)


def only(call: Landmarks, kind: str) -> Segment:
    (found,) = [s for s in segments(call, RULES) if s.kind == kind]
    return found


def test_a_recording_of_no_length_has_no_segments():
    assert cut(marks(0.0)) == []


def test_a_silent_call_in_which_nobody_comes_is_a_wait():
    assert cut(marks(30.0)) == [("queue", 0.0, 30.0)]


def test_a_call_that_begins_with_the_agent_is_all_talk():
    assert cut(marks(30.0, 0.0)) == [("talk", 0.0, 30.0)]


def test_a_breath_before_the_first_word_belongs_to_the_talk():
    assert cut(marks(30.0, 1.5)) == [("talk", 0.0, 30.0)]


def test_ringing_then_talk():
    call = marks(60.0, 12.0, ringing=(Span(0.0, 12.0),))
    assert cut(call) == [("ring", 0.0, 12.0), ("talk", 12.0, 60.0)]


def test_a_breath_after_ringing_belongs_to_the_ringing():
    call = marks(60.0, 14.0, ringing=(Span(0.0, 12.0),))
    assert cut(call) == [("ring", 0.0, 14.0), ("talk", 14.0, 60.0)]


def test_a_breath_before_ringing_belongs_to_the_ringing():
    ringing = (Span(1.0, 12.0),)
    assert cut(marks(60.0, 12.0, ringing=ringing)) == [("ring", 0.0, 12.0), ("talk", 12.0, 60.0)]
    assert cut(marks(60.0, ringing=ringing, prompts=(menu(13.0, 59.9),)))[0] == ("ring", 0.0, 12.0)


def test_a_transfer_from_the_menu_rings():
    call = marks(60.0, 22.0, ringing=(Span(11.0, 22.0),), prompts=(menu(0.0, 9.0),))
    assert [kind for kind, _, _ in cut(call)] == ["ivr", "ring", "talk"]


def test_ringing_until_the_caller_hangs_up():
    assert cut(marks(20.0, ringing=(Span(0.0, 20.0),))) == [("ring", 0.0, 20.0)]


def test_a_whole_call_in_order():
    call = marks(
        200.0,
        61.0,
        ringing=(Span(0.0, 6.0),),
        music=(Span(30.0, 60.0), Span(105.0, 148.0)),
        prompts=(menu(7.0, 15.0), menu(17.0, 22.0), patience(24.0, 29.0)),
        keys=(KeyPress("0", 16.0, 16.2, 1),),
        holds=(Span(104.0, 148.0),),
    )
    assert cut(call) == [
        ("ring", 0.0, 6.0),
        ("ivr", 6.0, 30.0),
        ("queue", 30.0, 60.0),
        ("talk", 60.0, 104.0),
        ("hold", 104.0, 148.0),
        ("talk", 148.0, 200.0),
    ]


def test_talk_begins_where_the_queues_music_ends():
    call = marks(100.0, 61.5, music=(Span(10.0, 60.0),), prompts=(menu(1.0, 9.5),))
    assert cut(call)[-2:] == [("queue", 10.0, 60.0), ("talk", 60.0, 100.0)]


def test_announcements_in_the_music_are_heard_in_the_queue_and_are_no_ivr():
    busy = patience(30.0, 35.0, in_music=True)
    call = marks(100.0, 60.0, music=(Span(10.0, 29.5), Span(35.5, 60.0)), prompts=(menu(1.0, 9.5), busy))
    queue = only(call, "queue")
    assert (queue.start, queue.end, queue.announcements) == (10.0, 60.0, (busy.span,))


def test_a_menu_after_the_music_means_that_it_was_all_ivr():
    call = marks(100.0, 60.0, music=(Span(10.0, 20.0),), prompts=(menu(1.0, 9.0), menu(21.0, 30.0)))
    assert cut(call)[0] == ("ivr", 0.0, pytest.approx(30.0 + RULES.breath_s))


def test_a_key_pressed_after_the_last_prompt_is_ivr():
    call = marks(100.0, 60.0, prompts=(menu(1.0, 9.0),), keys=(KeyPress(MASKED_KEY, 11.0, 11.2, 1),))
    assert cut(call)[0] == ("ivr", 0.0, pytest.approx(11.2 + RULES.breath_s))


def test_a_recording_that_only_asks_for_patience_is_an_ivr():
    call = marks(100.0, 60.0, music=(Span(10.0, 59.0),), prompts=(patience(1.0, 9.0),))
    assert cut(call) == [("ivr", 0.0, 10.0), ("queue", 10.0, 59.0), ("talk", 59.0, 100.0)]


def test_a_caller_who_hangs_up_in_the_queue_never_talks():
    call = marks(60.0, music=(Span(10.0, 60.0),), prompts=(menu(1.0, 9.5),))
    assert cut(call) == [("ivr", 0.0, 10.0), ("queue", 10.0, 60.0)]


def test_a_caller_who_hangs_up_in_the_menu_has_no_queue():
    assert cut(marks(10.0, prompts=(menu(1.0, 9.8),))) == [("ivr", 0.0, 10.0)]


def test_a_short_silence_before_the_agent_is_no_queue_and_a_long_one_is():
    prompt = (menu(0.0, 9.0),)
    short, long = RULES.queue_silence_s - 1, RULES.queue_silence_s + 1
    after = 9.0 + RULES.breath_s
    assert [k for k, _, _ in cut(marks(60.0, after + short, prompts=prompt))] == ["ivr", "talk"]
    assert [k for k, _, _ in cut(marks(60.0, after + long, prompts=prompt))] == ["ivr", "queue", "talk"]


def test_two_holds_one_after_the_other_stay_two():
    call = marks(100.0, 0.0, holds=(Span(20.0, 40.0), Span(40.0, 60.0)))
    assert [k for k, _, _ in cut(call)] == ["talk", "hold", "hold", "talk"]


def test_a_hold_to_the_end_is_the_last_segment():
    assert cut(marks(60.0, 0.0, holds=(Span(20.0, 60.0),)))[-1] == ("hold", 20.0, 60.0)


def test_keys_pressed_during_the_talk_change_nothing():
    assert cut(marks(60.0, 0.0, keys=(KeyPress("#", 30.0, 30.2, 1),))) == [("talk", 0.0, 60.0)]


def test_a_wait_sounds_like_what_fills_it():
    def sound_of(*, music: tuple[Span, ...] = (), prompts: tuple[Prompting, ...] = ()) -> str | None:
        return only(marks(100.0, 0.0, music=music, prompts=prompts, holds=(Span(20.0, 60.0),)), "hold").audio

    assert sound_of() == "silence"
    assert sound_of(music=(Span(21.0, 59.0),)) == "music"
    assert sound_of(music=(Span(21.0, 32.0),), prompts=(patience(32.0, 36.0, in_music=True),)) == "music"
    assert sound_of(prompts=(patience(21.0, 50.0),)) == "announcement"
    assert sound_of(prompts=(patience(21.0, 25.0),)) == "silence"


def test_talk_ring_and_ivr_sound_like_nothing_in_particular():
    call = marks(60.0, 20.0, ringing=(Span(0.0, 4.0),), prompts=(menu(5.0, 15.0),), music=(Span(30.0, 32.0),))
    assert all(s.audio is None and not s.announcements for s in segments(call, RULES) if s.kind != "queue")


SPANS = st.lists(st.tuples(st.floats(0, 95), st.floats(0, 40)), max_size=4).map(
    lambda found: union(Span(a, min(100.0, a + s)) for a, s in found if a + s > a)
)
TIMES = st.floats(0, 100, exclude_max=True)


@st.composite
def wild_calls(draw: st.DrawFn) -> Landmarks:
    arrival = draw(st.none() | TIMES)
    holds = () if arrival is None else difference(draw(SPANS), [Span(0.0, arrival + 0.1)])
    return marks(
        100.0,
        arrival,
        ringing=draw(SPANS),
        music=draw(SPANS),
        prompts=tuple(Prompting(span, draw(st.booleans()), draw(st.booleans())) for span in draw(SPANS)),
        keys=tuple(KeyPress("0", t, min(100.0, t + 0.1), 0) for t in sorted(draw(st.lists(TIMES, max_size=3)))),
        holds=holds,
    )


@given(wild_calls())
def test_segments_cover_the_call_without_gap_or_overlap(call):
    found = segments(call, RULES)
    assert (found[0].start, found[-1].end) == (0.0, 100.0)
    assert all(a.end == b.start for a, b in pairwise(found))
    assert all(duration_s(s) > 0 for s in found)


@given(wild_calls())
def test_neighbours_are_of_different_kinds_but_for_holds(call):
    assert all(a.kind != b.kind or a.kind == "hold" for a, b in pairwise(segments(call, RULES)))


@given(wild_calls())
def test_queue_comes_before_the_first_talk_and_hold_after_it(call):
    kinds = [s.kind for s in segments(call, RULES)]
    if "talk" in kinds:
        first = kinds.index("talk")
        assert not {"ring", "ivr", "queue"} & set(kinds[first:])
        assert "hold" not in kinds[:first]
    assert call.arrival is not None or not {"talk", "hold"} & set(kinds)


@given(wild_calls())
def test_every_hold_is_kept(call):
    kept = union(s for s in segments(call, RULES) if s.kind == "hold")
    assert kept == call.holds


@given(wild_calls())
def test_announcements_begin_within_their_wait(call):
    assert all(s.start <= a.start < s.end for s in segments(call, RULES) for a in s.announcements)


def test_a_wait_says_which_stretches_of_it_are_music():
    call = marks(60, arrival=40.0, music=(Span(5, 20), Span(26, 38)), prompts=(patience(12, 15, in_music=True),))
    (queue,) = [s for s in segments(call, RULES) if s.kind == "queue"]
    assert queue.music == (Span(5, 12), Span(15, 20), Span(26, 38))
    assert queue.announcements == (Span(12, 15),)
