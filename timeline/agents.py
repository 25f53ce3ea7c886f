"""Which agent speaks: by the name they give, by their voice, else by the metadata or numbered in order of arrival."""

from collections.abc import Sequence
from itertools import groupby

from calls.recording import CallMetadata
from timeline.names import introduced_name, is_name_of
from timeline.utterances import Utterance

ARRIVES_WITHIN_S = 20.0
"""Who comes on the line says their name within this."""


def agent_speakers(
    agent: Sequence[Utterance], returns: Sequence[float], metadata: CallMetadata, persons: Sequence[int | None] = ()
) -> tuple[str, ...]:
    """A speaker label for each of the agent side's utterances, in order.

    Another agent arrives with another name given after a wait (`returns`: when waits ended) or by another voice, or is
    another of `persons`: who speaks in each of `stints`, None where that can't be told. One agent in all is the
    metadata's; of several, the one who gives that name, else the first who gives none.
    """
    person_of = _persons_of_each(agent, returns, persons)
    names = _names(agent, returns, person_of, metadata)
    known = metadata.agent_name or metadata.agent_id
    who: list[str | int] = [name or person for name, person in zip(names, person_of, strict=True)]
    everyone = list(dict.fromkeys(who))
    if len(everyone) <= 1:
        return tuple(known or name or "agent 1" for name in names)
    labels = {one: one if isinstance(one, str) else f"agent {number}" for number, one in enumerate(everyone, 1)}
    nameless = next((one for one in everyone if isinstance(one, int)), None)
    if known and known not in labels and nameless is not None:
        labels[nameless] = known
    return tuple(labels[one] for one in who)


def stints(agent: Sequence[Utterance], returns: Sequence[float]) -> tuple[tuple[Utterance, ...], ...]:
    """The agent side's utterances, parted by the waits that ended at `returns`."""
    return tuple(tuple(stint) for _, stint in groupby(agent, lambda u: sum(back <= u.start for back in returns)))


def _persons_of_each(
    agent: Sequence[Utterance], returns: Sequence[float], persons: Sequence[int | None]
) -> tuple[int, ...]:
    """A number for who speaks each utterance; whoever can't be told is who spoke before the wait."""
    parted = stints(agent, returns)
    told, last = [], 0
    for stint, person in zip(parted, persons or [None] * len(parted), strict=True):
        last = last if person is None else person
        told += [last] * len(stint)
    return tuple(told)


def _names(
    agent: Sequence[Utterance], returns: Sequence[float], person_of: Sequence[int], metadata: CallMetadata
) -> list[str | None]:
    """The name that each utterance's speaker goes by, None where they never give one."""
    names: list[str | None] = []
    goes_by: dict[int, str] = {}
    for index, (utterance, person) in enumerate(zip(agent, person_of, strict=True)):
        heard = introduced_name(utterance.text) if _may_arrive(utterance, index, agent, returns) else None
        if heard:
            goes_by[person] = _as_known(heard, metadata)
        names.append(goes_by.get(person))
    return _from_the_first_word(names, agent, person_of)


def _as_known(heard: str, metadata: CallMetadata) -> str:
    known = metadata.agent_name
    return known if known and is_name_of(heard, known) else heard


def _from_the_first_word(
    names: Sequence[str | None], agent: Sequence[Utterance], person_of: Sequence[int]
) -> list[str | None]:
    """Who says "technical support" before they say their name is the same person, when the voice is the same."""
    first: dict[int, int] = {}
    for index, (name, person) in enumerate(zip(names, person_of, strict=True)):
        if name:
            first.setdefault(person, index)

    def later_name(index: int) -> str | None:
        named = first.get(person_of[index])
        return names[named] if named is not None and agent[named].voice == agent[index].voice else None

    return [name or later_name(index) for index, name in enumerate(names)]


def _may_arrive(utterance: Utterance, index: int, agent: Sequence[Utterance], returns: Sequence[float]) -> bool:
    if index == 0 or agent[index - 1].voice != utterance.voice:
        return True
    return any(0 <= utterance.start - back <= ARRIVES_WITHIN_S for back in (agent[0].start, *returns))
