from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.spans import Span, covered_s, duration_s, intersection
from configs.settings import load_settings
from sounds.speech import SpeechFrames, speech_spans, without_crosstalk

RULES = load_settings().speech
FRAME_S = 0.032
FLOOR_DB = -60.0
LOUD_DB, QUIET_DB = FLOOR_DB + RULES.loud_margin_db + 20, FLOOR_DB
SURE, MAYBE, NO = 0.9, (RULES.possible + RULES.threshold) / 2, 0.01


def frames(seconds: float, *parts: tuple[float, float, float, float]) -> SpeechFrames:
    """A quiet channel but for `parts`: (start, end, probability, level in dB)."""
    count = round(seconds / FRAME_S)
    probability = np.full(count, NO, dtype=np.float32)
    level = np.full(count, QUIET_DB, dtype=np.float32)
    for start, end, how_sure, loud in parts:
        inside = slice(round(start / FRAME_S), round(end / FRAME_S))
        probability[inside], level[inside] = how_sure, loud
    return SpeechFrames(FRAME_S, probability, level, FLOOR_DB)


def spans(found: SpeechFrames, *music: Span) -> list[tuple[float, float]]:
    return [(s.start, s.end) for s in speech_spans(found, music, RULES)]


def about(*expected: tuple[float, float]) -> list:
    """Times to a frame."""
    return [pytest.approx(pair, abs=1.5 * FRAME_S) for pair in expected]


def padded(start: float, end: float) -> tuple[float, float]:
    return start - RULES.pad_s, end + RULES.pad_s


class TestSpeech:
    def test_a_channel_of_no_length_has_none(self):
        assert spans(frames(0.0)) == []

    def test_a_silent_channel_has_none(self):
        assert spans(frames(30.0)) == []

    def test_a_voice_is_found_with_a_little_around_it(self):
        assert spans(frames(20.0, (5.0, 8.0, SURE, LOUD_DB))) == about(padded(5.0, 8.0))

    def test_a_voice_is_speech_however_soft_when_silero_is_sure(self):
        assert spans(frames(20.0, (5.0, 8.0, SURE, QUIET_DB))) == about(padded(5.0, 8.0))

    def test_a_flat_voice_that_silero_half_hears_is_found_by_its_level(self):
        flat = frames(20.0, (5.0, 8.0, NO, LOUD_DB), (6.0, 7.2, MAYBE, LOUD_DB))
        assert spans(flat) == about(padded(5.0, 8.0))

    def test_noise_is_no_speech_however_loud(self):
        assert spans(frames(20.0, (5.0, 12.0, NO, LOUD_DB))) == []

    def test_what_is_neither_sure_nor_loud_is_no_speech(self):
        assert spans(frames(20.0, (5.0, 8.0, MAYBE, QUIET_DB))) == []

    def test_a_loud_room_is_speech_only_around_the_voice(self):
        room = frames(30.0, (0.0, 30.0, NO, LOUD_DB), (10.0, 11.0, MAYBE, LOUD_DB))
        assert spans(room) == about(padded(10.0 - RULES.reach_s, 11.0 + RULES.reach_s))

    def test_a_click_is_no_speech(self):
        assert spans(frames(20.0, (5.0, 5.0 + RULES.min_speech_s / 2, SURE, LOUD_DB))) == []

    def test_a_breath_does_not_part_a_sentence_and_a_pause_does(self):
        def said(pause: float) -> SpeechFrames:
            return frames(20.0, (5.0, 7.0, SURE, LOUD_DB), (7.0 + pause, 9.0 + pause, SURE, LOUD_DB))

        assert len(spans(said(RULES.min_silence_s / 2))) == 1
        assert len(spans(said(RULES.min_silence_s + 2 * RULES.pad_s + 0.2))) == 2

    def test_a_voice_to_the_edges_stays_within_the_recording(self):
        assert spans(frames(6.4, (0.0, 6.4, SURE, LOUD_DB))) == [(0.0, pytest.approx(6.4))]


class TestSpeechInMusic:
    MUSIC = Span(2.0, 28.0)

    def test_singing_that_silero_half_hears_is_no_speech(self):
        assert spans(frames(30.0, (5.0, 20.0, MAYBE, LOUD_DB)), self.MUSIC) == []

    def test_a_sung_syllable_is_no_speech(self):
        assert spans(frames(30.0, (5.0, 5.0 + RULES.announcement_s / 2, SURE, LOUD_DB)), self.MUSIC) == []

    def test_an_announcement_is(self):
        assert spans(frames(30.0, (5.0, 9.0, SURE, LOUD_DB)), self.MUSIC) == about(padded(5.0, 9.0))

    def test_an_agent_who_returns_when_the_music_ends_is_heard(self):
        assert spans(frames(40.0, (28.5, 30.0, SURE, LOUD_DB)), self.MUSIC) == about(padded(28.5, 30.0))


