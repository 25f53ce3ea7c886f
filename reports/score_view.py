"""Scores as a reviewer reads them: the number, how sure it is, why in one sentence, the parts with their proof."""

from dataclasses import dataclass
from typing import Literal

from calls.scores import Evidence, Score, ScorePart, Scores
from reports.clock import clock
from reports.marker_names import marker_name, sentence_case

ShownFor = Literal["empathy", "delivery", "friction"]
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
    parts: tuple[PartView, ...]
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
    judged = sorted((part for part in score.parts if part.value is not None), key=lambda part: -abs(part.points))
    return ScoreView(
        name=sentence_case(name),
        meaning=MEANINGS[name],
        value=score.value,
        low=score.low,
        high=score.high,
        why=why(score, worse_when_up=worse_when_up),
        parts=tuple(_part_view(part, worse_when_up) for part in judged),
        not_judged=tuple((sentence_case(part.name), part.explanation) for part in score.parts if part.value is None),
    )


def why(score: Score, *, worse_when_up: bool) -> str:
    """One sentence: what moved the score most each way, or the reason there is none."""
    if score.value is None:
        return score.reason or "Too little to judge."
    up = max(score.parts, key=lambda part: part.points, default=None)
    down = min(score.parts, key=lambda part: part.points, default=None)
    said = []
    if up is not None and up.points > 0:
        said.append(f"{'worsened' if worse_when_up else 'raised'} most by {_moved(up)}")
    if down is not None and down.points < 0:
        said.append(f"{'eased' if worse_when_up else 'lowered'} most by {_moved(down)}")
    return sentence_case(", ".join(said)) + "." if said else "Nothing moved it from where every call starts."


def signed(points: float) -> str:
    """`+6.5`, `−7`, `±0`."""
    if abs(points) < 0.05:
        return "±0"
    return f"{'+' if points > 0 else '−'}{abs(points):.1f}".removesuffix(".0")


def _moved(part: ScorePart) -> str:
    name = sentence_case(part.name)
    if not name[:2].isupper():  # "IVR" stays as it is
        name = name[:1].lower() + name[1:]
    return f"{name} ({signed(part.points)})"


def _part_view(part: ScorePart, worse_when_up: bool) -> PartView:
    effect: Literal["good", "bad", "fact"] = "fact"
    if abs(part.points) >= 0.05:
        effect = "bad" if (part.points > 0) == worse_when_up else "good"
    proofs = tuple(_proof(evidence) for evidence in sorted(part.evidence, key=lambda evidence: evidence.start))
    return PartView(sentence_case(part.name), signed(part.points), effect, part.explanation, proofs)


def _proof(evidence: Evidence) -> Proof:
    label = f"{clock(evidence.start)} {marker_name(evidence.marker).label}"
    return Proof(evidence.start, evidence.end, label, evidence.text)
