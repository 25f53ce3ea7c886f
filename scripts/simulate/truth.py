"""What is true of a made call, in the shape that benchmarks read."""

from dataclasses import dataclass, field
from typing import Any

from simulate.script import CallScript


@dataclass
class Truth:
    """Filled while the call is built; times in seconds."""

    segments: list[dict[str, Any]] = field(default_factory=list)
    prompts: list[dict[str, Any]] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)
    turns: list[dict[str, Any]] = field(default_factory=list)
    ivr: dict[str, int] = field(
        default_factory=lambda: {"menus": 0, "options": 0, "options_changed": 0, "invalid": 0, "zero_presses": 0}
    )

    def enter(self, kind: str, at: float, **facts: object) -> None:
        """A segment of `kind` begins, unless we are in one already that goes on (queues and holds always begin)."""
        if self.segments and self.segments[-1]["kind"] == kind and kind not in ("queue", "hold"):
            return
        self.close(at)
        self.segments.append({"kind": kind, "start": at, **facts})

    def close(self, at: float) -> None:
        """The last segment ends."""
        if self.segments and "end" not in self.segments[-1]:
            self.segments[-1]["end"] = at

    @property
    def kind(self) -> str | None:
        """The segment we are in."""
        return str(self.segments[-1]["kind"]) if self.segments else None


def as_json(script: CallScript, truth: Truth, duration_s: float) -> dict[str, Any]:
    """All that is true of the call."""
    return {
        **metadata(script),
        "customer_name": script.customer_name,
        "duration": round(duration_s, 3),
        "agent_delivery": script.voices["agent"].delivery,
        **({"agent_empathy": script.agent_empathy} if script.agent_empathy else {}),
        "ivr": truth.ivr,
        **{name: _rounded(getattr(truth, name)) for name in ("segments", "prompts", "keys", "turns")},
    }


def metadata(script: CallScript) -> dict[str, Any]:
    """What a telephone system would tell about the call: its sidecar."""
    far, near = script.line.agent_channel, 1 - script.line.agent_channel
    return {
        "id": script.id,
        "agent_id": script.agent_id,
        "agent_name": script.agent_name,
        "team": script.team,
        "queue": script.queue,
        "started_at": script.started_at.isoformat().replace("+00:00", "Z"),
        "channels": {"0": "mixed"} if script.line.mono else {str(far): "agent", str(near): "customer"},
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value
