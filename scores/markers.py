"""Markers with their proof: what was said, by whom, when."""

from collections.abc import Sequence

from calls.recording import CallMetadata
from calls.scores import Evidence
from calls.timeline import Timeline
from calls.transcript import Role, Turn
from configs.phrases import Phrases
from configs.settings import Settings
from scores.answers import answers_heard
from scores.context_markers import (
    closing_formulas,
    personal_lines,
    said_again,
    said_back,
    without_thanks_in_greetings,
)
from scores.lines import lines_of, turn_of
from scores.network_markers import weighed_markers
from scores.phrase_markers import phrase_markers

AGENT_MARKERS = (
    "acknowledgement", "apology", "ownership", "reassurance", "gratitude", "personalisation", "exploration",
    "paraphrase", "action", "offer", "hold_courtesy", "greeting",
    "policy_shield", "refusal", "blame", "dismissal", "scripted", "transfer",
)  # fmt: skip
CUSTOMER_MARKERS = ("distress", "repeat_contact", "escalation_request", "churn_risk", "thanks")
MARKERS = (*AGENT_MARKERS, *CUSTOMER_MARKERS)
"""The markers of the design. Evidence may carry other names beside them: `trouble_told` opens an opportunity;
`taken_up` and `asked_again` tell what became of an answer."""


def find_markers(
    turns: Sequence[Turn],
    timeline: Timeline | None,
    metadata: CallMetadata | None,
    settings: Settings,
    phrases: Phrases | None,
) -> tuple[Evidence, ...]:
    """Every marker of a call, in order of start, one of a kind per sentence; none without lists for its language."""
    if phrases is None:
        return ()
    lines = lines_of(turns, timeline)
    found = [
        *weighed_markers(lines, phrase_markers(lines, phrases), settings.markers, phrases),
        *personal_lines(lines, metadata, phrases),
        *said_back(lines, settings.markers, phrases),
        *said_again(lines, settings.markers),
    ]
    found += answers_heard(lines, found, settings.markers, phrases)
    found = [
        e
        for e in closing_formulas(lines, without_thanks_in_greetings(found))
        if e.confidence >= settings.markers.min_confidence
    ]
    upset = {(e.turn, e.start) for e in found if e.marker == "distress"}
    found = [e for e in found if e.marker != "trouble_told" or (e.turn, e.start) not in upset]
    once: dict[tuple[str, int | None, float], Evidence] = {}
    for evidence in sorted(found, key=lambda e: -e.confidence):
        once.setdefault((evidence.marker, evidence.turn, evidence.start), evidence)
    return tuple(sorted(once.values(), key=lambda e: (e.start, e.end, e.marker)))


def mark_line(role: Role, text: str, settings: Settings, phrases: Phrases) -> tuple[str, ...]:
    """The markers of one utterance by itself, as if it stood in a call where its kind is expected; sorted."""
    found = find_markers((turn_of(role, text),), None, None, settings, phrases)
    return tuple(sorted({e.marker for e in found if e.marker in MARKERS}))
