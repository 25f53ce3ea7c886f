import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.measures import IvrMeasures
from calls.sound import MASKED_KEY, KeyPress
from calls.spans import Span
from calls.timeline import Segment, Timeline
from calls.transcript import Role, Turn, Word
from configs.phrases import load_phrases
from configs.settings import load_settings
from measures.dynamics import measure_dynamics
from measures.hold import measure_hold
from measures.ivr import measure_ivr
from measures.measure import measure
from measures.queue import measure_queue
from measures.tone import EMPTY_TRACK, ToneTrack, measure_tone, spread, tone_track

SETTINGS = load_settings()
PHRASES = load_phrases("en")
MENU = (
    "Please listen carefully, our options have changed. For billing, press 1. For orders, press 2. For help, press 3."
)
REFUSED = "I am sorry, that's not a valid extension. Please try again."


def turn(role: Role, start: float, end: float, text: str) -> Turn:
    """Words spread evenly over the turn."""
    words = text.split()
    step = (end - start) / len(words)
    return Turn(
        role, role, start, end,
        tuple(Word(w, start + i * step, start + (i + 1) * step, 1.0, 0) for i, w in enumerate(words)),
    )  # fmt: skip


def talk(end: float) -> Timeline:
    return Timeline((Segment("talk", 0.0, end),), ())


def ivr_of(
    *turns: Turn, keys: tuple[KeyPress, ...] = (), segments: tuple[Segment, ...] = (Segment("ivr", 0, 100),)
) -> IvrMeasures:
    return measure_ivr(Timeline(segments, keys), turns, SETTINGS.dynamics, PHRASES)


class TestHold:
    def test_holds_are_counted_and_summed(self) -> None:
        timeline = Timeline(
            (Segment("talk", 0, 10), Segment("hold", 10, 40), Segment("talk", 40, 50), Segment("hold", 50, 60)), ()
        )
        hold = measure_hold(timeline, (), SETTINGS.dynamics, PHRASES)
        assert (hold.count, hold.total_s, hold.longest_s) == (2, 40, 30)
        assert hold.share_of_call == pytest.approx(40 / 60)

    def test_asked_for_before_and_thanked_for_after(self) -> None:
        timeline = Timeline((Segment("talk", 0, 10), Segment("hold", 10, 40), Segment("talk", 40, 50)), ())
        turns = (
            turn("agent", 4, 9, "May I put you on hold for a minute?"),
            turn("agent", 41, 44, "Thank you for holding."),
        )
        hold = measure_hold(timeline, turns, SETTINGS.dynamics, PHRASES)
        assert (hold.announced, hold.thanked) == (1, 1)
        silent = measure_hold(timeline, (turn("customer", 4, 9, "One moment please."),), SETTINGS.dynamics, PHRASES)
        assert (silent.announced, silent.thanked) == (0, 0)

    def test_no_hold_is_zero(self) -> None:
        assert measure_hold(Timeline((), ()), (), SETTINGS.dynamics, None).count == 0

    def test_queue_is_kept_apart(self) -> None:
        timeline = Timeline((Segment("queue", 0, 30), Segment("talk", 30, 50)), ())
        assert measure_queue(timeline).total_s == 30
        assert measure_hold(timeline, (), SETTINGS.dynamics, PHRASES).count == 0


