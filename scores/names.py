"""Who is called by which name: what the customer is called by the agent, and what only sounds like it.

The words around names are data (configs/phrases/en/context.toml). Names themselves are told by their capital, which a
recogniser gives them within a sentence; a language that capitalises every noun would need another way.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calls.recording import CallMetadata
from configs.phrases import Phrases
from scores.lines import Line

_NAME = r"[A-Z][a-z]+(?:[-'][A-Z][a-z]+)?"


@dataclass(frozen=True, slots=True)
class Names:
    """Lower-case first and last names of each side; the agents' are known so as not to be taken for the customer's."""

    customer: frozenset[str]
    agents: frozenset[str]


class NameReader:
    """What names are given and used in a line, by the word lists of one language."""

    def __init__(self, phrases: Phrases) -> None:
        """Expressions are made once a call: cheap beside the matching itself."""
        words = phrases.words
        self._not_names = frozenset(words.get("not_names", ()))
        self._asks = frozenset(words.get("asks_name", ()))
        self._given = (
            re.compile(rf"\b{_any(words, 'introduces')} (?P<name>{_NAME}(?: {_NAME})?)"),
            re.compile(rf"\b(?P<name>{_NAME}) {_any(words, 'introduces_after')}\b"),
        )
        self._greeted = re.compile(rf"\b{_any(words, 'greets')},? (?P<name>{_NAME})\b")
        self._titled = re.compile(rf"\b{_any(words, 'titles')}\.? (?P<name>{_NAME})")
        self._called = (
            re.compile(rf"^{_any(words, 'before_name')},? (?P<name>{_NAME})[,.!?]"),
            re.compile(rf", (?P<name>{_NAME})(?:[,.!?]|$)"),
            re.compile(rf"\b{_any(words, 'before_last_name')},? (?P<name>{_NAME})[.!]?$"),
        )

    def names_in(self, lines: Sequence[Line], metadata: CallMetadata | None) -> Names:
        """The names each party gives, those they are greeted by, and those of the metadata."""
        customer = self._split(metadata.customer_name if metadata else None)
        agents = self._split(metadata.agent_name if metadata else None)
        for line in lines:
            given = {n for p in self._given for m in p.finditer(line.text) for n in self._split(m["name"])}
            if line.role == "agent":
                agents |= given
            else:
                customer |= given
                agents |= {n for m in self._greeted.finditer(line.text) for n in self._split(m["name"])}
        return Names(frozenset(customer - agents), frozenset(agents))

    def calls_by_name(self, line: Line, names: Names) -> bool:
        """Whether the agent uses the customer's name here, and not to ask for it."""
        spoken = {token.word.removesuffix("'s") for token in line.sentence.tokens}
        if spoken & self._asks:
            return False
        titled = any(m["name"].lower() not in names.agents for m in self._titled.finditer(line.text))
        if names.customer & spoken or titled:
            return True
        called = (match["name"].lower() for pattern in self._called for match in pattern.finditer(line.text))
        return any(name not in self._not_names and name not in names.agents for name in called)

    def greets_by_name(self, line: Line, names: Names) -> bool:
        """Whether the customer greets, thanks or leaves an agent by name."""
        return any(m["name"].lower() in names.agents for m in self._greeted.finditer(line.text))

    def _split(self, name: str | None) -> set[str]:
        parts = (part.lower() for part in (name or "").split())
        return {part for part in parts if len(part) > 1 and part not in self._not_names}


def _any(words: Mapping[str, tuple[str, ...]], name: str) -> str:
    """The words of a list, longest first, with a small or a capital first letter."""
    listed = words.get(name, ())
    spelled = (rf"[{w[0].upper()}{w[0]}]{re.escape(w[1:])}" for w in sorted(listed, key=len, reverse=True))
    return "(?:" + ("|".join(spelled) or "(?!)") + ")"
