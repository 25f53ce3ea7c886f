from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from made_call import SETTINGS, all_talk, made_turns, measured, phrases

from calls.measures import ToneMeasures
from calls.scores import Score
from calls.sound import KeyPress
from calls.spans import Span
from calls.timeline import Segment, Timeline
from calls.transcript import Role, Turn
from measures.tone import EMPTY_TRACK, ToneTrack
from scores.delivery import score_delivery
from scores.friction import score_friction
from scores.markers import find_markers
from scores.parts import between, saturating
from scores.score import score

UPSET: tuple[Role, str] = ("customer", "My order came broken and I am really upset about this, nobody helps me at all.")
GREETING: tuple[Role, str] = ("agent", "Good morning, this is Ann at the flower shop, how can I help you?")
WARM: tuple[tuple[Role, str], ...] = (
    GREETING,
    UPSET,
    ("agent", "I am so sorry. I completely understand why you are upset. I have refunded the whole order for you."),
    ("customer", "Thank you so much, that is very kind of you."),
)
COLD: tuple[tuple[Role, str], ...] = (
    GREETING,
    UPSET,
    ("agent", "Per our policy refunds are not possible. There is nothing I can do. You should have checked the box."),
    ("customer", "This is ridiculous, you people are useless."),
)
STOCK: tuple[tuple[Role, str], ...] = (
    GREETING,
    UPSET,
    ("agent", "I understand your frustration. We apologize for any inconvenience this may have caused you today."),
    ("customer", "Right, so that is it then, is it."),
)


def empathy_of(*lines: tuple[Role, str]) -> Score:
    turns = made_turns(*lines)
    evidence = find_markers(turns, all_talk(turns), None, SETTINGS, phrases())
    return score(turns, all_talk(turns), measured(turns), evidence, SETTINGS).empathy


def value(scored: Score) -> float:
    assert scored.value is not None, scored.reason
    return scored.value


def part(scored: Score, name: str) -> float | None:
    return next(p.value for p in scored.parts if p.name == name)


def voice(spread_semitones: float, shift_semitones: float = 0.0, seconds: float = 30.0) -> ToneTrack:
    """A voice around 150 Hz that moves like a sine with that standard deviation."""
    times = np.arange(0, seconds, 0.016, dtype=np.float32)
    semitones = spread_semitones * np.sqrt(2) * np.sin(2 * np.pi * times / 2.3) + shift_semitones
    hz = (150 * 2 ** (semitones / 12)).astype(np.float32)
    level = (-25 + 5 * np.sin(times * 9)).astype(np.float32)
    return ToneTrack(times, hz, np.ones_like(times), level, 0.016)


def delivery_of(track: ToneTrack, lines: tuple[tuple[Role, str], ...] = WARM) -> Score:
    turns = made_turns(*lines)
    return score_delivery(turns, measured(turns, track=track), (), SETTINGS.delivery)


def test_a_warm_call_stands_far_above_a_cold_and_a_formal_one() -> None:
    warm, cold, stock = (value(empathy_of(*lines)) for lines in (WARM, COLD, STOCK))
    assert warm > 75
    assert warm - cold > 40
    assert warm - stock > 25


def test_points_add_up_to_the_score() -> None:
    scored = empathy_of(*WARM)
    assert value(scored) == pytest.approx(SETTINGS.empathy.start + sum(p.points for p in scored.parts), abs=0.06)


def test_every_part_explains_itself() -> None:
    assert all(p.explanation.endswith(".") and p.name for p in empathy_of(*COLD).parts)


def test_a_stock_phrase_does_not_meet_distress() -> None:
    share = part(empathy_of(*STOCK), "opportunities_met")
    assert share is not None
    assert share <= SETTINGS.empathy.stock_answer


def test_a_call_with_no_opportunity_has_that_part_unjudged_and_is_less_sure() -> None:
    calm: tuple[tuple[Role, str], ...] = (
        GREETING,
        ("customer", "Do you have the red tulips in stock this week?"),
        WARM[2],
    )
    scored, warm = empathy_of(*calm), empathy_of(*WARM)
    assert part(scored, "opportunities_met") is None
    assert scored.high is not None and scored.low is not None and warm.high is not None and warm.low is not None
    assert scored.high - scored.low > warm.high - warm.low or scored.high == 100.0


def test_help_without_a_kind_word_lies_between() -> None:
    helped = empathy_of(GREETING, UPSET, ("agent", "I have refunded the whole order and a new one ships today."))
    unmet = empathy_of(GREETING, UPSET, ("agent", "The number on the box is under the blue label on the left side."))
    met = empathy_of(*WARM[:3])
    assert value(unmet) < value(helped) < value(met)


def test_a_rule_softened_by_ownership_costs_less() -> None:
    rule = "Our policy is ten working days"
    hard = empathy_of(GREETING, UPSET, ("agent", f"{rule}."))
    soft = empathy_of(GREETING, UPSET, ("agent", f"{rule}, but I will call you myself on Thursday."))
    points = [next(p.points for p in s.parts if p.name == "policy") for s in (hard, soft)]
    assert points[0] < points[1] < 0


def test_a_manager_denied_costs() -> None:
    asked: tuple[Role, str] = ("customer", "I want to speak to a manager.")
    denied = empathy_of(GREETING, UPSET, asked, ("agent", "There is no manager available for you today."))
    assert part(denied, "escalation") == 0.0


