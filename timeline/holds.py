"""Hold: the customer left waiting after an agent has spoken, to music, to silence or to announcements."""

from collections.abc import Sequence
from dataclasses import dataclass

from calls.spans import Span, covered_s, duration_s, intersection
from configs.call_settings import TimelineSettings
from timeline.utterances import Utterance


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which no person speaks, with what was said by the agent before and after it."""

    span: Span
    said_before: str
    said_after: str


def talk_gaps(persons: Sequence[tuple[Utterance, bool]], end: float) -> tuple[Gap, ...]:
    """The stretches between utterances of people, in order; `persons` are (utterance, is agent) in order of start.

    What the agent said is that of the last and of the next few utterances around the gap.
    """
    gaps: list[Gap] = []
    until = persons[0][0].end if persons else end
    for index, (utterance, _) in enumerate(persons):
        if utterance.start > until:
            gaps.append(Gap(Span(until, utterance.start), _agent(persons[:index][-4:]), _agent(persons[index:][:3])))
        until = max(until, utterance.end)
    if until < end:
        gaps.append(Gap(Span(until, end), _agent(persons[-4:]), ""))
    return tuple(gaps)


def hold_in(gap: Gap, music: Sequence[Span], asks: bool, settings: TimelineSettings) -> Span | None:
    """The hold within `gap`, if there is one.

    `asks` says whether the agent announced a wait before it or thanked for one after it. With music the hold ends
    where the music does (an agent comes back before speaking); a silent one must be long, or announced and longer
    than a pause.
    """
    heard = intersection([gap.span], music)
    if sum(duration_s(m) for m in heard) >= settings.hold_music_s:
        last = heard[-1].end
        return Span(gap.span.start, gap.span.end if gap.span.end - last > settings.settle_s else last)
    longest_pause = settings.announced_hold_s if asks else settings.silent_hold_s
    return gap.span if duration_s(gap.span) >= longest_pause else None


def mutters_in_wait(utterance: Utterance, music: Sequence[Span]) -> bool:
    """Whether a customer speaks to nobody: most of the utterance lies under the house's music."""
    return covered_s(utterance, music) > 0.5 * duration_s(utterance)


def is_between_music(utterance: Utterance, music: Sequence[Span], settings: TimelineSettings) -> bool:
    """Whether music stops for the utterance and goes on after it, or plays beneath it: an announcement."""
    before = any(m.start < utterance.start and m.end > utterance.start - settings.settle_s for m in music)
    after = any(m.end > utterance.end and m.start < utterance.end + settings.settle_s for m in music)
    return before and after


def _agent(persons: Sequence[tuple[Utterance, bool]]) -> str:
    return " ".join(utterance.text for utterance, is_agent in persons if is_agent)
