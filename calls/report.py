"""All that is known of an analysed call, with the versions that made it."""

from dataclasses import dataclass
from datetime import datetime

from calls.curves import Curves
from calls.measures import Measures
from calls.recording import Recording
from calls.scores import Evidence, Scores
from calls.timeline import Timeline
from calls.transcript import Transcript, Turn


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long a stage took, wall-clock seconds."""

    stage: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made the report. `config` and `recipe` are hashes; `models` maps a model's name to its sha256.

    `recipe` covers code, config and models: the same recording with the same recipe need not be analysed again.
    """

    warmline: str
    config: str
    models: dict[str, str]
    device: str
    recipe: str
    analysed_at: datetime


@dataclass(frozen=True, slots=True)
class CallReport:
    """One analysed call. `notes` are sentences for the reader: what was not found, what was assumed.

    `curves` is None in a report of a version that kept none.
    """

    recording: Recording
    duration_s: float
    channels: int
    transcript: Transcript
    timeline: Timeline
    turns: tuple[Turn, ...]
    measures: Measures
    evidence: tuple[Evidence, ...]
    scores: Scores
    provenance: Provenance
    stages: tuple[StageTime, ...]
    notes: tuple[str, ...] = ()
    curves: Curves | None = None
