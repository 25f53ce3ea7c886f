"""Words, and who said them."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["agent", "customer", "ivr"]
"""`ivr` is every recorded or synthetic voice: menus, announcements in the queue, voicemail greetings."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as recognised. `speaker` is the diariser's label, None where the channel alone tells (stereo)."""

    text: str
    start: float
    end: float
    confidence: float
    channel: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """All words of a recording in order of start, prompts included, music never."""

    words: tuple[Word, ...]
    language: str | None
    language_confidence: float


@dataclass(frozen=True, slots=True)
class Turn:
    """What one party says before another speaks or falls silent.

    `speaker` tells several agents apart: an agent id, a name heard, else "agent 1", "agent 2"; likewise "customer".
    """

    role: Role
    speaker: str
    start: float
    end: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text.strip() for word in self.words)