class TestIvr:
    def test_a_menu_with_its_choices(self) -> None:
        ivr = ivr_of(turn("ivr", 0, 12, MENU))
        assert (ivr.menus, ivr.options, ivr.options_changed, ivr.invalid, ivr.repeats) == (1, 3, 1, 0, 0)

    def test_a_menu_played_again_counts_again(self) -> None:
        ivr = ivr_of(turn("ivr", 0, 12, MENU), turn("ivr", 13, 16, REFUSED), turn("ivr", 16.2, 28, MENU))
        assert (ivr.menus, ivr.options, ivr.options_changed, ivr.invalid, ivr.repeats) == (2, 6, 2, 1, 1)

    def test_a_menu_played_again_within_one_turn_counts_again(self) -> None:
        ivr = ivr_of(turn("ivr", 0, 40, f"{MENU} {REFUSED} {MENU}"))
        assert (ivr.menus, ivr.options, ivr.invalid) == (2, 6, 1)

    def test_a_menu_in_two_turns_is_one(self) -> None:
        first, second = MENU.split(" For orders")
        ivr = ivr_of(turn("ivr", 0, 6, first), turn("ivr", 7, 12, "For orders" + second))
        assert (ivr.menus, ivr.options) == (1, 3)

    def test_choices_are_heard_up_to_the_key_and_all_where_none_was_pressed(self) -> None:
        assert ivr_of(turn("ivr", 0, 12, MENU)).options_heard == 3
        early = ivr_of(turn("ivr", 0, 12, MENU), keys=(KeyPress(MASKED_KEY, 9, 9.1, 1),))
        assert 0 < early.options_heard < 3
        assert early.options == 3

    def test_zero_pressed_over_the_menu_is_a_zero_out(self) -> None:
        ivr = ivr_of(turn("ivr", 0, 12, MENU), keys=(KeyPress("0", 5, 5.1, 1), KeyPress("0", 14, 14.1, 1)))
        assert (ivr.zero_presses, ivr.zero_outs) == (2, 2)

    def test_zero_that_was_offered_is_none(self) -> None:
        menu = turn("ivr", 0, 8, "For billing, press one. For an operator, press zero.")
        assert ivr_of(menu, keys=(KeyPress("0", 9, 9.1, 1),)).zero_outs == 0

    def test_zero_within_a_number_is_none(self) -> None:
        keys = tuple(KeyPress(k, t, t + 0.1, 1) for k, t in ((MASKED_KEY, 20.0), ("0", 20.5), (MASKED_KEY, 21.0)))
        ivr = ivr_of(turn("ivr", 0, 12, MENU), keys=keys)
        assert (ivr.zero_presses, ivr.zero_outs, ivr.keys_pressed) == (1, 0, 3)

    @pytest.mark.parametrize(
        ("pressed", "chosen"),
        [
            ((("2", 13.0),), "2"),  # the menu offers 1, 2 and 3
            ((("0", 13.0),), None),  # not offered
            ((("7", 13.0),), None),
            (((None, 13.0), (None, 13.6)), None),  # a number: the detector kept it to itself
            ((("2", 13.0), ("3", 20.0)), None),  # two keys: which one was meant?
            ((("2", 13.0), ("2", 13.05)), "2"),  # one press heard on both sides
            ((), None),
        ],
    )
    def test_a_choice_is_one_key_alone_that_the_menu_offers(self, pressed, chosen) -> None:
        keys = tuple(KeyPress(MASKED_KEY, at, at + 0.1, n, digit) for n, (digit, at) in enumerate(pressed))
        (menu,) = ivr_of(turn("ivr", 0, 12, MENU), keys=keys).prompts
        assert menu.chosen == chosen

    def test_a_key_that_answers_no_menu_is_no_choice(self) -> None:
        key = KeyPress(MASKED_KEY, 9.0, 9.1, 1, "2")
        prompts = ivr_of(turn("ivr", 0, 8, "Please enter your account number."), keys=(key,)).prompts
        assert [prompt.chosen for prompt in prompts] == [None] * len(prompts)

    def test_seconds_to_a_person_count_from_the_answer(self) -> None:
        segments = (Segment("ring", 0, 5), Segment("ivr", 5, 20), Segment("queue", 20, 50), Segment("talk", 50, 90))
        assert ivr_of(segments=segments).seconds_to_human == 45

    def test_nobody_comes(self) -> None:
        assert ivr_of().seconds_to_human is None

    def test_no_ivr_is_zero(self) -> None:
        ivr = ivr_of(turn("agent", 0, 4, "Please press one for me."), segments=(Segment("talk", 0, 9),))
        assert (ivr.menus, ivr.total_s, ivr.prompts) == (0, 0, ())


class TestDynamics:
    def test_shares_latency_and_pace(self) -> None:
        turns = (
            turn("agent", 0, 6, "one two three four five six"),
            turn("customer", 6.5, 8.5, "a b c d e f"),
            turn("agent", 9.5, 12.5, "one two three four five six"),
        )
        dynamics = measure_dynamics(turns, talk(13), SETTINGS.dynamics)
        assert dynamics.agent_talk_share == pytest.approx(9 / 11)
        assert dynamics.response_latency_s == pytest.approx(1.0)
        assert dynamics.agent_wpm == pytest.approx(90)
        assert dynamics.customer_wpm == pytest.approx(180)
        assert dynamics.turn_changes_per_hour == pytest.approx(2 / 13 * 3600)

    def test_talking_over_and_taking_the_floor_is_an_interruption(self) -> None:
        turns = (turn("customer", 0, 5, "a b c d e"), turn("agent", 4, 9, "f g h i j"))
        dynamics = measure_dynamics(turns, talk(10), SETTINGS.dynamics)
        assert (dynamics.interruptions, dynamics.interruptions_by_agent, dynamics.backchannels) == (1, 1, 0)
        assert dynamics.overtalk_count == 1
        assert dynamics.overtalk_longest_s == pytest.approx(1.0)

    def test_a_word_within_the_others_turn_is_a_backchannel(self) -> None:
        turns = (turn("customer", 0, 9, "a b c d e f g h i"), turn("agent", 4, 4.6, "mhm"))
        dynamics = measure_dynamics(turns, talk(10), SETTINGS.dynamics)
        assert (dynamics.interruptions, dynamics.backchannels) == (0, 1)
        assert dynamics.longest_monologue_s == 9

    def test_a_short_overlap_is_an_ordinary_change_of_turn(self) -> None:
        turns = (turn("customer", 0, 5, "a b c d e"), turn("agent", 4.8, 9, "f g h i j"))
        dynamics = measure_dynamics(turns, talk(10), SETTINGS.dynamics)
        assert (dynamics.interruptions, dynamics.backchannels, dynamics.overtalk_count) == (0, 0, 0)
        assert dynamics.response_latency_s == 0.0

    def test_hold_is_no_silence_and_no_latency(self) -> None:
        timeline = Timeline((Segment("talk", 0, 10), Segment("hold", 10, 60), Segment("talk", 60, 70)), ())
        turns = (turn("customer", 5, 9.5, "a b c d e"), turn("agent", 61, 66, "f g h i j"))
        dynamics = measure_dynamics(turns, timeline, SETTINGS.dynamics)
        assert dynamics.notable_silences == ()
        assert dynamics.response_latency_s is None

    def test_three_seconds_of_nothing_are_notable(self) -> None:
        turns = (turn("customer", 0, 4, "a b c d"), turn("agent", 8, 12, "e f g h"))
        assert measure_dynamics(turns, talk(12), SETTINGS.dynamics).notable_silences == (Span(4, 8),)

    @pytest.mark.parametrize("turns", [(), (turn("agent", 0, 5, "a b c d e"),)])
    def test_what_needs_two_is_none_with_fewer(self, turns: tuple[Turn, ...]) -> None:
        dynamics = measure_dynamics(turns, talk(5), SETTINGS.dynamics)
        assert dynamics.agent_talk_share is None
        assert dynamics.response_latency_s is None
        assert dynamics.interruptions == 0

    def test_prompts_are_no_talk(self) -> None:
        assert measure_dynamics((turn("ivr", 0, 5, "a b"),), talk(5), SETTINGS.dynamics).agent_talk_s == 0


