"""The agent's voice is taken out of the recording: that voice, where nobody else speaks."""

import numpy as np
import pytest

from calls.sound import Audio
from calls.transcript import Role, Turn, Word
from measures.tone import EMPTY_TRACK
from measures.voice import agent_track

RATE = 8000
Hz = float


def turn(role: Role, speaker: str, start: float, end: float, channel: int = 0) -> Turn:
    return Turn(role, speaker, start, end, (Word("word", start, end, 1.0, channel),))


def sound(seconds: float, *voices: tuple[int, float, float, Hz], channels: int = 1) -> Audio:
    """Buzzes (channel, start, end, pitch) with the harmonics of a voice, on a faint hiss."""
    samples = np.random.default_rng(1).normal(0, 1e-4, (channels, int(seconds * RATE)))
    for channel, start, end, pitch in voices:
        times = np.arange(int(start * RATE), int(end * RATE)) / RATE
        buzz = sum(np.sin(2 * np.pi * pitch * n * times) / n for n in range(1, 9))
        samples[channel, int(start * RATE) : int(end * RATE)] += 0.1 * buzz
    return Audio(samples.astype(np.float32), RATE)


def median_hz(audio: Audio, *turns: Turn) -> float:
    track = agent_track(audio, turns)
    return float(np.median(track.hz[track.confidence > 0.5]))


def test_the_agent_alone_is_tracked_in_a_mixed_channel() -> None:
    audio = sound(6, (0, 0.5, 2.5, 120), (0, 3.0, 5.5, 210))
    turns = turn("customer", "customer", 0.5, 2.5), turn("agent", "agent 1", 3.0, 5.5)
    track = agent_track(audio, turns)
    assert median_hz(audio, *turns) == pytest.approx(210, rel=0.02)
    assert track.times.min() >= 3.0
    assert track.times.max() < 5.5
    assert track.loudness_db.max() > -30


def test_the_agents_channel_is_the_one_the_words_are_on() -> None:
    audio = sound(4, (0, 0.5, 3.5, 120), (1, 0.5, 3.5, 210), channels=2)
    turns = turn("customer", "customer", 0.5, 3.5), turn("agent", "agent 1", 0.5, 3.5, channel=1)
    assert median_hz(audio, *turns) == pytest.approx(210, rel=0.02)


def test_what_a_customer_says_into_the_agents_turn_is_left_out() -> None:
    audio = sound(6, (0, 0.5, 5.5, 210))
    track = agent_track(audio, (turn("agent", "agent 1", 0.5, 5.5), turn("customer", "customer", 2.0, 3.0)))
    assert not ((track.times >= 2.0) & (track.times < 3.0)).any()


def test_of_two_agents_the_one_who_talks_longest_is_tracked() -> None:
    audio = sound(8, (0, 0.5, 2.0, 120), (0, 3.0, 7.5, 210))
    turns = turn("agent", "agent 1", 0.5, 2.0), turn("agent", "agent 2", 3.0, 7.5)
    assert median_hz(audio, *turns) == pytest.approx(210, rel=0.02)


@pytest.mark.parametrize("turns", [(), (turn("customer", "customer", 0.5, 2.5),), (turn("ivr", "ivr", 0.5, 2.5),)])
def test_without_an_agent_there_is_no_track(turns: tuple[Turn, ...]) -> None:
    assert agent_track(sound(3), turns) is EMPTY_TRACK


def test_a_silent_agent_has_no_voiced_frame() -> None:
    track = agent_track(sound(3), (turn("agent", "agent 1", 0.5, 2.5),))
    assert not (track.confidence > 0.5).any()


def test_a_turn_that_ends_after_the_recording_does_no_harm() -> None:
    track = agent_track(sound(3, (0, 0.5, 3.0, 210)), (turn("agent", "agent 1", 0.5, 3.4),))
    assert track.times.max() < 3.0
