"""Recorded prompts over many calls: nearly the same words are one prompt; what callers did at each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from configs.wording import normal_words
from scorecards.shares import Share, share
from timeline.prompt_text import option_keys

SAME = 80.0
"""Words in common, in order, of 100: the recogniser hears a prompt a little differently each time."""
KEYS = frozenset("0123456789*#")


@dataclass(frozen=True, slots=True)
class Heard:
    """One wording: how often it was heard, and at how many of these times something was so. `chosen` by key."""

    text: str
    is_menu: bool
    heard: int
    zeroed: int
    zero_presses: int
    options_changed: int
    invalid: int
    repeated: int
    chosen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """A key that a menu reads out, and the share of the choices known that took it."""

    key: str
    taken: Share


@dataclass(frozen=True, slots=True)
class PromptFigures:
    """A prompt: its most frequent wording, how often heard, and shares of these times.

    `zeroed`: 0 was pressed before the next prompt. `options` are those read out; empty where it is no menu.
    """

    text: str
    is_menu: bool
    wordings: int
    heard: int
    zero_presses: int
    zeroed: Share
    options_changed: int
    invalid: int
    repeated: int
    options: tuple[Option, ...]

    @property
    def never(self) -> tuple[Option, ...]:
        """Options nobody is known to have taken, where any choice is known."""
        return tuple(option for option in self.options if option.taken.of and not option.taken.count)


def prompts(wordings: Sequence[Heard]) -> tuple[PromptFigures, ...]:
    """Prompts, the most often heard first. Wordings join the most frequent one that they are nearly the same as.

    A menu whose choices differ is another menu, however alike its words: "press 1" and "press 2" are a letter apart.
    """
    heads: dict[tuple[bool, tuple[str, ...]], list[tuple[str, list[Heard]]]] = {}
    for wording in sorted(wordings, key=lambda each: (-each.heard, each.text)):
        plain = normal_words(wording.text)
        alike = heads.setdefault((wording.is_menu, _keys(wording)), [])
        best = process.extractOne(plain, [head for head, _ in alike], scorer=fuzz.ratio, score_cutoff=SAME)
        if best is None:
            alike.append((plain, [wording]))
        else:
            alike[best[2]][1].append(wording)
    found = [_figures(group) for alike in heads.values() for _, group in alike]
    return tuple(sorted(found, key=lambda prompt: (-prompt.heard, prompt.text)))


def _keys(wording: Heard) -> tuple[str, ...]:
    """The keys a menu offers, in order, each once."""
    keys = option_keys(wording.text) if wording.is_menu else ()
    return tuple(dict.fromkeys(key for key in keys if key in KEYS))


def _figures(group: Sequence[Heard]) -> PromptFigures:
    chosen: Counter[str] = Counter()
    for wording in group:
        chosen.update(wording.chosen)
    heard, known = sum(w.heard for w in group), sum(chosen.values())
    return PromptFigures(
        text=group[0].text,
        is_menu=group[0].is_menu,
        wordings=len(group),
        heard=heard,
        zero_presses=sum(w.zero_presses for w in group),
        zeroed=share(sum(w.zeroed for w in group), heard),
        options_changed=sum(w.options_changed for w in group),
        invalid=sum(w.invalid for w in group),
        repeated=sum(w.repeated for w in group),
        options=tuple(Option(key, share(chosen[key], known)) for key in _keys(group[0])),
    )
