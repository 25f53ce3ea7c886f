"""Sound as samples, and what the ear finds in it before any word is read."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from calls.spans import Span
from calls.transcript import Word

Samples = NDArray[np.float32]
"""One channel: float32 in -1..1, shape (n,)."""

MASKED_KEY = "masked"
"""What stands for a key that may be part of a PIN or a card number: every key but 0, * and #."""


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """A decoded recording: `samples` float32 (channels, n) in -1..1 at `sample_rate` Hz."""

    samples: NDArray[np.float32]
    sample_rate: int

    @property
    def channels(self) -> int:
        """Number of channels."""
        return int(self.samples.shape[0])

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return float(self.samples.shape[1]) / self.sample_rate

    def channel(self, index: int) -> Samples:
        """One channel's samples, shape (n,)."""
        samples: Samples = self.samples[index]
        return samples


@dataclass(frozen=True, slots=True)
class KeyPress:
    """A key heard (DTMF). `key` is "0", "*", "#" or `MASKED_KEY`: that is all that is shown or kept of it.

    `digit` is the key itself where it was pressed alone, for measures.prompts to tell a menu's choice by; None within a
    number being typed. It is written nowhere.
    """

    key: str
    start: float
    end: float
    channel: int
    digit: str | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class SpeakerSpan:
    """A stretch spoken by one voice; `speaker` is a label that means something only within its recording."""

    start: float
    end: float
    speaker: str


@dataclass(frozen=True, slots=True)
class KnownSound:
    """A stretch in which a prompt or music of the house plays that Warmline was taught; `kind` "prompt" or "music".

    `said` are a prompt's words, as far as it is heard, at their times in the recording; empty where they aren't known.
    """

    name: str
    kind: str
    start: float
    end: float
    said: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelSounds:
    """What is heard on one channel. The kinds may overlap (an announcement over music is speech and music).

    `ringing` is ringback tone with the pauses of its cadence; `noise_floor_db` is dB relative to full scale;
    `voices` says which voice speaks when, where a diariser ran (mono calls), else it is empty. `known` are the house's
    own prompts and music, as far as they were taught.
    """

    channel: int
    speech: tuple[Span, ...]
    music: tuple[Span, ...]
    ringing: tuple[Span, ...]
    noise_floor_db: float
    voices: tuple[SpeakerSpan, ...] = ()
    known: tuple[KnownSound, ...] = ()


@dataclass(frozen=True, slots=True)
class Sounds:
    """What is heard in a recording. One channel: a mixed (mono) call; two: one side each."""

    duration_s: float
    channels: tuple[ChannelSounds, ...]
    keys: tuple[KeyPress, ...] = field(default=())

    def taught(self, kind: Literal["prompt", "music"]) -> tuple[KnownSound, ...]:
        """The house's own prompts or music heard on any channel, in order of start."""
        known = [sound for channel in self.channels for sound in channel.known if sound.kind == kind]
        return tuple(sorted(known, key=lambda sound: sound.start))

    @property
    def layout(self) -> Literal["mono", "stereo"]:
        """Whether both parties share one channel."""
        return "mono" if len(self.channels) == 1 else "stereo"
