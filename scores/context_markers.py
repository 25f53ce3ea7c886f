"""Markers that no phrase shows: they need the name, what the other said before, or the agent's earlier words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from calls.recording import CallMetadata
from calls.scores import Evidence
from configs.score_settings import MarkerSettings
from scores.lines import Line, evidence_of
from scores.names import calls_by_name, names_in
from scores.stems import content_stems

_SAYS_BACK = re.compile(
    r"^(?:(?:okay|right|all right|oh|and|yes|i see|got it) )*(?:so|you said|you mentioned|it sounds|sounds like)\b"
)
_OWN_DEED = re.compile(
    r"^(?:(?:okay|right) )*so (?:i|we|let|what|how|can|could|do|did|is that (?:your|the) (?:name|number))\b"
)


def personal_lines(lines: Sequence[Line], metadata: CallMetadata | None) -> Iterator[Evidence]:
    """`personalisation`: the agent calls the customer by name."""
    names = names_in(lines, metadata)
    for line in lines:
        if line.role == "agent" and calls_by_name(line, names):
            yield evidence_of(line, "personalisation")


def said_back(lines: Sequence[Line], settings: MarkerSettings) -> Iterator[Evidence]:
    """`paraphrase`: a statement of the agent that takes up what the customer said shortly before."""
    for index, line in enumerate(lines):
        words = line.sentence.words
        if line.role != "agent" or not _SAYS_BACK.search(words) or _OWN_DEED.search(words):
            continue
        heard: set[str] = set()
        for earlier in lines[:index]:
            if earlier.role == "customer" and line.start - earlier.end <= settings.paraphrase_reach_s:
                heard |= content_stems(earlier.sentence.words)
        taken_up = content_stems(words) & heard
        if len(taken_up) >= settings.paraphrase_words:
            yield evidence_of(line, "paraphrase", 0.9)


def said_again(lines: Sequence[Line], settings: MarkerSettings) -> Iterator[Evidence]:
    """`scripted`: nearly the same words by the same agent as before in the call."""
    spoken: list[Line] = []
    for line in lines:
        words = line.sentence.words.split()
        if line.role != "agent" or len(words) < settings.repeat_words:
            continue
        if any(_ratio(words, e.sentence.words.split()) >= settings.repeat_ratio for e in spoken if e.turn != line.turn):
            yield evidence_of(line, "scripted", 0.9)
        spoken.append(line)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the customer last said before an agent's turn."""

    markers: frozenset[str]


UNMET = frozenset(("distress", "churn_risk", "escalation_request"))


def closing_formulas(lines: Sequence[Line], found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """An offer of further help as the only answer to distress is a closing formula: `scripted`, no `offer`.

    "Is there anything else I can help you with?" after "Then cancel my account" helps with nothing.
    """
    per_turn: dict[int, set[str]] = {}
    for evidence in found:
        if evidence.turn is not None:
            per_turn.setdefault(evidence.turn, set()).add(evidence.marker)
    answered = _last_customer_turn(lines)
    result: list[Evidence] = []
    for evidence in found:
        turn = evidence.turn if evidence.turn is not None else -1
        mine, theirs = per_turn.get(turn, set()), per_turn.get(answered.get(turn, -1), set())
        if evidence.marker == "offer" and theirs & UNMET and not mine & {"action", "ownership"}:
            result.append(_renamed(evidence, "scripted"))
        else:
            result.append(evidence)
    return tuple(result)


def _last_customer_turn(lines: Sequence[Line]) -> dict[int, int]:
    """For each of the agent's turns, the customer's turn before it."""
    last = -1
    answered: dict[int, int] = {}
    for line in lines:
        if line.role == "customer":
            last = line.turn
        else:
            answered.setdefault(line.turn, last)
    return answered


def _renamed(e: Evidence, marker: str) -> Evidence:
    return Evidence(marker, e.role, e.start, e.end, e.text, e.confidence, e.turn)


def _ratio(a: Sequence[str], b: Sequence[str]) -> float:
    matcher = SequenceMatcher(None, list(a), list(b), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.8 else 0.0
