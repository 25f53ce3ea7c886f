"""All measures of a call."""

from collections.abc import Sequence

from calls.measures import Measures
from calls.timeline import Timeline
from calls.transcript import Turn
from configs.phrases import Phrases
from configs.settings import Settings
from measures.dynamics import measure_dynamics
from measures.hold import measure_hold
from measures.ivr import measure_ivr
from measures.queue import measure_queue
from measures.talk import says
from measures.tone import ToneTrack, measure_tone

MARKERS = "markers"


def measure(
    turns: Sequence[Turn], timeline: Timeline, track: ToneTrack, settings: Settings, phrases: Phrases | None
) -> Measures:
    """All measures. `track` is the agent's voice (measures.tone.EMPTY_TRACK where there is none)."""
    distress = [t for t in turns if t.role == "customer" and says(t.text, phrases, MARKERS, "distress")]
    return Measures(
        hold=measure_hold(timeline, turns, settings.dynamics, phrases),
        queue=measure_queue(timeline),
        ivr=measure_ivr(timeline, turns, settings.dynamics, phrases),
        dynamics=measure_dynamics(turns, timeline, settings.dynamics),
        tone=measure_tone(track, distress, settings.tone),
    )
