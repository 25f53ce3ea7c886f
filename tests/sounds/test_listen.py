"""With made-up ears for speech and voices: what is tested is what is asked of whom, and what is taken from what."""

from collections.abc import Sequence

import numpy as np
import pytest

import sounds.listen as listening
from calls.sound import MASKED_KEY, Audio, Samples, Sounds, SpeakerSpan
from calls.spans import Span, duration_s, intersection, overlap_s, total_s
from configs.settings import load_settings
from configs.speech_settings import DiarisationSettings
from models.engines import Engines
from models.silero import FRAME, RATE
from models.whisper import Recogniser
from sounds.listen import listen, sides

SETTINGS = load_settings()


class Diarises:
    """One voice for all that is said; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[Span, ...], int | None]] = []

    def diarise(
        self, samples_16k: Samples, only: Sequence[Span], speakers: int | None, settings: DiarisationSettings
    ) -> tuple[SpeakerSpan, ...]:
        self.asked.append((tuple(only), speakers))
        return tuple(SpeakerSpan(span.start, span.end, "A") for span in only)


@pytest.fixture(autouse=True)
def speech_is_what_is_loud(monkeypatch):
    """In Silero's place: any frame louder than -40 dB, tones too (which Silero does take for speech at times)."""

    def probability(samples_16k: Samples, settings: object) -> np.ndarray:
        frames = np.pad(samples_16k, (0, -len(samples_16k) % FRAME)).reshape(-1, FRAME)
        return (np.sqrt(np.square(frames).mean(axis=1)) > 0.01).astype(np.float32) * 0.9

    monkeypatch.setattr(listening, "speech_probability", probability)


@pytest.fixture
def diariser():
    return Diarises()


def heard(diariser: Diarises, *channels: np.ndarray, speakers: int | None = None) -> Sounds:
    class Unused:
        """Listening recognises no words and knows no agents."""

    unused = Unused()
    recogniser: Recogniser = unused  # type: ignore[assignment]
    return listen(call(*channels), Engines(recogniser, diariser, unused, {}, "cpu"), SETTINGS, speakers)


def call(*channels: np.ndarray) -> Audio:
    return Audio(np.stack(channels).astype(np.float32), RATE)


def line(seconds: float, *parts: tuple[float, np.ndarray], seed: int = 0) -> np.ndarray:
    """A quiet line with sounds from the given seconds on."""
    sound = np.random.default_rng(seed).standard_normal(round(seconds * RATE)) * 1e-3
    for at, part in parts:
        sound[round(at * RATE) :][: len(part)] += part
    return sound


def voice(seconds: float, seed: int = 1) -> np.ndarray:
    """Noise in syllables: no tone and no music."""
    times = np.arange(round(seconds * RATE)) / RATE
    return np.random.default_rng(seed).standard_normal(len(times)) * 0.1 * (np.sin(2 * np.pi * 4 * times) > -0.8)


def tones(seconds: float, *hz: float) -> np.ndarray:
    times = np.arange(round(seconds * RATE)) / RATE
    return 0.1 * sum(np.sin(2 * np.pi * f * times) for f in hz)


def key(row_hz: float, column_hz: float) -> np.ndarray:
    return tones(0.15, row_hz, column_hz)


def rounded(spans: Sequence[Span]) -> list[tuple[float, float]]:
    return [(round(span.start), round(span.end)) for span in spans]


class TestSides:
    def test_two_parties_are_two_sides(self):
        audio = call(line(8, (1, voice(2, 1))), line(8, (4, voice(2, 2)), seed=1))
        assert sides(audio, SETTINGS).channels == 2

    def test_the_same_mix_twice_is_one(self):
        mix = line(8, (1, voice(2, 1)), (4, voice(2, 2)))
        (one,) = sides(call(mix, 0.5 * mix), SETTINGS).samples
        assert one == pytest.approx(0.75 * mix, abs=1e-6)
        assert one.dtype == np.float32

    @pytest.mark.parametrize("live", [0, 1])
    def test_a_mixed_call_beside_a_dead_channel_is_one_side(self, live):
        mix, dead = line(8, (1, voice(2, 1)), (4, voice(2, 2))), np.full(8 * RATE, 8 / 32768)
        (one,) = sides(call(*([mix, dead] if live == 0 else [dead, mix])), SETTINGS).samples
        assert np.array_equal(one, mix.astype(np.float32))

    def test_a_party_that_never_speaks_on_a_living_line_has_its_side(self):
        audio = call(line(8, (1, voice(2, 1))), line(8, seed=1))
        assert sides(audio, SETTINGS) is audio

    def test_one_channel_is_one_side(self):
        audio = call(line(8, (1, voice(2))))
        assert sides(audio, SETTINGS) is audio

    @pytest.mark.parametrize("channels", [1, 2])
    @pytest.mark.parametrize("seconds", [0.0, 0.01, 5.0])
    def test_silence_of_any_length_stays_as_it_is(self, channels, seconds):
        audio = call(*[np.zeros(round(seconds * RATE))] * channels)
        assert sides(audio, SETTINGS).samples.shape == audio.samples.shape


