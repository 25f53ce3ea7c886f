"""What hearing a call would teach a reviewer, in points, and why. The queue's order; no judgement of the call."""

from collections.abc import Iterator
from dataclasses import dataclass

from configs.desk_settings import WorthSettings
from scores.parts import times

DRAWN = "drawn at random"


@dataclass(frozen=True, slots=True)
class Facts:
    """Of a call. Scores 0 to 100, None where not measurable; `met` the share of moments met; `draw` 0 to 1."""

    distress: int
    manager: int
    met: float | None
    empathy: float | None
    empathy_width: float | None
    delivery: float | None
    hold_longest_s: float
    disputed: int
    draw: float


@dataclass(frozen=True, slots=True)
class Worth:
    """`points` and what gave them, the heaviest first."""

    points: float
    reasons: tuple[str, ...]


def worth(facts: Facts, settings: WorthSettings) -> Worth:
    """The sum of configs/settings.toml [worth]'s points."""
    found = sorted(((points, why) for points, why in _reasons(facts, settings) if points > 0), key=lambda f: -f[0])
    return Worth(sum(points for points, _ in found), tuple(why for _, why in found))


def _reasons(facts: Facts, s: WorthSettings) -> Iterator[tuple[float, str]]:
    if facts.draw < s.chance:
        yield s.drawn, DRAWN
    if facts.distress:
        yield min(s.distress_most, s.distress * facts.distress), f"distress {times(facts.distress)}"
    if facts.met is not None:
        share = "none" if facts.met == 0 else f"{facts.met:.0%}"
        yield s.unmet * (1 - facts.met), f"{share} of its moments met"
    if facts.manager:
        yield s.manager, "asked for a manager"
    for name, value in (("empathy", facts.empathy), ("delivery", facts.delivery)):
        if value is not None:
            yield s.low_score * (1 - value / s.low_below), f"{name} {value:.0f}"
    if facts.empathy_width is not None and facts.empathy_width > s.uncertain_width:
        yield s.uncertain, "empathy uncertain"
    if facts.hold_longest_s > s.hold_s / 4:
        yield (
            s.hold * min(2.0, facts.hold_longest_s / s.hold_s),
            f"on hold for {facts.hold_longest_s:.0f} s at a stretch",
        )
    if facts.disputed:
        yield s.disputed, "a mark is disputed"
