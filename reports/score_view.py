"""Scores as a reviewer reads them: the number, how sure it is, why in one sentence, the parts with their proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from calls.scores import Evidence, Score, ScorePart, Scores
from reports.clock import clock
from reports.marker_names import marker_name, sentence_case

ShownFor = Literal["empathy", "delivery", "friction"]
VISIBLE = 0.05
"""Points under this read as ±0."""
NAMED = 3
"""How many parts are named each way before the rest."""
MEANINGS: dict[ShownFor, str] = {
    "empathy": "How the agent's words met the customer. Higher is warmer.",
    "delivery": "How lively the agent's voice was, against itself. Higher is warmer.",
    "friction": "How hard reaching help was made. Higher is worse.",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """A button that plays the seconds behind a part."""

    start: float
    end: float
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A part that moved the score. `points` reads "+6.5"; `effect` is good or bad for the customer."""

    name: str
    points: str
    effect: Literal["good", "bad", "fact"]
    explanation: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class ScoreView:
    """One score. `value`, `low` and `high` are 0 to 100, None where there was too little to judge."""

    name: str
    meaning: str
    value: float | None
    low: float | None
    high: float | None
    why: str
    named: tuple[tuple[str, tuple[PartView, ...]], ...]
    """What raised it most and what lowered it most: title and up to three parts, those that moved it most first."""
    rest: tuple[PartView, ...]
    not_judged: tuple[tuple[str, str], ...]


def score_views(scores: Scores) -> tuple[ScoreView, ...]:
    """Empathy, delivery, friction."""
    named: tuple[tuple[ShownFor, Score], ...] = (
        ("empathy", scores.empathy),
        ("delivery", scores.delivery),
        ("friction", scores.friction),
    )
    return tuple(_score_view(name, score) for name, score in named)


def _score_view(name: ShownFor, score: Score) -> ScoreView:
    worse_when_up = name == "friction"
    up, down = _raised(score)[:NAMED], _lowered(score)[:NAMED]
    rest = [part for part in score.parts if part.value is not None and part not in (*up, *down)]
    titles = ("Worsened by", "Eased by") if worse_when_up else ("Raised by", "Lowered by")
    return ScoreView(
        name=sentence_case(name),
        meaning=MEANINGS[name],
        value=score.value,
        low=score.low,
        high=score.high,
        why=why(score, worse_when_up=worse_when_up),
        named=tuple((t, _part_views(ps, worse_when_up)) for t, ps in zip(titles, (up, down), strict=True) if ps),
        rest=_part_views(sorted(rest, key=lambda part: -abs(part.points)), worse_when_up),
        not_judged=tuple((sentence_case(part.name), part.explanation) for part in score.parts if part.value is None),
    )


def why(score: Score, *, worse_when_up: bool) -> str:
    """One sentence: what moved the score most each way, or the reason there is none."""
    if score.value is None:
        return score.reason or "Too little to judge."
    up, down = _raised(score)[:NAMED], _lowered(score)[:NAMED]
    said = []
    if up:
        said.append(f"{'worsened' if worse_when_up else 'raised'} most by {_listed(up)}")
    if down:
        said.append(f"{'eased' if worse_when_up else 'lowered'} most by {_listed(down)}")
    return sentence_case("; ".join(said)) + "." if said else "Nothing moved it from where every call starts."


def _raised(score: Score) -> list[ScorePart]:
    return sorted((part for part in score.parts if part.points >= VISIBLE), key=lambda part: -part.points)


def _lowered(score: Score) -> list[ScorePart]:
    return sorted((part for part in score.parts if part.points <= -VISIBLE), key=lambda part: part.points)


def _part_views(parts: Sequence[ScorePart], worse_when_up: bool) -> tuple[PartView, ...]:
    return tuple(_part_view(part, worse_when_up) for part in parts)


def signed(points: float) -> str:
    """`+6.5`, `−7`, `±0`."""
    if abs(points) < VISIBLE:
        return "±0"
    return f"{'+' if points > 0 else '−'}{abs(points):.1f}".removesuffix(".0")


def _listed(parts: Sequence[ScorePart]) -> str:
    *others, last = (_moved(part) for part in parts)
    return f"{', '.join(others)} and {last}" if others else last


def _moved(part: ScorePart) -> str:
    name = sentence_case(part.name)
    if not name[:2].isupper():  # "IVR" stays as it is
        name = name[:1].lower() + name[1:]
    return f"{name} ({signed(part.points)})"


def _part_view(part: ScorePart, worse_when_up: bool) -> PartView:
    effect: Literal["good", "bad", "fact"] = "fact"
    if abs(part.points) >= VISIBLE:
        effect = "bad" if (part.points > 0) == worse_when_up else "good"
    return PartView(sentence_case(part.name), signed(part.points), effect, part.explanation, _proofs(part.evidence))


def _proofs(evidence: Sequence[Evidence]) -> tuple[Proof, ...]:
    """A button a stretch of sound, in order; what was found several ways there is named once."""
    same: dict[tuple[float, float], list[Evidence]] = {}
    for found in sorted(evidence, key=lambda e: e.start):
        same.setdefault((found.start, found.end), []).append(found)
    return tuple(_proof(found) for found in same.values())


def _proof(found: Sequence[Evidence]) -> Proof:
    first, *others = dict.fromkeys(marker_name(e.marker).label for e in found)
    label = ", ".join((first, *(other.lower() for other in others)))
    return Proof(found[0].start, found[0].end, f"{clock(found[0].start)} {label}", found[0].text)
