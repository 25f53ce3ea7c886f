"""Who is called by which name: what the customer is called by the agent, and what only sounds like it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from calls.recording import CallMetadata
from scores.lines import Line

# Names are capitalised by the recogniser within a sentence; at its start every word is.
_NAME = r"[A-Z][a-z]+(?:[-'][A-Z][a-z]+)?"
_INTRODUCES = re.compile(
    rf"\b(?:[Mm]y name(?:'s| is)|[Nn]ame is|[Tt]his is|[Ii]t(?:'s| is)|I am|I'm|[Ss]peaking with|[Ss]peaking to)"
    rf" (?P<name>{_NAME}(?: {_NAME})?)"
)
_SPEAKING = re.compile(rf"\b(?P<name>{_NAME}) (?:speaking|here)\b")
_GREETS = re.compile(
    rf"\b(?:[Hh]i|[Hh]ello|[Hh]ey|[Tt]hanks|[Tt]hank you(?: so much| very much)?|[Bb]ye),? (?P<name>{_NAME})\b"
)
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Doctor)\.? (?P<name>{_NAME})")
# "Oh Tom, ..." / "Hello Peter, ..." / "..., Maria, ..." / "My pleasure Grace."
_CALLED = (
    re.compile(
        rf"^(?:Oh|Okay|OK|Right|Well|So|Now|Yes|No|Hi|Hello|Hey|Thanks|Thank you|All right|Alright|Sorry|Great|Perfect)"
        rf",? (?P<name>{_NAME})[,.!?]"
    ),
    re.compile(rf", (?P<name>{_NAME})(?:[,.!?]|$)"),
    re.compile(
        rf"\b(?:pleasure|welcome|thank you|thanks|sorry|goodbye|bye|day|evening|weekend),? (?P<name>{_NAME})[.!]?$"
    ),
)
_ASKS_THE_NAME = re.compile(r"\b(?:name|spell|speaking (?:to|with)|account holder|surname)\b")
# Capitalised words that are called out but are nobody's name.
_NOT_NAMES = frozenset(
    ("I", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March")
    + ("April", "May", "June", "July", "August", "September", "October", "November", "December", "Christmas", "Easter")
    + ("God", "English", "Spanish", "French", "Okay", "Sir", "Madam", "Internet", "Visa", "Google", "Amazon", "Apple")
)


@dataclass(frozen=True, slots=True)
class Names:
    """Lower-case names, first and last ones apart. The agents' own are told so as not to be taken for the customer's."""

    customer: frozenset[str]
    agents: frozenset[str]


def names_in(lines: Sequence[Line], metadata: CallMetadata | None) -> Names:
    """The names given by each party, by the other when greeted, and by the metadata."""
    customer = _split(metadata.customer_name if metadata else None)
    agents = _split(metadata.agent_name if metadata else None)
    for line in lines:
        given = {n for p in (_INTRODUCES, _SPEAKING) for m in p.finditer(line.text) for n in _split(m["name"])}
        if line.role == "agent":
            agents |= given
        else:
            customer |= given
            agents |= {n for m in _GREETS.finditer(line.text) for n in _split(m["name"])}
    return Names(frozenset(customer - agents), frozenset(agents))


def calls_by_name(line: Line, names: Names) -> bool:
    """Whether the agent uses the customer's name here, and not to ask for it."""
    if _ASKS_THE_NAME.search(line.text.lower()):
        return False
    spoken = {token.word.removesuffix("'s") for token in line.sentence.tokens}
    if names.customer & spoken or any(m["name"].lower() not in names.agents for m in _TITLED.finditer(line.text)):
        return True
    called = (match["name"] for pattern in _CALLED for match in pattern.finditer(line.text))
    return any(name not in _NOT_NAMES and name.lower() not in names.agents for name in called)


def _split(name: str | None) -> set[str]:
    return {part.lower() for part in (name or "").split() if len(part) > 1 and part not in _NOT_NAMES}
