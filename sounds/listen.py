"""Audio to Sounds: every detector run once over every channel."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audio.channels import is_same_mix
from audio.dtmf import find_keys
from audio.fingerprint import Clip, find_known
from audio.loudness import loudness_db, noise_floor_db
from audio.music import find_music
from audio.resample import resampled
from audio.ringback import find_ringing
from calls.sound import Audio, ChannelSounds, KeyPress, KnownSound, Samples, Sounds, SpeakerSpan
from calls.spans import Span, difference, duration_s, union
from configs.settings import Settings
from models.engines import Engines
from models.silero import FRAME_S, speech_probability
from sounds.speech import SpeechFrames, speech_spans, without_crosstalk

MODEL_RATE = 16_000
"""Every network of ours listens at 16 kHz."""


def sides(audio: Audio, settings: Settings) -> Audio:
    """One channel a side: two channels that carry the same mix become one."""
    if audio.channels == 2 and is_same_mix(audio, settings.channels):
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
    wide = resampled(audio, MODEL_RATE)
    tones = [_tones(audio, index, engines.line, settings) for index in range(audio.channels)]
    frames = [_speech_frames(wide.channel(index), settings) for index in range(audio.channels)]
    speech = [_speech(frame, tone, settings) for frame, tone in zip(frames, tones, strict=True)]
    if len(frames) == 2:
        speech = [without_crosstalk(frames[i], frames[1 - i], speech[i], settings.speech) for i in range(2)]
        voices: tuple[SpeakerSpan, ...] = ()
    else:
        voices = engines.diariser.diarise(wide.channel(0), speech[0], speakers, settings.diarisation)
    channels = tuple(
        ChannelSounds(index, speech[index], tone.music, tone.ringing, frames[index].noise_floor_db, voices, tone.known)
        for index, tone in enumerate(tones)
    )
    keys = sorted((key for tone in tones for key in tone.keys), key=lambda key: key.start)
    return Sounds(audio.duration_s, channels, tuple(keys))


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


def _speech(frames: SpeechFrames, tones: _Tones, settings: Settings) -> tuple[Span, ...]:
    """Speech without tones taken for it, nor the slivers that their edges leave."""
    spoken = difference(speech_spans(frames, tones.music, settings.speech), [*tones.ringing, *tones.keys])
    return tuple(span for span in spoken if duration_s(span) >= settings.speech.min_speech_s)


def _speech_frames(samples: Samples, settings: Settings) -> SpeechFrames:
    """Silero's probability and the level on one clock, from one channel at MODEL_RATE."""
    probability = speech_probability(samples, settings.speech)
    level = loudness_db(samples, MODEL_RATE, hop_s=FRAME_S, frame_s=FRAME_S)[: len(probability)]
    return SpeechFrames(FRAME_S, probability, level, noise_floor_db(samples, MODEL_RATE))
