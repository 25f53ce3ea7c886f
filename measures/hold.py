"""Hold: how often, how long, and whether the agent asked before and thanked after."""

from collections.abc import Sequence

from calls.measures import HoldMeasures
from calls.spans import duration_s
from calls.timeline import Segment, Timeline
from calls.transcript import Turn
from configs.call_settings import DynamicsSettings
from configs.phrases import Phrases
from measures.talk import says

ROLES = "roles"


def measure_hold(
    timeline: Timeline, turns: Sequence[Turn], settings: DynamicsSettings, phrases: Phrases | None
) -> HoldMeasures:
    """Count, seconds and share of the call in hold segments; a hold at the call's edge counts."""
    holds = timeline.of("hold")
    lengths = [duration_s(hold) for hold in holds]
    call_s = timeline.segments[-1].end if timeline.segments else 0.0
    return HoldMeasures(
        count=len(holds),
        total_s=sum(lengths),
        longest_s=max(lengths, default=0.0),
        share_of_call=sum(lengths) / call_s if call_s else 0.0,
        announced=sum(_announced(hold, turns, settings, phrases) for hold in holds),
        thanked=sum(_thanked(hold, turns, settings, phrases) for hold in holds),
    )


def _announced(hold: Segment, turns: Sequence[Turn], settings: DynamicsSettings, phrases: Phrases | None) -> bool:
    """Whether the agent's last words before it, not long ago, ask to wait."""
    before = [t for t in turns if t.role == "agent" and hold.start - settings.hold_reach_s <= t.end <= hold.start + 1]
    return any(says(turn.text, phrases, ROLES, "asks_to_wait") for turn in before[-2:])


def _thanked(hold: Segment, turns: Sequence[Turn], settings: DynamicsSettings, phrases: Phrases | None) -> bool:
    """Whether the agent's first words after it thank or apologise for the wait."""
    after = [t for t in turns if t.role == "agent" and hold.end - 1 <= t.start <= hold.end + settings.hold_reach_s]
    return any(says(turn.text, phrases, ROLES, "thanks_for_waiting") for turn in after[:2])