class TestQuiet:
    @pytest.mark.parametrize("channels", [1, 2])
    @pytest.mark.parametrize("seconds", [0.0, 0.01, 10.0])
    def test_silence_of_any_length_has_nothing_in_it(self, diariser, channels, seconds):
        found = heard(diariser, *[np.zeros(round(seconds * RATE))] * channels)
        assert found.duration_s == pytest.approx(seconds)
        assert len(found.channels) == channels
        assert found.keys == ()
        assert all(c.speech == c.music == c.ringing == c.voices == () for c in found.channels)

    def test_a_quiet_line_has_nothing_in_it_but_its_noise(self, diariser):
        (channel,) = heard(diariser, line(10)).channels
        assert channel.speech == channel.music == channel.ringing == ()
        assert channel.noise_floor_db == pytest.approx(-60, abs=2)


class TestSpeech:
    def test_parties_are_heard_each_on_their_own_channel(self, diariser):
        agent, customer = line(12, (1, voice(3, 1))), line(12, (6, voice(4, 2)), seed=1)
        found = heard(diariser, agent, customer)
        assert found.layout == "stereo"
        assert [rounded(c.speech) for c in found.channels] == [[(1, 4)], [(6, 10)]]

    def test_parties_who_speak_at_once_are_both_heard(self, diariser):
        found = heard(diariser, line(12, (1, voice(5, 1))), line(12, (3, voice(5, 2)), seed=1))
        assert [rounded(c.speech) for c in found.channels] == [[(1, 6)], [(3, 8)]]

    def test_one_speaker_is_not_heard_on_the_silent_side(self, diariser):
        loud = voice(3)
        found = heard(diariser, line(10, (2, loud)), line(10, (2, 0.02 * loud), seed=1))
        assert [len(c.speech) for c in found.channels] == [1, 0]

    def test_two_channels_need_no_diariser(self, diariser):
        found = heard(diariser, line(10, (2, voice(3))), line(10, seed=1))
        assert diariser.asked == []
        assert all(c.voices == () for c in found.channels)

    def test_one_channel_is_told_apart_by_voice_where_somebody_speaks(self, diariser):
        found = heard(diariser, line(10, (2, voice(3))), speakers=2)
        assert found.layout == "mono"
        ((only, speakers),) = diariser.asked
        assert only == found.channels[0].speech
        assert speakers == 2
        assert [v.speaker for v in found.channels[0].voices] == ["A"]


class TestTones:
    def test_ringing_is_neither_speech_nor_music(self, diariser):
        ring = tones(2.0, 440, 480)
        (channel,) = heard(diariser, line(24, (1, ring), (7, ring), (13, ring), (18, voice(4)))).channels
        assert rounded(channel.ringing) == [(1, 18)], "with the last pause of its cadence"
        assert rounded(channel.speech) == [(18, 22)]
        assert intersection(channel.music, channel.ringing) == ()

    def test_keys_are_no_speech_and_come_in_order_from_both_sides_masked(self, diariser):
        zero, seven = key(941, 1336), key(852, 1209)
        found = heard(diariser, line(12, (6, zero)), line(12, (2, seven), (9, voice(2)), seed=1))
        assert [(k.key, round(k.start), k.channel) for k in found.keys] == [(MASKED_KEY, 2, 1), ("0", 6, 0)]
        assert rounded(found.channels[1].speech) == [(9, 11)]
        assert not any(overlap_s(k, s) for k in found.keys for c in found.channels for s in c.speech)

    def test_a_sample_rate_of_the_telephone_changes_no_times(self, diariser):
        slow = Audio(call(line(12, (2, key(941, 1336)), (6, voice(3)))).samples[:, ::2], RATE // 2)
        engines = Engines(None, diariser, None, {}, "cpu")  # type: ignore[arg-type]
        found = listen(slow, engines, SETTINGS)
        assert found.duration_s == 12.0
        assert [round(k.start) for k in found.keys] == [2]
        assert rounded(found.channels[0].speech) == [(6, 9)]


def test_everything_heard_lies_within_the_recording(diariser):
    ring = tones(2.0, 440, 480)
    found = heard(diariser, line(9, (0, ring), (7, ring)), line(9, (0, voice(9)), seed=1))
    for channel in found.channels:
        for span in (*channel.speech, *channel.music, *channel.ringing):
            assert 0.0 <= span.start < span.end <= found.duration_s + FRAME / RATE
        assert all(duration_s(span) >= SETTINGS.speech.min_speech_s for span in channel.speech)
        assert total_s(channel.speech) == pytest.approx(sum(duration_s(s) for s in channel.speech))