@st.composite
def wild_frames(draw: st.DrawFn, count: int | None = None) -> SpeechFrames:
    """A few stretches of any probability and level."""
    n = draw(st.integers(0, 400)) if count is None else count
    probability, level = np.zeros(n, dtype=np.float32), np.full(n, QUIET_DB, dtype=np.float32)
    for _ in range(draw(st.integers(0, 6))):
        first, length = draw(st.integers(0, 400)), draw(st.integers(1, 120))
        probability[first : first + length] = draw(st.floats(0, 1, width=32))
        level[first : first + length] = draw(st.floats(-100, 0, width=32))
    return SpeechFrames(FRAME_S, probability, level, FLOOR_DB)


MUSIC = st.lists(st.tuples(st.floats(0, 10), st.floats(0.1, 5)), max_size=2).map(
    lambda found: tuple(Span(a, a + s) for a, s in found)
)


@given(wild_frames(), MUSIC)
def test_speech_is_in_order_apart_and_within_the_recording(found, music):
    speech = speech_spans(found, music, RULES)
    assert all(b.start - a.end > RULES.min_silence_s for a, b in pairwise(speech))
    assert all(0.0 <= s.start < s.end <= len(found.probability) * FRAME_S for s in speech)
    assert all(duration_s(s) >= RULES.min_speech_s for s in speech)


@given(wild_frames())
def test_without_music_nothing_that_silero_is_sure_of_for_long_is_lost(found):
    speech = speech_spans(found, (), RULES)
    sure = np.concatenate(([False], found.probability >= RULES.threshold, [False]))
    edges = np.flatnonzero(np.diff(sure.astype(int))).reshape(-1, 2) * FRAME_S
    for start, end in edges:
        if end - start >= RULES.min_speech_s:
            assert covered_s(Span(start, end), speech) == pytest.approx(end - start)


class TestCrosstalk:
    SAID = (Span(5.0, 8.0),)

    def kept(self, own: SpeechFrames, other: SpeechFrames) -> tuple[Span, ...]:
        return without_crosstalk(own, other, self.SAID, RULES)

    def test_the_other_side_heard_faintly_is_not_said_here(self):
        faint = LOUD_DB - 10
        own = frames(20.0, (5.0, 8.0, SURE, faint))
        assert self.kept(own, frames(20.0, (5.0, 8.0, SURE, faint + RULES.crosstalk_margin_db + 1))) == ()

    def test_a_voice_on_a_quiet_line_is_kept(self):
        assert self.kept(frames(20.0, (5.0, 8.0, SURE, LOUD_DB)), frames(20.0)) == self.SAID

    def test_parties_who_speak_at_once_are_both_kept(self):
        own, other = frames(20.0, (5.0, 8.0, SURE, LOUD_DB)), frames(20.0, (5.0, 8.0, SURE, LOUD_DB + 10))
        assert self.kept(own, other) == self.kept(other, own) == self.SAID

    def test_the_other_sides_short_outburst_does_not_take_a_voice_away(self):
        own, other = frames(20.0, (5.0, 8.0, SURE, LOUD_DB)), frames(20.0, (6.0, 7.0, SURE, LOUD_DB + 30))
        assert self.kept(own, other) == self.SAID

    def test_channels_may_differ_in_length(self):
        own, other = frames(20.0, (5.0, 8.0, SURE, LOUD_DB)), frames(6.0)
        assert self.kept(own, other) == self.SAID
        assert self.kept(own, frames(0.0)) == self.SAID

    @given(wild_frames(count=400), wild_frames(count=400))
    def test_crosstalk_only_ever_takes_stretches_away(self, own, other):
        speech = speech_spans(own, (), RULES)
        kept = without_crosstalk(own, other, speech, RULES)
        assert [span for span in speech if span in kept] == list(kept)

    @given(wild_frames(count=400), wild_frames(count=400))
    def test_what_is_heard_on_both_sides_is_kept_on_one(self, own, other):
        """No moment is crosstalk of each side to the other."""
        heard = intersection(speech_spans(own, (), RULES), speech_spans(other, (), RULES))
        left = without_crosstalk(own, other, heard, RULES), without_crosstalk(other, own, heard, RULES)
        assert all(span in left[0] or span in left[1] for span in heard)
