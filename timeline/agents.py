"""Which agent speaks: by the name they give, by the metadata, else numbered in order of arrival."""

import re
from collections.abc import Sequence

from calls.recording import CallMetadata
from timeline.utterances import Utterance

# An introduction, as Whisper writes it: a capitalised name after the words people introduce themselves with. The
# words are those of configs/phrases/en/roles.toml; what follows them must look like a name.
NAME = r"(?P<name>[A-Z][a-z]+(?:[-'][A-Z][a-z]+)?)"


def agent_speakers(
    agent: Sequence[Utterance], returns: Sequence[float], metadata: CallMetadata, introductions: Sequence[str]
) -> tuple[str, ...]:
    """A speaker label for each of the agent side's utterances, in order.

    A new agent arrives with a new name given, at the start or after a wait (`returns`: when waits ended); a name
    equal to the metadata's is that agent. Mono calls give a new voice the same chance.
    """
    known = metadata.agent_name or metadata.agent_id
    labels: list[str] = []
    names: list[str] = []
    current: str | None = None
    for index, utterance in enumerate(agent):
        name = introduced_name(utterance.text, introductions) if _may_arrive(utterance, index, agent, returns) else None
        if name and (current is None or name.lower() != current.lower()):
            current = name
            names.append(name)
        labels.append(current or "")
    if len({n.lower() for n in names}) <= 1 and known:
        return tuple(known for _ in agent)
    return tuple(label or known or "agent 1" for label in labels)


def introduced_name(text: str, introductions: Sequence[str]) -> str | None:
    """The name somebody introduces themselves with, if any.

    >>> introduced_name("Hello, this is Julia from billing.", [r"this is {name}"])
    'Julia'
    """
    for pattern in introductions:
        match = re.search(pattern.replace("{name}", NAME), text)
        if match:
            return match["name"]
    return None


def _may_arrive(utterance: Utterance, index: int, agent: Sequence[Utterance], returns: Sequence[float]) -> bool:
    """Whether a new person may come on the line here: first of all, soon after a wait, or with another voice."""
    if index == 0 or agent[index - 1].voice != utterance.voice:
        return True
    first = agent[0].start
    return any(0 <= utterance.start - back <= 20.0 for back in (first, *returns))
