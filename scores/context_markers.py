"""Markers that no phrase shows: they need the name, what the other said before, or the agent's earlier words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from calls.recording import CallMetadata
from calls.scores import Evidence
from configs.phrases import Phrases
from configs.score_settings import MarkerSettings
from scores.lines import Line, evidence_of
from scores.names import NameReader
from scores.stems import content_stems

CONTEXT, SAYS_BACK, THANKS = "context", "says_back", "thanks_somebody"


def personal_lines(lines: Sequence[Line], metadata: CallMetadata | None, phrases: Phrases) -> Iterator[Evidence]:
    """`personalisation`: the agent calls the customer by name; `thanks`: the customer thanks the agent by name."""
    reader = NameReader(phrases)
    names = reader.names_in(lines, metadata)
    for line in lines:
        if line.role == "agent" and reader.calls_by_name(line, names):
            yield evidence_of(line, "personalisation")
        thanks = line.role == "customer" and phrases.matches(CONTEXT, THANKS, line.sentence.words)
        if thanks and reader.greets_by_name(line, names):
            yield evidence_of(line, "thanks")


def said_back(lines: Sequence[Line], settings: MarkerSettings, phrases: Phrases) -> Iterator[Evidence]:
    """`paraphrase`: a statement of the agent that takes up what the customer said shortly before."""
    for index, line in enumerate(lines):
        words = line.sentence.words
        if line.role != "agent" or not phrases.matches(CONTEXT, SAYS_BACK, words):
            continue
        heard: set[str] = set()
        for earlier in lines[:index]:
            if earlier.role == "customer" and line.start - earlier.end <= settings.paraphrase_reach_s:
                heard |= content_stems(earlier.sentence.words, phrases)
        taken_up = content_stems(words, phrases) & heard
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


def without_thanks_in_greetings(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """ "Thank you for calling" at the start of the call greets; it is no `gratitude` beside that."""
    greeted = {(e.turn, e.start) for e in found if e.marker == "greeting"}
    return tuple(e for e in found if e.marker != "gratitude" or (e.turn, e.start) not in greeted)


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
            result.append(replace(evidence, marker="scripted"))
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


def _ratio(a: Sequence[str], b: Sequence[str]) -> float:
    matcher = SequenceMatcher(None, list(a), list(b), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.8 else 0.0
