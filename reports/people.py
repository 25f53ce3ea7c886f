"""What a party is called on a page, and which channel carries it."""

from calls.report import CallReport
from calls.spans import duration_s
from calls.transcript import Role, Turn
from reports.marker_names import sentence_case

ROLE_NAMES: dict[Role, str] = {"agent": "Agent", "customer": "Customer", "ivr": "IVR"}


def party_name(report: CallReport, turn: Turn) -> str:
    """Agent Noor, Agent 2, Customer, IVR."""
    role = ROLE_NAMES[turn.role]
    if turn.role == "ivr":
        return role
    metadata, speaker = report.recording.metadata, turn.speaker.strip()
    if turn.role == "agent" and speaker and speaker == metadata.agent_id:
        return f"{role} {metadata.agent_name or speaker}"
    if speaker.lower().startswith(turn.role):
        several = len({other.speaker for other in report.turns if other.role == turn.role}) > 1
        return sentence_case(speaker) if several else role
    return f"{role} {speaker}" if speaker else role


def side_of_channel(report: CallReport) -> tuple[str, ...]:
    """For each channel the party most heard on it: ("Agent", "Customer"); one "Everyone" where they share it."""
    if report.channels == 1:
        return ("Everyone",)
    metadata = report.recording.metadata
    agent_channel = metadata.agent_channel if metadata.agent_channel in (0, 1) else _channel_of_agent(report)
    return ("Agent", "Customer") if agent_channel == 0 else ("Customer", "Agent")


def _channel_of_agent(report: CallReport) -> int:
    spoken = [0.0, 0.0]
    for turn in report.turns:
        for word in turn.words:
            agent_side = turn.role != "customer"
            spoken[word.channel if agent_side else 1 - word.channel] += duration_s(word)
    return 0 if spoken[0] >= spoken[1] else 1
