"""Moments that called for empathy, and how each was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from calls.scores import Evidence
from calls.transcript import Turn
from scores.parts import marks

LOUD = ("distress", "repeat_contact")
QUIET = ("trouble_told",)
FEELING = ("acknowledgement", "apology")
HELP = ("action", "ownership", "reassurance", "paraphrase")
COLD = ("policy_shield", "refusal", "blame", "dismissal")


class Answer(Enum):
    """How a moment was answered, from best to worst."""

    MET = "met"
    HELPED = "helped"
    STOCK = "stock"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A customer's turn or turns that called for empathy.

    `answer_marks` are the agent's marks up to the customer's next turn; `acknowledged` is the first honest one of
    them that names the feeling, `wait_s` the seconds until it; `validated_first` whether it came before any fix, rule
    or question (None where it never came or nothing else did).
    """

    said: tuple[Evidence, ...]
    is_quiet: bool
    """A loss or worry told without distress: it counts half."""
    answer_marks: tuple[Evidence, ...]
    answer: Answer
    acknowledged: Evidence | None
    wait_s: float | None
    validated_first: bool | None


def find_opportunities(
    turns: Sequence[Turn], evidence: Sequence[Evidence], reach_back_s: float
) -> tuple[Opportunity, ...]:
    """Every moment with an agent's answer, in order; a last word that nobody could answer is none.

    A quiet moment is also met by an apology up to `reach_back_s` before it: the customer goes on telling what the
    agent is sorry for already.
    """
    found: list[Opportunity] = []
    for block in _blocks(turns):
        said = tuple(e for e in evidence if e.turn in block and e.role == "customer" and e.marker in (*LOUD, *QUIET))
        answer = _answer_turns(turns, block[-1])
        if said and answer:
            agent = tuple(e for e in evidence if e.role == "agent")
            before = tuple(e for e in agent if 0 <= said[0].start - e.start <= reach_back_s)
            found.append(_judged(said, tuple(e for e in agent if e.turn in answer), before))
    return tuple(found)


def _blocks(turns: Sequence[Turn]) -> list[list[int]]:
    """Indices of the customer's turns, those with no agent's turn between them together."""
    blocks: list[list[int]] = []
    previous = ""
    for index, turn in enumerate(turns):
        if turn.role == "ivr":
            continue
        if turn.role == "customer":
            if previous == "customer":
                blocks[-1].append(index)
            else:
                blocks.append([index])
        previous = turn.role
    return blocks


def _answer_turns(turns: Sequence[Turn], last: int) -> frozenset[int]:
    answer: list[int] = []
    for index in range(last + 1, len(turns)):
        if turns[index].role == "customer":
            break
        if turns[index].role == "agent":
            answer.append(index)
    return frozenset(answer)


def _judged(said: tuple[Evidence, ...], answer: tuple[Evidence, ...], before: tuple[Evidence, ...]) -> Opportunity:
    is_quiet = not marks(said, *LOUD)
    stock = {(e.turn, e.start) for e in marks(answer, "scripted")}
    named = (*(marks(before, *FEELING) if is_quiet else ()), *marks(answer, *FEELING))
    honest = [e for e in named if (e.turn, e.start) not in stock]
    others = [e.start for e in marks(answer, "action", "exploration", *COLD)]
    first = min(honest, key=lambda e: e.start, default=None)
    if first is not None:
        kind = Answer.MET
    elif marks(answer, *HELP):
        kind = Answer.HELPED
    else:
        kind = Answer.STOCK if stock else Answer.UNMET
    return Opportunity(
        said=said,
        is_quiet=is_quiet,
        answer_marks=answer,
        answer=kind,
        acknowledged=first,
        wait_s=max(0.0, first.start - said[-1].end) if first is not None else None,
        validated_first=first.start <= min(others) if first is not None and others else None,
    )
