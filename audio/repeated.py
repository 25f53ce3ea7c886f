"""What a line plays, from its calls alone: the same sound in several recordings is no person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio.decode import decode
from audio.fingerprint import HOP_S, Clip, Prints, audible, find_in, fingerprint
from audio.music import find_music
from audio.ringback import find_ringing
from calls.sound import KnownSound
from calls.spans import Span, Timed, covered_s, difference, duration_s
from configs.settings import Settings


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """One channel of a recording: its fingerprint, where it is loud, and its music and ringing."""

    recording: str
    prints: Prints
    loud: NDArray[np.bool_]
    music: tuple[Span, ...]
    ringing: tuple[Span, ...]


def hear(path: Path, settings: Settings) -> Iterator[Heard]:
    """Each channel of a recording. Raises RecordingRejected."""
    audio = decode(path).audio
    for index in range(audio.channels):
        samples, rate = audio.channel(index), audio.sample_rate
        prints = fingerprint(samples, rate)
        loud = audible(samples, rate, len(prints), settings.line)
        music, ringing = find_music(samples, rate, settings.music), find_ringing(samples, rate, settings.ring)
        yield Heard(path.stem, prints, loud, music, ringing)


def learn_repeated(channels: Sequence[Heard], known: Sequence[Clip], settings: Settings) -> tuple[Clip, ...]:
    """What is heard in at least `line.heard_in` of the recordings and not `known`, each sound once.

    Ringing is every line's. A sound is named by the recording and the second it was first met at.
    """
    line = [*known]
    for channel in channels:
        others = [Clip(c.recording, "", c.prints) for c in channels if c.recording != channel.recording]
        again = [sound for o in others for sound in find_in(channel.prints, channel.loud, [o], settings.line)]
        told: list[Timed] = [*find_in(channel.prints, channel.loud, line, settings.line), *channel.ringing]
        for span in difference(_often(again, len(channel.prints), settings.line.heard_in - 1), told):
            if duration_s(span) >= settings.line.min_heard_s:
                line.append(_clip(channel, span))
    return tuple(line[len(known) :])


def _often(again: Sequence[KnownSound], frames: int, others: int) -> tuple[Span, ...]:
    """Where sounds of at least so many other recordings are heard."""
    names = sorted({sound.name for sound in again})
    heard = np.zeros((len(names), frames), dtype=bool)
    for sound in again:
        heard[names.index(sound.name), round(sound.start / HOP_S) : round(sound.end / HOP_S)] = True
    often = np.concatenate(([False], heard.sum(axis=0) >= others, [False]))
    edges = np.flatnonzero(np.diff(often.astype(np.int8))).reshape(-1, 2)
    return tuple(Span(float(first) * HOP_S, float(last) * HOP_S) for first, last in edges)


def _clip(channel: Heard, span: Span) -> Clip:
    first, last = round(span.start / HOP_S), round(span.end / HOP_S)
    kind = "music" if 2 * covered_s(span, channel.music) > duration_s(span) else "prompt"
    return Clip(f"{channel.recording} at {span.start:.0f} s", kind, channel.prints[first:last])
