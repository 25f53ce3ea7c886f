"""A made call of an hour: ten thousand words in hundreds of turns, marks, holds, keys, a voice. Nobody real."""

from dataclasses import replace
from itertools import count

import numpy as np
from example import SPOKEN, example_measures, example_report, spoken_turn

from calls.curves import Curves, VoiceCurve
from calls.report import CallReport
from calls.scores import Evidence
from calls.sound import KeyPress
from calls.spans import Span
from calls.timeline import Segment, Timeline
from calls.transcript import Turn

HOUR_S = 3600.0
WORDS = 10_000
POINTS = 1500
PAUSE_S = 0.4
HOLD_S = 40.0
MARKERS = {"agent": ("apology", "acknowledgement", "policy_shield", "action"), "customer": ("distress", "thanks")}


def long_report(call_id: str = "an-hour", words: int = WORDS, duration_s: float = HOUR_S) -> CallReport:
    """The example's sentences again and again between two people, every fifth turn marked, a hold each 10 minutes."""
    holds = [Span(at, at + HOLD_S) for at in np.arange(600.0, duration_s - 60, 600.0)]
    turns = _turns(words, duration_s, holds)
    said = tuple(sorted((word for turn in turns for word in turn.words), key=lambda word: word.start))
    pattern = example_report(call_id)
    silences = tuple(Span(before.end, before.end + PAUSE_S) for before in turns[50::50])
    dynamics = replace(example_measures().dynamics, notable_silences=silences)
    return replace(
        pattern,
        duration_s=duration_s,
        transcript=replace(pattern.transcript, words=said),
        timeline=Timeline(_segments(holds, duration_s), (KeyPress("0", 4.0, 4.1, 1),)),
        turns=turns,
        measures=replace(pattern.measures, dynamics=dynamics),
        evidence=tuple(_mark(index, turn) for index, turn in enumerate(turns) if index % 5 == 0),
        curves=_curves(turns, duration_s),
    )


def _turns(words: int, duration_s: float, holds: list[Span]) -> tuple[Turn, ...]:
    sentences = [line for line in SPOKEN if line[0] != "ivr"]
    pace = (duration_s - (HOLD_S + 12.0) * len(holds)) / words
    turns: list[Turn] = []
    at, left = 1.0, words
    for index in count():
        role, speaker, _, _, text = sentences[index % len(sentences)]
        spoken = text.split()[:left]
        end = at + pace * len(spoken) - PAUSE_S
        hold = next((hold for hold in holds if at < hold.end and end > hold.start), None)
        if hold:
            at = hold.end + PAUSE_S
            end = at + pace * len(spoken) - PAUSE_S
        turns.append(spoken_turn(role, speaker, at, max(end, at + 0.2), " ".join(spoken)))
        at, left = max(end, at + 0.2) + PAUSE_S, left - len(spoken)
        if left <= 0 or at > duration_s - 10:
            return tuple(turns)
    raise AssertionError


def _segments(holds: list[Span], duration_s: float) -> tuple[Segment, ...]:
    edges = [(hold.start, hold.end) for hold in holds]
    segments, at = [], 0.0
    for start, end in edges:
        segments += [Segment("talk", at, start), Segment("hold", start, end, "music")]
        at = end
    return (*segments, Segment("talk", at, duration_s))


def _mark(index: int, turn: Turn) -> Evidence:
    names = MARKERS[turn.role]
    first, last = turn.words[0], turn.words[min(5, len(turn.words) - 1)]
    text = " ".join(word.text for word in turn.words[:6])
    return Evidence(names[index // 5 % len(names)], turn.role, first.start, last.end, text, 0.9, index)


def _curves(turns: tuple[Turn, ...], duration_s: float) -> Curves:
    moments = np.linspace(0, duration_s, POINTS, endpoint=False)
    speaks = {
        role: np.any([(moments >= t.start) & (moments < t.end) for t in turns if t.role == role], axis=0)
        for role in MARKERS
    }
    peaks = [np.where(speaks[role], 0.6 + 0.3 * np.sin(moments), 0.01).round(3).tolist() for role in MARKERS]
    semitones, loudness = (
        tuple(round(float(v), 1) if on else None for v, on in zip(swing, speaks["agent"], strict=True))
        for swing in (4 * np.sin(moments), 5 * np.cos(moments))
    )
    voice = VoiceCurve(duration_s / POINTS, semitones, loudness)
    return Curves(tuple(tuple(channel) for channel in peaks), voice)
