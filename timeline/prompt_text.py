"""Does a text sound like a recorded prompt, and what does it offer? Pure text; Whisper's mishearings expected.

Kinds of prompt are independent witnesses: with weights a and b both found, 1 - (1 - a)(1 - b). Words only a person
says (their name, "how can I help?") take from that by the weight of the list `person`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from configs.phrases import PhraseRule, Phrases
from configs.wording import normal_words, sentences

PROMPTS = "ivr"
PROMPT_KINDS = (
    "options_changed",
    "invalid",
    "asked_again",
    "menu",
    "connecting",
    "waiting",
    "recording_notice",
    "hours",
    "voicemail",
)
SURE_FROM = 0.5
"""A text is a prompt from this likelihood: more for than against."""
ONE_OPTION, SEVERAL_OPTIONS = 0.6, 0.95
"""Likelihood by choices read out: a person explaining a menu names one key, hardly ever two."""

# Keys as Whisper writes them after "press": digits, words, and the words they sound like.
_KEY = (
    r"(?:\d{1,2}|zero|oh|o|one|won|two|too|to|q|three|tree|four|for|five|six|sicks|seven|eight|ate|nine|"
    r"star|pound|hash|asterisk|[#*])"
)
_PRESS = r"(?:press|presses|pressing|dial|hit|push|select|choose|touch|tap)"
_NUMBER = r"(?:the )?(?:number |key |digit |option )?"
_PRESSED = re.compile(rf"\b(?:{_PRESS}|say)(?: or (?:{_PRESS}|say))? {_NUMBER}(?P<key>{_KEY})(?![a-z0-9])")
# The second way of taking the same option: "press 1 [or say billing]", "[say billing or] press 1".
_OR_SAY = re.compile(rf"(?P<kept>{_PRESS} {_NUMBER}{_KEY}) or (?:just |simply )?say [a-z0-9]+")
_SAY_OR = re.compile(rf"\bsay (?:[a-z0-9]+ ){{1,4}}?or (?P<kept>{_PRESS} {_NUMBER}{_KEY}\b)")
# "press 1 to mute, [2 to lock] or [8 to exit]".
_LISTED = re.compile(r"(?:^|(?<= ))(?P<key>[0-9]|star|pound|hash|[#*])(?: or [0-9])? (?:to|for|if) [a-z]")
# "say billing"; not "say that again", not "say your name".
_NOT_SAID = "again|that|it|the|your|you|a|an|hello|or|so|to|this|in|what|goodbye|thank|sorry|if|i|we|is|no"
_SAID = re.compile(rf"\b(?:just |can |please )?say (?!{_KEY}\b)(?!(?:{_NOT_SAID})\b)(?P<key>[a-z]+)")
# "say things like billing, upgrades or technical support": a list with its commas.
_SAID_LIST = re.compile(
    r"\bsay(?: things like| something like| either)?:? (?P<list>[a-z' ]+(?:,[a-z' ]+)*,? or [a-z' ]+)", re.IGNORECASE
)
_OR_COMMA = re.compile(r",(?: or )?| or ")
# "Press" as it is often misheard; nobody else ends a sentence on "for this or that, pass two".
_MISHEARD = re.compile(rf"(?P<kept>\b(?:for|if|to)\b[^.?!]*?[, ])pass(?= {_NUMBER}{_KEY}(?:[.,;?!]|$))", re.IGNORECASE)
_BY_KEY = re.compile(_PRESS + r"\b")
_LONGEST_CHOICE = 4
"""Words of a choice one says aloud."""
_SPELLED = {
    **dict.fromkeys(("zero", "oh", "o"), "0"),
    **dict.fromkeys(("one", "won"), "1"),
    **dict.fromkeys(("two", "too", "to", "q"), "2"),
    **dict.fromkeys(("three", "tree"), "3"),
    **dict.fromkeys(("four", "for"), "4"),
    "five": "5",
    **dict.fromkeys(("six", "sicks"), "6"),
    "seven": "7",
    **dict.fromkeys(("eight", "ate"), "8"),
    "nine": "9",
    **dict.fromkeys(("star", "asterisk"), "*"),
    **dict.fromkeys(("pound", "hash"), "#"),
}


@dataclass(frozen=True, slots=True)
class PromptFacts:
    """What a text says of being a prompt.

    `likelihood` 0 to 1 that a recording says it; `options` choices it reads out; `is_menu`: it offers at least one
    choice by key or word; `waits`: it asks for patience; `invalid`: it refuses a key or an answer.
    """

    likelihood: float = 0.0
    is_prompt: bool = False
    is_menu: bool = False
    options: int = 0
    options_changed: bool = False
    invalid: bool = False
    waits: bool = False
    connecting: bool = False
    voicemail: bool = False
    kinds: tuple[str, ...] = ()
    option_keys: tuple[str, ...] = ()


def read_prompt(text: str, phrases: Phrases | None) -> PromptFacts:
    """What `text` (one utterance or several) says of being a prompt. Without lists for the language: nothing."""
    if phrases is None or not text.strip():
        return PromptFacts()
    rules = phrases.of(PROMPTS)
    parts = [sentence.words for sentence in sentences(text)]
    kinds = tuple(kind for kind in PROMPT_KINDS if _found(rules.get(kind), parts))
    keys = option_keys(text)
    likelihood = _likelihood(kinds, len(keys), parts, rules)
    return PromptFacts(
        likelihood=likelihood,
        is_prompt=likelihood >= SURE_FROM,
        is_menu=len(keys) >= 2 or (len(keys) == 1 and likelihood >= SURE_FROM),
        options=len(keys),
        options_changed="options_changed" in kinds,
        invalid="invalid" in kinds or ("asked_again" in kinds and bool(keys)),
        waits="waiting" in kinds,
        connecting="connecting" in kinds,
        voicemail="voicemail" in kinds,
        kinds=kinds,
        option_keys=keys,
    )


def option_keys(text: str) -> tuple[str, ...]:
    """The choices read out, in order: a key ("1", "*", "#") or the word to say; one entry a time it is offered.

    >>> option_keys("For billing, press one. Say orders or press 2. To leave, press star.")
    ('1', '2', '*')
    """
    spoken, text = _said_lists(_MISHEARD.sub(r"\g<kept>press", text))
    words = _SAY_OR.sub(r"\g<kept>", _OR_SAY.sub(r"\g<kept>", normal_words(text)))
    pressed = list(_PRESSED.finditer(words))
    found = [(match.start("key"), match["key"]) for match in pressed]
    if pressed:
        taken = {match.start("key") for match in pressed}
        listed = _LISTED.finditer(words, pressed[0].end())
        found += [(m.start("key"), m["key"]) for m in listed if m.start("key") not in taken]
    found += [(match.start("key"), match["key"]) for match in _SAID.finditer(words)]
    return (*(_SPELLED.get(key, key) for _, key in sorted(found)), *spoken)


def _said_lists(text: str) -> tuple[list[str], str]:
    """The words offered in lists ("say billing, upgrades or support"), and the text without those lists."""
    offered: list[str] = []
    for match in _SAID_LIST.finditer(text):
        choices = [choice.strip().lower() for choice in _OR_COMMA.split(match["list"]) if choice.strip()]
        if all(len(c.split()) <= _LONGEST_CHOICE and not _BY_KEY.match(c) for c in choices):
            offered += choices
            text = text.replace(match[0], "")
    return offered, text


def _found(rule: PhraseRule | None, parts: list[str]) -> bool:
    return rule is not None and any(rule.matches(words) for words in parts)


def _likelihood(kinds: tuple[str, ...], options: int, parts: list[str], rules: Mapping[str, PhraseRule]) -> float:
    """Witnesses for a recording, less what speaks for a person."""
    against = 1.0
    for kind in (*kinds, *(k for k in ("welcome",) if _found(rules.get(k), parts))):
        against *= 1 - rules[kind].text.weight
    against *= 1 - (0.0, ONE_OPTION, SEVERAL_OPTIONS)[min(options, 2)]
    likelihood = 1 - against
    person = rules.get("person")
    if person is not None and _found(person, parts):
        likelihood *= 1 - person.text.weight * (1 - _certainty(kinds, options))
    return likelihood


def _certainty(kinds: tuple[str, ...], options: int) -> float:
    """How little a person's words can take away: several options, or two kinds of prompt, are a machine's."""
    return 0.9 if options >= 2 or len(kinds) >= 2 else 0.0
