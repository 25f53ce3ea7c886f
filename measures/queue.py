"""Waiting before the first agent."""

from calls.measures import QueueMeasures
from calls.spans import total_s
from calls.timeline import Timeline


def measure_queue(timeline: Timeline) -> QueueMeasures:
    """Seconds in queue segments."""
    return QueueMeasures(total_s=total_s(timeline.of("queue")))
