"""The words of recorded voices, cut into prompts: a menu, a refusal, an announcement each by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from math import inf

from calls.measures import Prompt
from calls.sound import KeyPress
from calls.transcript import Turn, Word
from configs.call_settings import DynamicsSettings
from configs.phrases import Phrases
from configs.wording import normal_words
from timeline.prompt_text import PromptFacts, option_keys, read_prompt


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence of a prompt."""

    text: str
    start: float
    end: float
    facts: PromptFacts
    words: tuple[Word, ...]


def find_prompts(
    turns: Sequence[Turn], keys: Sequence[KeyPress], settings: DynamicsSettings, phrases: Phrases | None
) -> tuple[Prompt, ...]:
    """Every prompt of the ivr-role turns, in order of start. `repeated`: the same words were played before."""
    prompts: list[Prompt] = []
    groups = _grouped(_lines(turns, phrases), keys, settings)
    for lines, after in zip_longest(groups, groups[1:]):
        until = after[0].start if after else inf
        text = " ".join(line.text for line in lines)
        facts = read_prompt(text, phrases)
        prompts.append(
            Prompt(
                start=lines[0].start,
                end=lines[-1].end,
                text=text,
                is_menu=facts.is_menu,
                options=facts.options,
                options_changed=facts.options_changed,
                invalid=facts.invalid,
                options_heard=_heard(lines, keys, facts.options),
                chosen=_chosen(facts, [key for key in keys if lines[0].start <= key.start < until]),
                repeated=any(_alike(text, earlier.text) >= settings.same_prompt for earlier in prompts),
            )
        )
    return tuple(prompts)


def _chosen(facts: PromptFacts, pressed: Sequence[KeyPress]) -> str | None:
    """The key that took one of a menu's choices: the only one pressed, and one that the menu reads out."""
    digits = {key.digit for key in pressed}
    if not facts.is_menu or len(digits) != 1:
        return None
    (digit,) = digits
    return digit if digit in facts.option_keys else None


def _heard(lines: Sequence[_Line], keys: Sequence[KeyPress], options: int) -> int:
    """Choices read out before the caller pressed a key into the prompt; all of them where none was."""
    pressed = next((key.start for key in keys if lines[0].start <= key.start < lines[-1].end), None)
    if pressed is None:
        return options
    return len(option_keys(" ".join(w.text.strip() for line in lines for w in line.words if w.end <= pressed)))


def _lines(turns: Sequence[Turn], phrases: Phrases | None) -> list[_Line]:
    lines: list[_Line] = []
    for turn in sorted((t for t in turns if t.role == "ivr"), key=lambda t: t.start):
        words: list[Word] = []
        for word in turn.words:
            words.append(word)
            if word.text.rstrip().endswith((".", "?", "!")):
                lines.append(_line(words, phrases))
                words = []
        if words:
            lines.append(_line(words, phrases))
    return lines


def _line(words: Sequence[Word], phrases: Phrases | None) -> _Line:
    text = " ".join(word.text.strip() for word in words)
    return _Line(text, words[0].start, words[-1].end, read_prompt(text, phrases), tuple(words))


def _grouped(lines: Sequence[_Line], keys: Sequence[KeyPress], settings: DynamicsSettings) -> list[list[_Line]]:
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and not _begins(line, groups[-1], keys, settings):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _begins(line: _Line, current: Sequence[_Line], keys: Sequence[KeyPress], settings: DynamicsSettings) -> bool:
    """Whether `line` begins a prompt of its own: after a pause or a key, a refusal, a choice already read out."""
    gap = line.start - current[-1].end
    keyed = any(current[-1].start < key.start <= line.start for key in keys)
    if gap >= settings.prompt_gap_s or (keyed and gap >= settings.key_gap_s):
        return True
    refused = any(earlier.facts.invalid for earlier in current)
    if line.facts.invalid or (refused and (line.facts.options or line.facts.options_changed)):
        return True
    offered = {key for earlier in current for key in earlier.facts.option_keys}
    if line.facts.options_changed and offered:
        return True
    return bool(offered.intersection(line.facts.option_keys))


def _alike(a: str, b: str) -> float:
    """Share of words in common, in order, 0 to 1."""
    return SequenceMatcher(None, normal_words(a).split(), normal_words(b).split(), autojunk=False).ratio()
