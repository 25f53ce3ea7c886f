"""Questions of the agent and what became of the customer's answers: taken up later, or asked for again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calls.scores import Evidence
from configs.phrases import Phrases
from configs.score_settings import MarkerSettings
from scores.lines import Line, evidence_of
from scores.stems import content_stems

TAKEN_UP, ASKED_AGAIN = "taken_up", "asked_again"
FORMULAS = frozenset(("offer", "greeting", "hold_courtesy", "gratitude"))
"""Marks of questions that ask for nothing to be remembered: "Is there anything else?", "May I put you on hold?"."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An agent's question with what it asks about, and what the customer's answer brought that was new."""

    question: Line
    about: frozenset[str]
    new: frozenset[str]
    end: int
    """Index of the line after the answer."""


def answers_heard(
    lines: Sequence[Line], found: Sequence[Evidence], settings: MarkerSettings, phrases: Phrases
) -> Iterator[Evidence]:
    """`taken_up`: the agent's first later words with something of an answer that nobody had said before it.

    `asked_again`: a later question about the same (share of common stems at least `asked_again_ratio`), although it had
    been answered. Formulas (offers, greetings, holds) are no questions here.
    """
    formulas = {(e.turn, e.start) for e in found if e.marker in FORMULAS}
    stems = [content_stems(line.sentence.words, phrases) for line in lines]
    for answered in _answered(lines, stems, formulas):
        later = [(k, lines[k]) for k in range(answered.end, len(lines)) if lines[k].role == "agent"]
        again = next((line for k, line in later if _is_same(line, stems[k], answered, settings)), None)
        taken = next((line for k, line in later if stems[k] & answered.new and line is not again), None)
        if taken is not None:
            yield evidence_of(taken, TAKEN_UP)
        if again is not None:
            yield evidence_of(again, ASKED_AGAIN)


def _answered(
    lines: Sequence[Line], stems: Sequence[frozenset[str]], formulas: set[tuple[int | None, float]]
) -> Iterator[Answered]:
    said: set[str] = set()
    for index, line in enumerate(lines):
        said |= stems[index]
        asks = line.role == "agent" and line.text.rstrip().endswith("?") and (line.turn, line.start) not in formulas
        begin = _next_of(lines, index, "customer")
        if not asks or begin is None or _asked_on(lines, index, begin):
            continue
        end = _next_of(lines, begin, "agent") or len(lines)
        new = frozenset().union(*stems[begin:end]) - said
        if new:
            yield Answered(line, stems[index], new, end)


def _asked_on(lines: Sequence[Line], index: int, begin: int) -> bool:
    """Whether the agent asks something else before the customer speaks: the answer is to the last question."""
    return any(line.text.rstrip().endswith("?") for line in lines[index + 1 : begin])


def _next_of(lines: Sequence[Line], index: int, role: str) -> int | None:
    return next((k for k in range(index + 1, len(lines)) if lines[k].role == role), None)


def _is_same(line: Line, about: frozenset[str], answered: Answered, settings: MarkerSettings) -> bool:
    """A question about the same; one thing in common ("your name", "your street name") is not enough to say so."""
    if not line.text.rstrip().endswith("?") or len(about & answered.about) < settings.asked_again_words:
        return False
    return len(about & answered.about) / len(about | answered.about) >= settings.asked_again_ratio
