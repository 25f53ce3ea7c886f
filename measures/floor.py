"""Who holds the floor where two talk at once, and who holds it longest."""

from collections.abc import Sequence
from dataclasses import dataclass

from calls.spans import duration_s, overlap_s
from calls.timeline import Timeline
from calls.transcript import Role, Turn
from configs.call_settings import DynamicsSettings
from measures.talk import same_talk


@dataclass(frozen=True, slots=True)
class Overlap:
    """Party `by` speaks while the other still does. `takes_floor`: the other falls silent and `by` goes on."""

    start: float
    by: Role
    takes_floor: bool
    is_backchannel: bool


def overlaps(said: Sequence[Turn], settings: DynamicsSettings) -> tuple[Overlap, ...]:
    """Every turn that begins within the other party's, with at least `min_overlap_s` in common."""
    found: list[Overlap] = []
    for index, turn in enumerate(said):
        held = next((t for t in reversed(said[:index]) if t.role != turn.role and t.end > turn.start), None)
        if held is None or overlap_s(held, turn) < settings.min_overlap_s:
            continue
        takes = turn.end > held.end
        short = duration_s(turn) <= settings.backchannel_s
        found.append(Overlap(turn.start, turn.role, takes and not short, not takes and short))
    return tuple(found)


def monologue_s(said: Sequence[Turn], timeline: Timeline, settings: DynamicsSettings) -> float:
    """Seconds of the longest stretch one party holds the floor; the other's backchannels don't end it, a hold does."""
    longest = 0.0
    current: Turn | None = None
    start = 0.0
    for turn in said:
        if current is not None and turn.role != current.role and turn.end <= current.end:
            continue
        if current is None or turn.role != current.role or not same_talk(current, turn, timeline):
            start = turn.start
        current = turn
        longest = max(longest, turn.end - start)
    return longest
