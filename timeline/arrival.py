"""When the first person of the house comes on the line: what ends the IVR and the queue.

A recorded prompt is told by its words; a person by being answered. So the agent arrives with the first far-side
utterance that does not sound like a prompt and that the customer answers before any further prompt or wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from calls.spans import Span
from configs.call_settings import TimelineSettings
from timeline.prompt_text import PromptFacts
from timeline.utterances import Utterance


@dataclass(frozen=True, slots=True)
class FarUtterance:
    """An utterance on the house's side (IVR, queue, agents) with what its text says of it."""

    utterance: Utterance
    facts: PromptFacts
    greets: bool
    """Introduces a person: "this is Rachel", "how can I help"."""

    @property
    def start(self) -> float:
        """Seconds."""
        return self.utterance.start

    @property
    def end(self) -> float:
        """Seconds."""
        return self.utterance.end

    @property
    def is_prompt_text(self) -> bool:
        """Whether the words are those of a recording."""
        return self.facts.is_prompt

    @property
    def is_menu_text(self) -> bool:
        """Whether only a machine says this: several options, a notice of change, an invalid reply."""
        return self.facts.options >= 2 or self.facts.options_changed or self.facts.invalid


def first_person(
    far: Sequence[FarUtterance], near: Sequence[Utterance], waits: Sequence[Span], settings: TimelineSettings
) -> float | None:
    """Seconds at which the first agent (or the customer, greeting a silent line) speaks; None if nobody ever does.

    `far` and `near` in order of start; `waits` are stretches of hold music.
    """
    last_menu = max((u.end for u in far if u.is_menu_text), default=0.0)
    candidates = [u for u in far if not u.is_prompt_text and u.start >= last_menu]
    for candidate in candidates:
        if _is_answered(candidate, far, near, waits, settings):
            return min(candidate.start, _customer_first(candidate, near, last_menu, settings))
    if any(u.is_prompt_text for u in far):
        return next((u.start for u in candidates if u.greets), None)
    return candidates[0].start if candidates else next((u.start for u in near), None)


def _is_answered(
    candidate: FarUtterance,
    far: Sequence[FarUtterance],
    near: Sequence[Utterance],
    waits: Sequence[Span],
    settings: TimelineSettings,
) -> bool:
    """Whether the customer speaks after `candidate`, soon, and before the next prompt or music."""
    reply = next((u.start for u in near if u.start >= candidate.start), None)
    if reply is None:
        return False
    prompt = min((u.start for u in far if u.start > candidate.start and u.is_prompt_text), default=float("inf"))
    wait = min((w.start for w in waits if w.start >= candidate.end), default=float("inf"))
    said_last = max((u.end for u in far if u.start < reply), default=candidate.end)
    return reply < min(prompt, wait) and reply - said_last <= settings.reply_s


def _customer_first(
    candidate: FarUtterance, near: Sequence[Utterance], last_menu: float, settings: TimelineSettings
) -> float:
    """Start of a customer's "hello?" shortly before the agent's first words, else infinity."""
    before = [u.start for u in near if last_menu <= u.start < candidate.start]
    return next((start for start in before if candidate.start - start <= settings.reply_s), float("inf"))
