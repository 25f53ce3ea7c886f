"""One call compared with its truth."""

from collections.abc import Mapping
from dataclasses import dataclass

from calls.timeline import SegmentKind
from evaluation.marks import FactCounts, ivr_facts, key_counts, marker_counts
from evaluation.records import Delivery, Empathy, Found, Truth
from evaluation.speakers import RoleSeconds, SpeakerErrors, role_seconds, speaker_errors
from evaluation.timing import BoundaryErrors, boundary_errors, frame_counts, labelled_stages, wait_error
from evaluation.words import PARTIES, WordCounts, word_errors
from scores.marker_figures import Figures as Counts


@dataclass(frozen=True, slots=True)
class CallFigures:
    """What is right and wrong in one call's report; None, or a key that lacks, is what the truth does not label.

    `agent_delivery` and `agent_empathy` are the truth's, `scores` are the report's.
    """

    call_id: str
    stereo: bool
    words: Mapping[str, WordCounts]
    roles: RoleSeconds | None
    speakers: SpeakerErrors | None
    frames: Mapping[SegmentKind, Counts]
    boundaries: Mapping[SegmentKind, BoundaryErrors]
    hold_error_s: float | None
    queue_error_s: float | None
    keys: Counts | None
    ivr: FactCounts | None
    markers: Mapping[str, Counts] | None
    agent_delivery: Delivery | None
    agent_empathy: Empathy | None
    scores: Mapping[str, float | None]


def compare(truth: Truth, found: Found) -> CallFigures:
    """One call's report against its truth."""
    stages = labelled_stages(truth, found.segments)
    turns = None if truth.turns is None else [turn for turn in truth.turns if turn.role in PARTIES]
    return CallFigures(
        call_id=truth.id,
        stereo=found.channels == 2,
        words=word_errors(turns, found.turns) if turns is not None else {},
        roles=role_seconds(turns, found.turns) if turns is not None else None,
        speakers=speaker_errors(turns, found.turns) if turns is not None else None,
        frames=frame_counts(stages, found.segments) if stages else {},
        boundaries=boundary_errors(stages, found.segments) if stages else {},
        hold_error_s=wait_error(stages, found.segments, "hold") if stages else None,
        queue_error_s=wait_error(stages, found.segments, "queue") if stages else None,
        keys=key_counts(truth.keys, found.keys) if truth.keys is not None else None,
        ivr=ivr_facts(truth.ivr, found.ivr) if truth.ivr is not None else None,
        markers=marker_counts(turns, found.turns) if turns is not None else None,
        agent_delivery=truth.agent_delivery,
        agent_empathy=truth.agent_empathy,
        scores=found.scores,
    )
