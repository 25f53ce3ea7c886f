"""A recording as it lies in the folder, and what is known of its call from outside the sound."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CallMetadata:
    """What the telephone system told about a call; None is unknown, never guessed.

    `agent_channel` is the 0-based channel of the agent's side (IVR, music, agent) in a two-channel recording.
    """

    call_id: str | None = None
    agent_id: str | None = None
    agent_name: str | None = None
    team: str | None = None
    queue: str | None = None
    started_at: datetime | None = None
    agent_channel: int | None = None
    customer_name: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A file to analyse. `sha256` is that of the file's bytes: the recording's identity, whatever its name."""

    path: Path
    sha256: str
    call_id: str
    metadata: CallMetadata
