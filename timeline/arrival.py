"""When the first person of the house comes on the line: what ends the IVR and the queue.

A recorded prompt is told by its words; a person by being answered. So the agent arrives with the first far-side
utterance that does not sound like a prompt and that the customer answers before any further prompt or wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from calls.spans import Span
from configs.call_settings import TimelineSettings
from timeline.prompt_text import PromptFacts
from timeline.utterances import Utterance


@dataclass(frozen=True, slots=True)
class FarUtterance:
    """An utterance on the house's side (IVR, queue, agents) with what tells of it.

    `recorded`: its words or its voice are those of a recording; `greets`: a person introduces themselves; `taught`: it
    is a prompt of the house that Warmline knows, whatever the recogniser made of its words.
    """

    utterance: Utterance
    facts: PromptFacts
    recorded: bool
    greets: bool
    taught: bool = False

    @property
    def start(self) -> float:
        """Seconds."""
        return self.utterance.start

    @property
    def end(self) -> float:
        """Seconds."""
        return self.utterance.end

    @property
    def offers(self) -> bool:
        """Whether it offers a choice, tells of changed options or refuses a key, as menus do."""
        return self.facts.is_menu or self.facts.options_changed or self.facts.invalid


def first_person(
    far: Sequence[FarUtterance], near: Sequence[Utterance], waits: Sequence[Span], settings: TimelineSettings
) -> float | None:
    """Seconds at which the first agent (or the customer, greeting a silent line) speaks; None if nobody ever does.

    `far` and `near` in order of start; `waits` are stretches of hold music.
    """
    near = [u for u in near if u.end > u.start]  # a word of no length is nobody's answer
    last_menu = _end_of_last_menu(_before_conversation(far, near, settings), settings)
    candidates = [u for u in far if not u.recorded and u.start >= last_menu]
    for candidate in candidates:
        if _is_answered(candidate, far, near, waits, settings):
            return min(candidate.start, _customer_first(candidate, near, last_menu, settings))
    if any(u.recorded for u in far):
        return next((u.start for u in candidates if u.greets), None)
    return candidates[0].start if candidates else next((u.start for u in near), None)


def _before_conversation(
    far: Sequence[FarUtterance], near: Sequence[Utterance], settings: TimelineSettings
) -> Sequence[FarUtterance]:
    """What the house says up to where somebody greets and is talked with: a menu after that is a transfer's."""
    for index, utterance in enumerate(far):
        if utterance.recorded or not utterance.greets:
            continue
        until = next((u.start for u in far[index:] if u.recorded), float("inf"))
        if sum(utterance.start <= u.start < until for u in near) >= settings.conversation_replies:
            return far[:index]
    return far


def _end_of_last_menu(far: Sequence[FarUtterance], settings: TimelineSettings) -> float:
    """A menu offers several things in a row; one offer alone may be a person explaining a telephone."""
    offers = [u for u in far if u.offers]
    pairs = [(a, b) for a, b in pairwise(offers) if b.start - a.end <= settings.menu_gap_s]
    several = [u.end for u in offers if u.facts.options >= 2 or u.facts.options_changed or u.facts.invalid]
    return max([*several, *(b.end for _, b in pairs)], default=0.0)


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
    prompt = min((u.start for u in far if u.start > candidate.start and u.recorded), default=float("inf"))
    wait = min((w.start for w in waits if w.start >= candidate.end), default=float("inf"))
    said_last = max((u.end for u in far if u.start < reply), default=candidate.end)
    return reply < min(prompt, wait) and reply - said_last <= settings.reply_s


def _customer_first(
    candidate: FarUtterance, near: Sequence[Utterance], last_menu: float, settings: TimelineSettings
) -> float:
    """Start of a customer's "hello?" shortly before the agent's first words, else infinity."""
    before = [u.start for u in near if last_menu <= u.start < candidate.start]
    return next((start for start in before if candidate.start - start <= settings.reply_s), float("inf"))
