"""Audio to Sounds: every detector run once over every channel."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from audio.channels import is_same_mix, live_channels
from audio.dtmf import find_keys, only_alone
from audio.fingerprint import Clip, find_known
from audio.loudness import loudness_db, noise_floor_db
from audio.music import find_music
from audio.resample import readable, resampled
from audio.ringback import find_ringing
from calls.sound import Audio, ChannelSounds, KeyPress, KnownSound, Sounds, SpeakerSpan
from calls.spans import Span, Timed, difference, duration_s, intersection, union
from configs.settings import Settings
from models.cores import abreast, cores_of
from models.engines import Engines
from models.persons import Persons
from models.silero import FRAME_S, speech_probability
from sounds.pieces import Piece, pieces
from sounds.speech import SpeechFrames, speech_spans, without_crosstalk

MODEL_RATE = 16_000
"""Every network of ours listens at 16 kHz."""


def sides(audio: Audio, settings: Settings) -> Audio:
    """One channel a side: two channels that carry the same mix become one, and one beside a dead channel is alone.

    Whoever records both parties on one channel and nothing on the other has a mixed call.
    """
    live = live_channels(audio, settings.channels) if audio.channels == 2 else ()
    if len(live) == 1:
        return Audio(audio.samples[live[0] : live[0] + 1], audio.sample_rate)
    if len(live) == 2 and is_same_mix(audio, settings.channels):
        return Audio(audio.samples.mean(axis=0, keepdims=True, dtype=np.float32), audio.sample_rate)
    return audio


@dataclass(frozen=True, slots=True)
class _Tones:
    """What a channel carries besides voices."""

    music: tuple[Span, ...]
    ringing: tuple[Span, ...]
    keys: tuple[KeyPress, ...]
    known: tuple[KnownSound, ...]


def listen(audio: Audio, engines: Engines, settings: Settings, speakers: int | None = None) -> Sounds:
    """What is heard on each side of `audio` (as `sides` gives it); a mixed channel is also told apart by voice.

    `speakers` is how many voices a mixed channel carries, where that is known.
    """

    def heard_on(index: int) -> tuple[_Tones, SpeechFrames]:
        return _heard(audio, index, engines.line, settings)

    heard = abreast(heard_on, range(audio.channels), cores_of(settings.compute))
    tones, frames = [one for one, _ in heard], [one for _, one in heard]
    speech = [_speech(frame, tone, settings) for frame, tone in zip(frames, tones, strict=True)]
    if len(frames) == 2:
        speech = [without_crosstalk(frames[i], frames[1 - i], speech[i], settings.speech) for i in range(2)]
        voices: tuple[SpeakerSpan, ...] = ()
    else:
        wide = readable(audio.channel(0), audio.sample_rate, MODEL_RATE)
        voices = engines.diariser.diarise(wide, speech[0], speakers, settings.diarisation)
    channels = tuple(
        ChannelSounds(index, speech[index], tone.music, tone.ringing, frames[index].noise_floor_db, voices, tone.known)
        for index, tone in enumerate(tones)
    )
    keys = sorted((key for tone in tones for key in tone.keys), key=lambda key: key.start)
    return Sounds(audio.duration_s, channels, only_alone(keys, settings.keys.alone_s))


def persons_in(
    audio: Audio, persons: Persons, settings: Settings
) -> Callable[[int, Sequence[Sequence[Span]]], tuple[int | None, ...]]:
    """`persons` asked of a channel of `audio`: who speaks in each stretch of talk on it, see Persons."""

    def told_apart(channel: int, stretches: Sequence[Sequence[Span]]) -> tuple[int | None, ...]:
        wide = readable(audio.channel(channel), audio.sample_rate, MODEL_RATE)
        return persons.told_apart(wide, stretches, settings.diarisation)

    return told_apart


def _heard(audio: Audio, index: int, line: Sequence[Clip], settings: Settings) -> tuple[_Tones, SpeechFrames]:
    """The tones of one channel, and what tells its speech."""
    parts = list(pieces(audio))
    tones = _joined([_within(_tones(piece.heard, index, line, settings), piece) for piece in parts])
    frames = [_speech_frames(piece, index, settings) for piece in parts]
    return tones, SpeechFrames(
        FRAME_S,
        np.concatenate([part.probability for part in frames]),
        np.concatenate([part.level_db for part in frames]),
        median(part.noise_floor_db for part in frames),
    )


def _tones(audio: Audio, index: int, line: Sequence[Clip], settings: Settings) -> _Tones:
    samples, rate = audio.channel(index), audio.sample_rate
    ringing = find_ringing(samples, rate, settings.ring)
    known = find_known(samples, rate, line, settings.line)
    taught = {kind: [k for k in known if k.kind == kind] for kind in ("music", "prompt")}
    told = difference(find_music(samples, rate, settings.music), [*ringing, *taught["prompt"]])
    music = union([*told, *difference(taught["music"], taught["prompt"])])
    return _Tones(
        music=tuple(span for span in music if duration_s(span) >= settings.music.min_music_s),
        ringing=ringing,
        keys=find_keys(samples, rate, index, settings.keys),
        known=known,
    )


def _within(tones: _Tones, piece: Piece) -> _Tones:
    """What of a piece's tones lies in its core, at its place in the recording."""
    core = Span(piece.core.start - piece.offset_s, piece.core.end - piece.offset_s)

    def moved(spans: Iterable[Timed]) -> tuple[Span, ...]:
        return tuple(Span(s.start + piece.offset_s, s.end + piece.offset_s) for s in intersection(spans, [core]))

    known = [(sound, part) for sound in tones.known for part in moved([sound])]
    return _Tones(
        music=moved(tones.music),
        ringing=moved(tones.ringing),
        keys=tuple(
            replace(key, start=key.start + piece.offset_s, end=key.end + piece.offset_s)
            for key in tones.keys
            if core.start <= key.start < core.end
        ),
        known=tuple(replace(sound, start=part.start, end=part.end) for sound, part in known),
    )


def _joined(parts: Sequence[_Tones]) -> _Tones:
    if len(parts) == 1:
        return parts[0]
    return _Tones(
        music=union(span for part in parts for span in part.music),
        ringing=union(span for part in parts for span in part.ringing),
        keys=tuple(key for part in parts for key in part.keys),
        known=tuple(sound for part in parts for sound in part.known),
    )


def _speech(frames: SpeechFrames, tones: _Tones, settings: Settings) -> tuple[Span, ...]:
    """Speech without tones taken for it, nor the slivers that their edges leave."""
    spoken = difference(speech_spans(frames, tones.music, settings.speech), [*tones.ringing, *tones.keys])
    return tuple(span for span in spoken if duration_s(span) >= settings.speech.min_speech_s)


def _speech_frames(piece: Piece, index: int, settings: Settings) -> SpeechFrames:
    """Silero's probability and the level on one clock, over the piece's core."""
    one = Audio(piece.heard.samples[index : index + 1], piece.heard.sample_rate)
    samples = resampled(one, MODEL_RATE).channel(0)
    probability = speech_probability(samples, settings.speech)
    level = loudness_db(samples, MODEL_RATE, hop_s=FRAME_S, frame_s=FRAME_S)[: len(probability)]
    first = round((piece.core.start - piece.offset_s) / FRAME_S)
    last = len(probability)
    if piece.offset_s + piece.heard.duration_s > piece.core.end:
        last = first + round(duration_s(piece.core) / FRAME_S)
    return SpeechFrames(FRAME_S, probability[first:last], level[first:last], noise_floor_db(samples, MODEL_RATE))
