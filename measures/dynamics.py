"""How the two parties share the floor. Over conversation only: holds, queues and prompts are no part of it."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.stats import spearmanr

from calls.measures import DynamicsMeasures
from calls.spans import Span, duration_s, intersection, total_s, union
from calls.timeline import Timeline
from calls.transcript import Role, Turn
from configs.call_settings import DynamicsSettings
from measures.floor import monologue_s, overlaps
from measures.talk import conversation, same_talk, talk_of

MAD_TO_SD = 1.4826
"""A normal distribution's standard deviation by its median absolute deviation."""


def measure_dynamics(turns: Sequence[Turn], timeline: Timeline, settings: DynamicsSettings) -> DynamicsMeasures:
    """All of DynamicsMeasures; what needs two parties is None where only one talks."""
    said = conversation(turns, timeline)
    agent = talk_of("agent", said, timeline, settings.word_gap_s)
    customer = talk_of("customer", said, timeline, settings.word_gap_s)
    agent_s, customer_s, talk_s = total_s(agent), total_s(customer), total_s(timeline.of("talk"))
    taken = overlaps(said, settings)
    overtalk = [duration_s(o) for o in intersection(agent, customer) if duration_s(o) >= settings.min_overlap_s]
    latencies = response_latencies(said, timeline, settings)
    silences = silent_stretches(agent, customer, timeline)
    agent_pace = turn_paces(said, "agent", settings)
    customer_pace = turn_paces(said, "customer", settings)
    return DynamicsMeasures(
        agent_talk_share=agent_s / (agent_s + customer_s) if agent_s and customer_s else None,
        agent_talk_s=agent_s,
        customer_talk_s=customer_s,
        interruptions=sum(o.takes_floor for o in taken),
        interruptions_by_agent=sum(o.takes_floor and o.by == "agent" for o in taken),
        backchannels=sum(o.is_backchannel for o in taken),
        overtalk_count=len(overtalk),
        overtalk_longest_s=max(overtalk, default=0.0),
        overtalk_mean_s=sum(overtalk) / len(overtalk) if overtalk else None,
        response_latency_s=float(np.median(latencies)) if latencies else None,
        response_latency_spread_s=_spread(latencies),
        longest_silence_s=max((duration_s(s) for s in silences), default=0.0),
        notable_silences=tuple(s for s in silences if duration_s(s) >= settings.notable_silence_s),
        agent_wpm=float(np.median(agent_pace)) if agent_pace else None,
        customer_wpm=float(np.median(customer_pace)) if customer_pace else None,
        agent_wpm_spread=_spread(agent_pace),
        turn_changes_per_hour=_changes(said) / talk_s * 3600 if talk_s and said else None,
        longest_monologue_s=monologue_s(said, timeline, settings),
        pace_matching=pace_matching(said, settings),
    )


def response_latencies(said: Sequence[Turn], timeline: Timeline, settings: DynamicsSettings) -> list[float]:
    """Seconds from the end of a customer's turn to the agent's answer, 0 where the answer overlaps it."""
    pauses = (response_latency(before, after, timeline, settings) for before, after in pairwise(said))
    return [pause for pause in pauses if pause is not None]


def response_latency(before: Turn, after: Turn, timeline: Timeline, settings: DynamicsSettings) -> float | None:
    """Seconds between these two; None unless `after` is an agent's answer in the same talk, not later than allowed."""
    if (before.role, after.role) != ("customer", "agent") or not same_talk(before, after, timeline):
        return None
    gap = max(0.0, after.start - before.end)
    return gap if gap <= settings.max_latency_s else None


def silent_stretches(agent: Sequence[Span], customer: Sequence[Span], timeline: Timeline) -> tuple[Span, ...]:
    """Stretches within a talk segment with nobody talking, between the call's first and last words; any length."""
    spoken = union([*agent, *customer])
    gaps = [Span(a.end, b.start) for a, b in pairwise(spoken)]
    return tuple(
        within for gap in gaps for within in intersection([gap], timeline.of("talk")) if duration_s(within) > 0
    )


def turn_paces(said: Sequence[Turn], role: Role, settings: DynamicsSettings) -> list[float]:
    """Words a minute of each turn with words enough, over talking time only."""
    paces = (turn_pace(turn, settings) for turn in said if turn.role == role)
    return [pace for pace in paces if pace is not None]


def turn_pace(turn: Turn, settings: DynamicsSettings) -> float | None:
    """Words a minute while talking; None with too few words to tell."""
    talking = total_s(union(turn.words, settings.word_gap_s))
    if len(turn.words) < settings.pace_min_words or talking <= 0:
        return None
    return 60 * len(turn.words) / talking


def pace_matching(said: Sequence[Turn], settings: DynamicsSettings) -> float | None:
    """Spearman's correlation of each answer's pace with that of the customer's turn before it.

    None with fewer than `matching_min_pairs` such pairs, or where one side's pace never changes.
    """
    pairs: list[tuple[float, float]] = []
    for before, after in pairwise(said):
        theirs, own = turn_paces([before], "customer", settings), turn_paces([after], "agent", settings)
        if theirs and own:
            pairs.append((theirs[0], own[0]))
    if len(pairs) < settings.matching_min_pairs or any(len(set(side)) == 1 for side in zip(*pairs, strict=True)):
        return None
    return float(spearmanr(pairs).statistic)


def _spread(values: Sequence[float]) -> float | None:
    """A robust standard deviation (by the median absolute deviation); None with fewer than 3 values."""
    if len(values) < 3:
        return None
    return float(MAD_TO_SD * np.median(np.abs(np.asarray(values) - np.median(values))))


def _changes(said: Sequence[Turn]) -> int:
    return sum(a.role != b.role for a, b in pairwise(said))
