"""A call script: who calls whom over what line, and what is heard, step by step (TOML)."""

import tomllib
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

Delivery = Literal["lively", "natural", "flat"]


@dataclass(frozen=True)
class Voice:
    """A speaker. `name` is a voice of voices.py; `pitch` shifts it by semitones, `formants` scales its vocal tract.

    `level_db` is the speech level in dB relative to full scale, `speed` 1.0 is the voice's own pace.
    """

    name: str
    delivery: Delivery = "natural"
    speed: float = 1.0
    pitch: float = 0.0
    formants: float = 1.0
    level_db: float = -21.0


@dataclass(frozen=True)
class Line:
    """What the telephone does to the sound. Levels in dB; `codec` is a pass before the final G.711 mu-law.

    `lost` is the share of 20 ms packets lost; `agent_channel` is where the far side lies; `keys_on` who is heard
    pressing: the caller's own channel, or the far side where a gateway sends the tones back.
    """

    noise_db: float = -58.0
    hum_hz: float = 0.0
    crosstalk_db: float = -38.0
    codec: Literal["none", "gsm", "opus"] = "none"
    lost: float = 0.0
    mono: bool = False
    agent_channel: int = 0
    keys_on: Literal["customer", "agent"] = "customer"


@dataclass(frozen=True)
class Ring:
    """Ringback tone of a country: us, uk or eu."""

    ring: str
    seconds: float = 6.0


@dataclass(frozen=True)
class Prompt:
    """A prompt of the IVR: a recording's name in `recorded`, or words in `prompt` for the voice 'ivr'.

    `options` counts the choices that are heard; `cut` ends the prompt that many seconds before its end.
    """

    prompt: str = ""
    recorded: str = ""
    menu: bool = False
    options: int = 0
    changed: bool = False
    invalid: bool = False
    cut: float = 0.0
    gap: float = 0.4


@dataclass(frozen=True)
class Key:
    """A key pressed `gap` seconds after what came before."""

    key: str
    gap: float = 0.8
    seconds: float = 0.12


@dataclass(frozen=True)
class Announcement:
    """Words (or a recording) that break into the waiting `at` seconds after its start."""

    at: float
    say: str = ""
    recorded: str = ""


@dataclass(frozen=True)
class Wait:
    """Queue or hold. `music` names a track of music.py, 'silence' or 'beep'; it restarts every `loop` seconds.

    With `under_db` set the music goes on that much softer under announcements, else it stops for them.
    """

    kind: Literal["queue", "hold"]
    seconds: float
    music: str = "silence"
    level_db: float = -24.0
    offset: float = 0.0
    loop: float = 0.0
    loop_gap: float = 1.5
    under_db: float | None = None
    announcements: tuple[Announcement, ...] = ()


@dataclass(frozen=True)
class Turn:
    """Somebody speaks, `gap` seconds after the last one ended (negative: over the last one's end)."""

    speaker: str
    text: str
    markers: tuple[str, ...] = ()
    gap: float | None = None


@dataclass(frozen=True)
class Pause:
    """Nobody speaks, the line stays open."""

    pause: float


Step = Ring | Prompt | Key | Wait | Turn | Pause


@dataclass(frozen=True)
class CallScript:
    """A whole call. `voices` maps speakers (agent, agent2, customer, ivr) to voices."""

    id: str
    agent_id: str
    agent_name: str
    team: str
    queue: str
    customer_name: str
    started_at: datetime
    seed: int
    voices: dict[str, Voice]
    steps: tuple[Step, ...]
    line: Line = field(default_factory=Line)
    agent_empathy: Literal["cold", "warm"] | None = None


def load_script(path: Path) -> CallScript:
    """Read a call script; its name is the call's id. Raises ValueError naming the file and the step."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        voices = {speaker: Voice(**spec) for speaker, spec in raw.pop("voices").items()}
        line = Line(**raw.pop("line", {}))
        steps = tuple(_step(number, spec, voices) for number, spec in enumerate(raw.pop("steps"), start=1))
        return CallScript(id=path.stem, voices=voices, line=line, steps=steps, **raw)
    except (TypeError, ValueError, KeyError) as error:
        raise ValueError(f"{path}: {error}") from error


def _step(number: int, spec: dict[str, Any], voices: dict[str, Voice]) -> Step:
    try:
        return _read(dict(spec), voices)
    except TypeError as error:
        raise ValueError(f"step {number}: {error}") from error


def _read(spec: dict[str, Any], voices: dict[str, Voice]) -> Step:
    """The step that `spec` describes: its first key says what it is."""
    first = next(iter(spec))
    if first in ("queue", "hold"):
        announced = tuple(Announcement(**said) for said in spec.pop("announcements", ()))
        return Wait(first, spec.pop(first), announcements=announced, **spec)  # type: ignore[arg-type]
    for step in (Ring, Prompt, Key, Pause):
        if first in {known.name for known in fields(step)}:
            return step(**spec)
    if first not in voices:
        raise ValueError(f"'{first}' is no step and no voice of this call")
    return Turn(first, spec.pop(first), tuple(spec.pop("markers", ())), **spec)
