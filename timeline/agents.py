"""Which agent speaks: by the name they give, else by the metadata, else numbered in order of arrival."""

import re
from collections.abc import Sequence

from calls.recording import CallMetadata
from timeline.utterances import Utterance

# What stands before a name when people introduce themselves, and what stands after one; Whisper capitalises names.
_NAME = r"(?P<name>[A-Z][a-z]+)"
_INTRODUCTIONS = (
    re.compile(
        rf"\b(?:[Mm]y name is|[Mm]y name's|[Tt]his is|I'm|I am|[Yy]ou're speaking (?:with|to)|[Ii]t's) {_NAME}\b"
    ),
    re.compile(rf"\b{_NAME},? speaking\b"),
    re.compile(rf"\b{_NAME} here\b[.,]"),
)
_NOT_NAMES = frozenset(
    {"I", "The", "Sorry", "Just", "Still", "Not", "So", "Really", "And", "Good", "Okay", "Right", "Very"}
)
ARRIVES_WITHIN_S = 20.0
"""Who comes on the line says their name within this."""


def agent_speakers(agent: Sequence[Utterance], returns: Sequence[float], metadata: CallMetadata) -> tuple[str, ...]:
    """A speaker label for each of the agent side's utterances, in order.

    Another agent arrives with another name given after a wait (`returns`: when waits ended) or by another voice. One
    agent in all is the metadata's.
    """
    names: list[str | None] = []
    current: str | None = None
    for index, utterance in enumerate(agent):
        name = introduced_name(utterance.text) if _may_arrive(utterance, index, agent, returns) else None
        current = name or current
        names.append(current)
    known = metadata.agent_name or metadata.agent_id
    if len({name for name in names if name}) <= 1:
        return tuple(known or name or "agent 1" for name in names)
    return tuple(name or known or "agent 1" for name in names)


def introduced_name(text: str) -> str | None:
    """The name somebody introduces themselves with, if any.

    >>> introduced_name("Hello, this is Julia from billing.")
    'Julia'
    """
    for pattern in _INTRODUCTIONS:
        match = pattern.search(text)
        if match and match["name"] not in _NOT_NAMES:
            return match["name"]
    return None


def _may_arrive(utterance: Utterance, index: int, agent: Sequence[Utterance], returns: Sequence[float]) -> bool:
    if index == 0 or agent[index - 1].voice != utterance.voice:
        return True
    return any(0 <= utterance.start - back <= ARRIVES_WITHIN_S for back in (agent[0].start, *returns))
