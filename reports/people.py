"""What a party is called on a page, and which channel carries it."""

from collections.abc import Callable

from calls.report import CallReport
from calls.spans import duration_s
from calls.transcript import Role, Turn
from reports.marker_names import sentence_case

ROLE_NAMES: dict[Role, str] = {"agent": "Agent", "customer": "Customer", "ivr": "IVR"}


def party_name(report: CallReport, turn: Turn) -> str:
    """Agent Noor, Agent 2, Customer, IVR."""
    return party_namer(report)(turn)


def party_namer(report: CallReport) -> Callable[[Turn], str]:
    """`party_name` for all turns of a call, which may be hundreds."""
    metadata = report.recording.metadata
    speakers = {(turn.role, turn.speaker) for turn in report.turns}
    several = {role for role in ROLE_NAMES if sum(of == role for of, _ in speakers) > 1}

    def name(turn: Turn) -> str:
        role, speaker = ROLE_NAMES[turn.role], turn.speaker.strip()
        if turn.role == "ivr":
            return role
        if turn.role == "agent" and speaker and speaker == metadata.agent_id:
            return f"{role} {metadata.agent_name or speaker}"
        if speaker.lower().startswith(turn.role):
            return sentence_case(speaker) if turn.role in several else role
        return f"{role} {speaker}" if speaker else role

    return name


def side_of_channel(report: CallReport) -> tuple[str, ...]:
    """For each channel the party most heard on it: ("Agent", "Customer"); one "Everyone" where they share it.

    ("Left side", "Right side") where nothing tells, which an old report.json may leave so.
    """
    if report.channels == 1:
        return ("Everyone",)
    agent = agent_channel(report)
    if agent is None:
        return ("Left side", "Right side")
    return ("Agent", "Customer") if agent == 0 else ("Customer", "Agent")


def agent_channel(report: CallReport) -> int | None:
    """The 0-based channel of the agent's side; None where both sides share one, or nothing tells."""
    if report.channels == 1:
        return None
    known = report.recording.metadata.agent_channel
    return known if known in (0, 1) else _channel_of_agent(report)


def _channel_of_agent(report: CallReport) -> int | None:
    heard = [(turn.role != "customer", word) for turn in report.turns for word in turn.words if word.channel in (0, 1)]
    if not heard and any(turn.words for turn in report.turns):
        return None
    on_first = sum(
        duration_s(word) if agent_side == (word.channel == 0) else -duration_s(word) for agent_side, word in heard
    )
    return 0 if on_first >= 0 else 1
