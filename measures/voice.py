"""The agent's voice taken out of the recording: pitch and level, frame by frame, where nobody else speaks."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from audio.loudness import loudness_db
from audio.resample import Readable, readable
from calls.sound import Audio
from calls.spans import Span, difference, duration_s, union
from calls.transcript import Turn
from measures.tone import EMPTY_TRACK, ToneTrack
from models.pitch import HOP_S, RATE, track_pitch

FAR_S = 15.0
"""Nothing is tracked between turns further apart; a shorter pause costs less than the network's warming up."""


def agent_track(audio: Audio, turns: Sequence[Turn], threads: int = 1) -> ToneTrack:
    """Pitch and level of the agent who talks most; EMPTY_TRACK where none does.

    One voice, because spreads are around a voice's own middle: two agents' together would look lively.
    """
    own = _own_turns(turns)
    if not own:
        return EMPTY_TRACK
    channel = Counter(word.channel for turn in own for word in turn.words).most_common(1)[0][0]
    others = [word for turn in turns if turn not in own for word in turn.words if word.channel == channel]
    spans = difference(own, others)
    if not spans:
        return EMPTY_TRACK
    wide = readable(audio.channel(channel), audio.sample_rate, RATE)
    return _together([_within(spans, _tracked(wide, part, threads)) for part in union(spans, FAR_S)])


def main_agent(turns: Sequence[Turn]) -> str | None:
    """The agent who talks longest; None where none says a word."""
    talk: Counter[str] = Counter()
    for turn in turns:
        if turn.role == "agent" and turn.words:
            talk[turn.speaker] += round(1000 * duration_s(turn))
    return talk.most_common(1)[0][0] if talk else None


def _own_turns(turns: Sequence[Turn]) -> list[Turn]:
    main = main_agent(turns)
    return [turn for turn in turns if turn.role == "agent" and turn.speaker == main and turn.words]


def _tracked(wide: Readable, part: Span, threads: int) -> ToneTrack:
    """All frames of `part` of a channel at RATE."""
    first = int(part.start * RATE)
    samples = wide[first : int(part.end * RATE)]
    pitch = track_pitch(samples, RATE, threads=threads)
    loudness = loudness_db(samples, RATE, hop_s=HOP_S, frame_s=2 * HOP_S)[: len(pitch.hz)]
    times = (pitch.times_s + first / RATE).astype(np.float32)
    return ToneTrack(times, pitch.hz, pitch.confidence, loudness, HOP_S)


def _together(tracks: Sequence[ToneTrack]) -> ToneTrack:
    times, hz, confidence, loudness = (
        np.concatenate([getattr(track, name) for track in tracks])
        for name in ("times", "hz", "confidence", "loudness_db")
    )
    return ToneTrack(times, hz, confidence, loudness, HOP_S)


def _within(spans: Sequence[Span], track: ToneTrack) -> ToneTrack:
    inside = np.zeros(len(track.times), dtype=np.bool_)
    for span in spans:
        inside |= (track.times >= span.start) & (track.times < span.end)
    return ToneTrack(
        track.times[inside], track.hz[inside], track.confidence[inside], track.loudness_db[inside], track.hop_s
    )
