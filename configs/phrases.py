"""Phrase lists: what is looked for in words, per language, as data that a supervisor can edit.

A language is a folder of TOML files (phrases/en/markers.toml, ivr.toml, roles.toml); each table in a file is a rule.
The notation of phrases is described in configs/notation.py and at the top of markers.toml.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from calls.errors import SetupBroken
from configs.examples import Labelled, parse_labelled
from configs.notation import PhraseError, compile_phrases, word_table

WORDS_TABLE = "words"
EXAMPLES = "examples.tsv"


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class RuleText:
    """A rule as it stands in its file. `weight` is how much a match says, 0 to 1."""

    phrases: list[str] = field(default_factory=list)
    unless: list[str] = field(default_factory=list)
    role: Literal["agent", "customer", "any"] = "any"
    question: bool | None = None
    negatable: bool = False
    near: Literal["start", "end"] | None = None
    weight: float = 1.0
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A match: characters `start` to `end` of the normalised words."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """What to look for. `find` answers for one normalised sentence; role, question and place are for the caller."""

    name: str
    text: RuleText
    wanted: re.Pattern[str] | None
    refused: re.Pattern[str] | None

    def find(self, words: str) -> Found | None:
        """The first match in `words` (normalised, single spaces) that no look-alike overlaps; None if there is none."""
        if self.wanted is None:
            return None
        alikes = [m.span() for m in self.refused.finditer(words)] if self.refused else []
        for match in self.wanted.finditer(words):
            if not any(start < match.end() and match.start() < end for start, end in alikes):
                return Found(match.start(), match.end())
        return None

    def matches(self, words: str) -> bool:
        """Whether it is found in `words`."""
        return self.find(words) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The lists of one language: `rules["markers"]["apology"]`; the first key is the file's name.

    Equal only to itself, so that what is derived from lists can be kept for them.
    """

    language: str
    rules: Mapping[str, Mapping[str, PhraseRule]]
    words: Mapping[str, tuple[str, ...]]
    """The [words] tables by name, entries of several words with spaces."""
    examples: tuple[Labelled, ...] = ()
    """The house's own examples of markers (scores/own_examples.py)."""

    def of(self, file: str) -> Mapping[str, PhraseRule]:
        """The rules of a file by name; empty if the language has no such file."""
        return self.rules.get(file, {})

    def matches(self, file: str, rule: str, words: str) -> bool:
        """Whether that rule is found in `words` (normalised); no for a rule that the language lacks."""
        found = self.of(file).get(rule)
        return found is not None and found.matches(words)


@cache
def load_phrases(language: str = "en", own: Path | None = None) -> Phrases | None:
    """The lists for `language` (a code such as "en" or "en-GB"); None when there are none.

    `own` is a folder laid out the same way (own/en/markers.toml): its phrases and `unless` are added to ours, its
    other values replace them. It may hold examples as well (own/en/examples.tsv, lines as configs/examples has them).
    Raises SetupBroken naming the file and what is wrong.
    """
    code = language.split("-")[0].split("_")[0].lower()
    tables: dict[str, dict[str, Any]] = {}
    examples: tuple[Labelled, ...] = ()
    for name, text in _sources(code, own):
        if name.endswith(EXAMPLES):
            examples = parse_labelled(text, str(own / name if own else name))
            continue
        _add(tables.setdefault(name.rpartition("/")[2].removesuffix(".toml"), {}), _parsed(name, text))
    if not tables:
        return None
    shared = {k: v for table in tables.values() for k, v in table.get(WORDS_TABLE, {}).items()}
    words = {name: tuple(word.replace("_", " ") for word in text.split()) for name, text in shared.items()}
    rules = {file: _rules(file, table, shared) for file, table in tables.items()}
    return Phrases(code, rules, words, examples)


def phrases_text(own: Path | None = None) -> str:
    """All lists and own examples as one text, for the hash that tells whether a call must be analysed again."""
    folders = [f.name for root in _roots(own) for f in root.iterdir() if f.is_dir()]
    return "\n".join(f"# {name}\n{text}" for code in sorted(set(folders)) for name, text in _sources(code, own))


def _roots(own: Path | None) -> Iterator[Traversable]:
    """Our folder of languages, then the house's own."""
    yield resources.files("configs").joinpath("phrases")
    if own is not None:
        if not own.is_dir():
            raise SetupBroken(f"{own}: there is no such folder of phrases; correct the setting markers.own")
        yield own


def _sources(code: str, own: Path | None) -> Iterator[tuple[str, str]]:
    """(path for messages, text) of each file of the language, ours first."""
    for root in _roots(own):
        folder = root.joinpath(code)
        if folder.is_dir():
            for entry in sorted(folder.iterdir(), key=lambda f: f.name):
                if entry.name.endswith((".toml", EXAMPLES)):
                    yield f"{code}/{entry.name}", entry.read_text("utf-8")


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SetupBroken(f"phrases/{name} is not valid TOML ({error}); correct that line") from error


def _add(table: dict[str, Any], more: dict[str, Any]) -> None:
    for rule, values in more.items():
        old = table.setdefault(rule, {})
        for key, value in values.items():
            joined = isinstance(value, list) and isinstance(old.get(key), list)
            old[key] = [*old[key], *value] if joined else value


def _rules(file: str, table: dict[str, Any], shared: Mapping[str, str]) -> dict[str, PhraseRule]:
    words = word_table(shared)
    rules: dict[str, PhraseRule] = {}
    for name, values in table.items():
        if name == WORDS_TABLE:
            continue
        try:
            text = TypeAdapter(RuleText).validate_python(values)
            rules[name] = PhraseRule(
                name, text, compile_phrases(text.phrases, words), compile_phrases(text.unless, words)
            )
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in (name, *first["loc"]))
            raise SetupBroken(f"phrases {file}.toml: '{where}': {first['msg']}; see the top of markers.toml") from error
        except PhraseError as error:
            raise SetupBroken(f"phrases {file}.toml: [{name}] {error}; see the top of markers.toml") from error
    return rules