def steady(semitones: np.ndarray, hop_s: float = 0.016) -> ToneTrack:
    times = (np.arange(len(semitones)) * hop_s).astype(np.float32)
    hz = (200 * 2 ** (semitones / 12)).astype(np.float32)
    return ToneTrack(times, hz, np.ones_like(times), np.full_like(times, -25.0), hop_s)


class TestTone:
    def test_spread_is_in_semitones_around_the_median(self) -> None:
        tone = measure_tone(steady(np.random.default_rng(1).normal(0, 2.0, 4000)), (), SETTINGS.tone)
        assert tone.agent_pitch_sd_semitones == pytest.approx(2.0, rel=0.1)
        assert tone.agent_pitch_median_hz == pytest.approx(200, rel=0.02)
        assert tone.agent_pitch_range_semitones == pytest.approx(2 * 1.645 * 2.0, rel=0.1)

    def test_octave_errors_are_left_out(self) -> None:
        semitones = np.random.default_rng(2).normal(0, 1.5, 4000)
        clean = measure_tone(steady(semitones), (), SETTINGS.tone)
        semitones[::10] += 12
        wrong = measure_tone(steady(semitones), (), SETTINGS.tone)
        assert wrong.agent_pitch_sd_semitones == pytest.approx(clean.agent_pitch_sd_semitones, rel=0.1)

    def test_change_after_distress_is_against_the_rest_of_the_call(self) -> None:
        rng = np.random.default_rng(3)
        semitones = np.concatenate([rng.normal(0, 1.0, 2000), rng.normal(0, 3.0, 1500)])
        tone = measure_tone(steady(semitones), [Span(30.0, 32.0)], SETTINGS.tone)
        assert tone.pitch_sd_change_after_distress == pytest.approx(2.0, abs=0.4)
        assert tone.loudness_change_after_distress_db == pytest.approx(0.0)

    def test_no_distress_no_change(self) -> None:
        assert measure_tone(steady(np.zeros(3000)), (), SETTINGS.tone).pitch_sd_change_after_distress is None

    @pytest.mark.parametrize("track", [EMPTY_TRACK, steady(np.zeros(50))])
    def test_too_little_voice_is_not_measured(self, track: ToneTrack) -> None:
        assert measure_tone(track, (), SETTINGS.tone).agent_pitch_sd_semitones is None

    def test_silence_is_no_voice(self) -> None:
        track = steady(np.zeros(3000))
        silent = ToneTrack(track.times, track.hz, np.zeros_like(track.times), track.loudness_db, track.hop_s)
        assert measure_tone(silent, (), SETTINGS.tone).agent_voiced_s == 0

    def test_only_the_agents_talk_is_kept(self) -> None:
        kept = tone_track(steady(np.zeros(1000)), [Span(2.0, 4.0)])
        assert kept.times[0] >= 2.0
        assert kept.times[-1] < 4.0

    @given(st.lists(st.floats(-20, 20), min_size=2, max_size=60))
    def test_a_spread_is_never_negative(self, values: list[float]) -> None:
        assert spread(np.array(values, np.float32)) >= 0


def test_an_empty_call_has_measures() -> None:
    measures = measure((), Timeline((), ()), EMPTY_TRACK, SETTINGS, PHRASES)
    assert measures.hold.count == 0
    assert measures.dynamics.agent_talk_share is None
    assert measures.tone.agent_pitch_median_hz is None


def test_a_call_in_a_language_without_lists_is_measured_by_sound_and_time() -> None:
    timeline = Timeline((Segment("queue", 0, 20), Segment("talk", 20, 40)), ())
    measures = measure((turn("agent", 21, 30, "Buenos dias a todos amigos"),), timeline, EMPTY_TRACK, SETTINGS, None)
    assert measures.queue.total_s == 20
    assert measures.ivr.menus == 0
