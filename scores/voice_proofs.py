"""Where in the call a voice can be heard as its delivery was judged: the turns at either end of each part."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from calls.scores import Evidence
from calls.timeline import Timeline
from calls.transcript import Turn
from configs.settings import Settings
from measures.dynamics import response_latency, turn_pace
from measures.talk import conversation
from measures.tone import ToneTrack, spread, tone_track, voiced_frames
from scores.parts import marks

QUOTED = 60
"""Characters quoted on each side of a pause."""
Ranked = Sequence[tuple[float, Evidence]]
Proofs = dict[str, tuple[Evidence, ...]]
"""Evidence by the part of delivery it stands for."""


def voice_proofs(
    turns: Sequence[Turn], timeline: Timeline, evidence: Sequence[Evidence], track: ToneTrack, settings: Settings
) -> Proofs:
    """For pitch, loudness, pace and pauses the two moments furthest apart; for the change after distress the answers.

    Turns with less than `proof_voiced_s` of voice, or too few words for a pace, prove nothing.
    """
    agent = [(index, turn) for index, turn in enumerate(turns) if turn.role == "agent" and turn.words]
    pitch, loudness = _moved(agent, track, settings)
    paces = ((turn_pace(turn, settings.dynamics), index, turn) for index, turn in agent)
    pace = [(wpm, _heard(f"{wpm:.0f} words/min", turn, index)) for wpm, index, turn in paces if wpm is not None]
    return {
        "pitch_spread": _ends(pitch),
        "loudness_spread": _ends(loudness),
        "pace_variation": _ends(pace),
        "latency_regularity": _ends(_pauses(turns, timeline, settings)),
        "after_distress": _answers(agent, evidence),
    }


def _moved(agent: Sequence[tuple[int, Turn]], track: ToneTrack, settings: Settings) -> tuple[Ranked, Ranked]:
    """How much pitch and loudness move in each turn."""
    pitch, loudness = [], []
    for index, turn in agent:
        own = tone_track(track, (turn,))
        voiced = voiced_frames(own, settings.tone)
        if voiced.sum() * own.hop_s < settings.tone.proof_voiced_s:
            continue
        semitones = spread(12 * np.log2(own.hz[voiced]))
        pitch.append((semitones, _heard(f"{semitones:.1f} semitones", turn, index)))
        decibels = spread(own.loudness_db[voiced])
        loudness.append((decibels, _heard(f"{decibels:.1f} dB", turn, index)))
    return pitch, loudness


def _pauses(turns: Sequence[Turn], timeline: Timeline, settings: Settings) -> Ranked:
    """Every pause before an answer, heard from the end of what it answers."""
    place = {id(turn): index for index, turn in enumerate(turns)}
    found = []
    for before, after in pairwise(conversation(turns, timeline)):
        pause = response_latency(before, after, timeline, settings.dynamics)
        if pause is not None:
            start = max(before.start, before.end - settings.tone.proof_lead_s)
            end = min(after.end, after.start + settings.tone.proof_lead_s)
            marker = f"{pause:.1f} s before the answer"
            text = f"{before.text.strip()[-QUOTED:]} … {after.text.strip()[:QUOTED]}"
            found.append((pause, Evidence(marker, "agent", start, end, text, 1.0, place.get(id(after)))))
    return found


def _answers(agent: Sequence[tuple[int, Turn]], evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The agent's first turn after each distress."""
    upset = [e.turn for e in marks(evidence, "distress") if e.turn is not None]
    answers = {next((index for index, _ in agent if index > turn), None) for turn in upset}
    return tuple(_heard("answer to distress", turn, index) for index, turn in agent if index in answers)


def _heard(marker: str, turn: Turn, index: int) -> Evidence:
    return Evidence(marker, turn.role, turn.start, turn.end, turn.text, 1.0, index)


def _ends(ranked: Ranked) -> tuple[Evidence, ...]:
    """The least and the most of them; one alone shows no difference but can be heard."""
    if not ranked:
        return ()
    least, most = min(ranked, key=lambda r: r[0]), max(ranked, key=lambda r: r[0])
    return (least[1],) if least[1] is most[1] else (least[1], most[1])
