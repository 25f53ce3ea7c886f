"""What a prompt says, from its own sound file: clearer there than in any call, and decoded once."""

from dataclasses import replace
from pathlib import Path

from audio.decode import decode
from audio.fingerprint import Clip
from calls.sound import Audio, ChannelSounds, Sounds
from calls.spans import Span
from configs.settings import Settings
from models.whisper import Recogniser
from transcripts.transcribe import transcribe


def with_words(clip: Clip, path: Path, recogniser: Recogniser, settings: Settings) -> Clip:
    """`clip` with the words of the sound file that it was learned from; music as it is.

    Raises RecordingRejected where the file can't be read.
    """
    if clip.kind != "prompt":
        return clip
    heard = decode(path).audio
    mixed = Audio(heard.samples.mean(axis=0, keepdims=True), heard.sample_rate)
    whole = ChannelSounds(0, (Span(0.0, mixed.duration_s),), (), (), 0.0)
    said = transcribe(mixed, Sounds(mixed.duration_s, (whole,)), recogniser, settings).words
    return replace(clip, said=said)
