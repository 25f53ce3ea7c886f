"""The agent's voice taken out of the recording: pitch and level, frame by frame, where nobody else speaks."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from audio.loudness import loudness_db
from audio.resample import resampled
from calls.sound import Audio, Samples
from calls.spans import Span, difference, duration_s
from calls.transcript import Turn
from measures.tone import EMPTY_TRACK, ToneTrack
from models.pitch import HOP_S, RATE, track_pitch


def agent_track(audio: Audio, turns: Sequence[Turn]) -> ToneTrack:
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
    first = int(spans[0].start * audio.sample_rate)
    last = int(spans[-1].end * audio.sample_rate)
    heard = resampled(Audio(audio.samples[channel : channel + 1, first:last], audio.sample_rate), RATE).channel(0)
    return _within(spans, _tracked(heard, first / audio.sample_rate))


def _own_turns(turns: Sequence[Turn]) -> list[Turn]:
    """The turns of the agent who talks longest."""
    talk: Counter[str] = Counter()
    for turn in turns:
        if turn.role == "agent" and turn.words:
            talk[turn.speaker] += round(1000 * duration_s(turn))
    if not talk:
        return []
    main = talk.most_common(1)[0][0]
    return [turn for turn in turns if turn.role == "agent" and turn.speaker == main and turn.words]


def _tracked(samples: Samples, start_s: float) -> ToneTrack:
    """All frames of `samples` (n,) at RATE, which begin `start_s` into the recording."""
    pitch = track_pitch(samples, RATE)
    loudness = loudness_db(samples, RATE, hop_s=HOP_S, frame_s=2 * HOP_S)[: len(pitch.hz)]
    times = (pitch.times_s + start_s).astype(np.float32)
    return ToneTrack(times, pitch.hz, pitch.confidence, loudness, HOP_S)


def _within(spans: Sequence[Span], track: ToneTrack) -> ToneTrack:
    inside = np.zeros(len(track.times), dtype=np.bool_)
    for span in spans:
        inside |= (track.times >= span.start) & (track.times < span.end)
    return ToneTrack(
        track.times[inside], track.hz[inside], track.confidence[inside], track.loudness_db[inside], track.hop_s
    )
