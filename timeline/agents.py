"""Which agent speaks: by the name they give, else by the metadata, else numbered in order of arrival."""

import re
from collections.abc import Sequence

from calls.recording import CallMetadata
from timeline.utterances import Utterance

# What stands before a name when people introduce themselves, and what stands after one, surest first ("this is" names
# firms too); Whisper capitalises names.
_PART = "[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+"
_NAME = rf"(?P<name>(?:O['’])?{_PART}(?:[-'’]{_PART})?)"
_INTRODUCTIONS = (
    re.compile(
        rf"\b(?:[Mm]y name is|[Mm]y name['’]s|[Yy]ou(?:['’]re| are) (?:now )?(?:speaking|talking|through) (?:with|to)) "
        rf"{_NAME}\b"
    ),
    re.compile(rf"\b{_NAME},? speaking\b"),
    re.compile(rf"\b{_NAME} here\b[.,]"),
    re.compile(rf"\b(?:[Tt]his is|I['’]m|I am|[Ii]t['’]s) {_NAME}\b"),
)
_NOT_NAMES = frozenset(
    (
        *("I", "The", "Mr", "Mrs", "Ms", "Dr"),
        *("Sorry", "Just", "Still", "Not", "So", "Really", "And", "Good", "Okay", "Right", "Very"),
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        *("January", "February", "March", "July", "September", "October", "November", "December"),
    )
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
    names = _from_the_first_word(names, agent)
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
        for match in pattern.finditer(text):
            if match["name"] not in _NOT_NAMES:
                return match["name"]
    return None


def _from_the_first_word(names: Sequence[str | None], agent: Sequence[Utterance]) -> list[str | None]:
    """Who says "technical support" before they say their name is the same person, when the voice is the same."""
    first = next((index for index, name in enumerate(names) if name), 0)
    return [
        names[first] if index < first and utterance.voice == agent[first].voice else name
        for index, (name, utterance) in enumerate(zip(names, agent, strict=True))
    ]


def _may_arrive(utterance: Utterance, index: int, agent: Sequence[Utterance], returns: Sequence[float]) -> bool:
    if index == 0 or agent[index - 1].voice != utterance.voice:
        return True
    return any(0 <= utterance.start - back <= ARRIVES_WITHIN_S for back in (agent[0].start, *returns))