@pytest.mark.parametrize(
    "lines",
    [
        (("agent", "Hello."), ("customer", "Hello, I am really upset about all of this.")),
        (GREETING, ("agent", "Hello? Hello? Is anybody there, can you hear me on this line now?")),
    ],
)
def test_hardly_a_conversation_has_no_score_and_says_why(lines: tuple[tuple[Role, str], ...]) -> None:
    scored = empathy_of(*lines)
    assert scored.value is None
    assert scored.reason


def test_an_empty_call_has_no_scores() -> None:
    turns: tuple[Turn, ...] = ()
    scores = score(turns, Timeline((), ()), measured(turns, Timeline((), ())), (), SETTINGS)
    assert scores.empathy.value is scores.delivery.value is scores.friction.value is None


def test_each_step_of_flattening_lowers_delivery() -> None:
    steps = [value(delivery_of(voice(2.7 * share))) for share in (1.0, 0.6, 0.3, 0.12)]
    assert all(a > b for a, b in pairwise(steps))


def test_the_height_of_a_voice_does_not_matter() -> None:
    low, high = value(delivery_of(voice(2.0, -6))), value(delivery_of(voice(2.0, 6)))
    assert low == pytest.approx(high, abs=0.5)


def test_octave_errors_hardly_move_delivery() -> None:
    clean = voice(2.0)
    wrong = clean.hz.copy()
    wrong[::20] *= 2
    assert value(delivery_of(replace(clean, hz=wrong))) == pytest.approx(value(delivery_of(clean)), abs=3.0)


def test_little_voice_widens_the_interval_and_none_gives_no_score() -> None:
    long, short = delivery_of(voice(2.0, seconds=60)), delivery_of(voice(2.0, seconds=6))
    assert long.high is not None and long.low is not None and short.high is not None and short.low is not None
    assert short.high - short.low > long.high - long.low
    nothing = delivery_of(EMPTY_TRACK)
    assert nothing.value is None
    assert nothing.reason


def test_a_voice_nobody_measured_says_so() -> None:
    tone = ToneMeasures(0.0, None, None, None, None, None, None)
    turns = made_turns(*WARM)
    assert score_delivery(turns, replace(measured(turns), tone=tone), (), SETTINGS.delivery).value is None


def friction_of(*segments: Segment, turns: tuple[Turn, ...] = (), keys: tuple[KeyPress, ...] = ()) -> float:
    timeline = Timeline(segments, keys)
    return value(score_friction(timeline, measured(turns, timeline), SETTINGS.friction))


def test_straight_to_a_person_is_no_friction() -> None:
    assert friction_of(Segment("talk", 0, 60)) == 0.0


def test_every_wait_adds_friction() -> None:
    talk = Segment("talk", 200, 260)
    queue = friction_of(Segment("queue", 0, 200, "music"), talk)
    ivr = friction_of(Segment("ivr", 0, 100), Segment("queue", 100, 200, "music"), talk)
    hold = friction_of(Segment("queue", 0, 200, "music"), talk, Segment("hold", 260, 320, "music"))
    assert 0 < queue < ivr
    assert queue < hold


def test_a_zero_pressed_over_the_menu_adds_friction() -> None:
    menu = made_turns(("ivr", "For billing, press one. For orders, press two. For anything else, press three."))
    segments = (Segment("ivr", 0, 20), Segment("talk", 20, 60))
    without = friction_of(*segments, turns=menu)
    assert friction_of(*segments, turns=menu, keys=(KeyPress("0", 3.0, 3.1, 1),)) > without


def test_nobody_coming_is_the_worst_of_the_same_wait() -> None:
    assert friction_of(Segment("queue", 0, 100, "music")) > friction_of(
        Segment("queue", 0, 100, "music"), Segment("talk", 100, 101)
    )


def test_a_dead_recording_is_not_a_caller_kept_waiting() -> None:
    dead = Timeline((Segment("queue", 0, 60, "silence"),), ())
    scored = score_friction(dead, measured((), dead), SETTINGS.friction)
    assert scored.value is None
    assert "silence" in str(scored.reason)


@pytest.mark.parametrize(
    "heard",
    [
        (Segment("queue", 0, 60, "music"),),
        (Segment("queue", 0, 60, "silence", music=(Span(5, 20),)),),
        (Segment("ring", 0, 30), Segment("queue", 30, 60, "silence")),
        (Segment("queue", 0, 60, "silence"), Segment("talk", 60, 90)),
    ],
)
def test_a_wait_in_which_anything_is_heard_counts(heard: tuple[Segment, ...]) -> None:
    assert friction_of(*heard) > 0


def test_keys_pressed_in_silence_are_a_caller_who_waits() -> None:
    assert friction_of(Segment("queue", 0, 60, "silence"), keys=(KeyPress("5", 10.0, 10.1, 1),)) > 0


@pytest.mark.parametrize(("amount", "expected"), [(0.0, 0.0), (1.0, 4.0), (2.0, 6.0), (50.0, 8.0)])
def test_parts_that_count_saturate(amount: float, expected: float) -> None:
    assert saturating(8.0, amount, 1.0) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("value_", "expected"), [(-1.0, 0.0), (0.5, 5.0), (1.0, 10.0), (9.0, 10.0)])
def test_peers_are_joined_by_straight_lines(value_: float, expected: float) -> None:
    assert between(value_, ((0.0, 0.0), (1.0, 10.0))) == expected
