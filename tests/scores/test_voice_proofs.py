"""Each part of delivery can be heard: the turns at its ends."""

from dataclasses import replace

import numpy as np
from made_call import SETTINGS, all_talk, made_turns, measured, phrases

from calls.scores import ScorePart
from calls.transcript import Role, Turn
from measures.tone import EMPTY_TRACK, ToneTrack
from scores.markers import find_markers
from scores.score import score

LINES: tuple[tuple[Role, str], ...] = (
    ("agent", "Good morning, this is Ann at the flower shop, how can I help you today, madam?"),
    ("customer", "My order came broken and I am really upset about this, nobody helps me at all."),
    ("agent", "Tell me what you see in the box when you open it, please, one thing at a time."),
    ("customer", "There is a vase in pieces and the lilies are on the floor of my hall."),
    ("agent", "That is a sad sight for a birthday morning, and it was us who packed it so badly."),
    ("customer", "It is for my mother, who will be eighty on Sunday."),
    ("agent", "Then a new bouquet leaves our shop today."),
)
SPREADS = {0: 2.0, 2: 0.5, 4: 4.0}
"""Semitones by which the voice moves in the agent's turns."""


def voice(turns: tuple[Turn, ...]) -> ToneTrack:
    """150 Hz, moving as told in each of the agent's turns."""
    times = np.arange(0, turns[-1].end, 0.016, dtype=np.float32)
    wave = np.sqrt(2) * np.sin(2 * np.pi * times / 0.9)
    semitones, spoken = np.zeros_like(times), np.zeros_like(times)
    for index, spread in SPREADS.items():
        inside = (times >= turns[index].start) & (times < turns[index].end)
        semitones[inside], spoken[inside] = spread * wave[inside], 1.0
    hz = (150 * 2 ** (semitones / 12)).astype(np.float32)
    return ToneTrack(times, hz, spoken, (-25 + 5 * np.sin(times * 9)).astype(np.float32), 0.016)


def delivery(turns: tuple[Turn, ...], track: ToneTrack) -> dict[str, ScorePart]:
    evidence = find_markers(turns, all_talk(turns), None, SETTINGS, phrases())
    weights = replace(SETTINGS, delivery=replace(SETTINGS.delivery, min_agent_talk_s=1.0))
    measures = measured(turns, track=voice(turns))
    scored = score(turns, all_talk(turns), measures, evidence, weights, track).delivery
    assert scored.value is not None, scored.reason
    return {part.name: part for part in scored.parts}


def test_pitch_is_proved_by_the_flattest_and_the_liveliest_turn() -> None:
    turns = made_turns(*LINES)
    flat, lively = delivery(turns, voice(turns))["pitch_spread"].evidence
    assert (flat.turn, lively.turn) == (2, 4)
    assert float(flat.marker.removesuffix(" semitones")) < 1
    assert float(lively.marker.removesuffix(" semitones")) > 3
    assert (lively.start, lively.end) == (turns[4].start, turns[4].end)


def test_a_pause_is_heard_with_what_stands_around_it() -> None:
    turns = made_turns(*LINES)
    turns = (*turns[:5], *(replace(turn, start=turn.start + 2, end=turn.end + 2) for turn in turns[5:]))
    late = (*turns[:4], replace(turns[4], start=turns[4].start + 1, end=turns[4].end + 1), *turns[5:])
    short, long = delivery(late, voice(late))["latency_regularity"].evidence
    assert (short.marker, long.marker) == ("0.5 s before the answer", "1.5 s before the answer")
    assert long.start < turns[3].end < late[4].start < long.end


def test_the_answer_to_distress_is_what_is_heard_for_the_change_after_it() -> None:
    turns = made_turns(*LINES)
    parts = delivery(turns, voice(turns))
    if parts["after_distress"].value is not None:
        assert parts["after_distress"].evidence[0].turn == 2


def test_without_a_voice_only_words_and_pauses_prove_anything() -> None:
    turns = made_turns(*LINES)
    parts = delivery(turns, EMPTY_TRACK)
    assert parts["pitch_spread"].evidence == parts["loudness_spread"].evidence == ()
    assert parts["pace_variation"].evidence
