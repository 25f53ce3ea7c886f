"""What the timeline draws of the sound: coarse, kept with the report, so that nobody needs the recording for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoiceCurve:
    """The agent's voice through the call, a point every `step_s` seconds from 0; None where it is not heard.

    `semitones` is pitch, `loudness_db` level, both as the difference from that voice's own median in the call: what is
    measured is how it moves, never whether it is high, low or loud, and no emotion is read from it.
    """

    step_s: float
    semitones: tuple[float | None, ...]
    loudness_db: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """`peaks`: a channel's loudest samples, 0 to 1, in equal stretches; `voice` None where none is heard."""

    peaks: tuple[tuple[float, ...], ...]
    voice: VoiceCurve | None = None
