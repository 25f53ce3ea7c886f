"""What the IVR put the caller through before a person came."""

from collections.abc import Sequence

from calls.measures import IvrMeasures, Prompt
from calls.sound import KeyPress
from calls.spans import Span, overlap_s, total_s
from calls.timeline import SegmentKind, Timeline
from calls.transcript import Turn
from configs.call_settings import DynamicsSettings
from configs.phrases import Phrases
from measures.prompts import find_prompts
from timeline.prompt_text import option_keys

BEFORE_A_PERSON: tuple[SegmentKind, ...] = ("ring", "ivr", "queue")


def measure_ivr(
    timeline: Timeline, turns: Sequence[Turn], settings: DynamicsSettings, phrases: Phrases | None
) -> IvrMeasures:
    """Menus, choices, refusals, keys and the seconds to a human voice; all zero where there was no IVR."""
    ivr = timeline.of("ivr")
    keys = [key for key in timeline.keys if _within(key, timeline)]
    prompts = tuple(p for p in find_prompts(turns, keys, settings, phrases) if _within(p, timeline))
    zeros = [key for key in keys if key.key == "0" and any(overlap_s(key, s) > 0 for s in ivr)]
    return IvrMeasures(
        total_s=total_s(ivr),
        menus=sum(prompt.is_menu for prompt in prompts),
        options=sum(prompt.options for prompt in prompts if prompt.is_menu),
        options_heard=sum(prompt.options_heard for prompt in prompts if prompt.is_menu),
        options_changed=sum(prompt.options_changed for prompt in prompts),
        invalid=sum(prompt.invalid for prompt in prompts),
        zero_presses=len(zeros),
        zero_outs=sum(_is_zero_out(zero, keys, prompts, settings) for zero in zeros),
        repeats=sum(p.repeated for p in prompts if any(overlap_s(p, s) > 0 for s in ivr)),
        keys_pressed=len(keys),
        seconds_to_human=_seconds_to_human(timeline),
        prompts=prompts,
    )


def _within(timed: Prompt | KeyPress, timeline: Timeline) -> bool:
    """Whether most of it lies before a person came."""
    inside = sum(overlap_s(timed, s) for s in timeline.of(*BEFORE_A_PERSON))
    return 2 * inside >= timed.end - timed.start


def _is_zero_out(
    zero: KeyPress, keys: Sequence[KeyPress], prompts: Sequence[Prompt], settings: DynamicsSettings
) -> bool:
    """A 0 pressed while a menu did not offer it or was still speaking; digits around it make it part of a number."""
    reach = Span(zero.start - settings.key_run_s, zero.end + settings.key_run_s)
    if any(key is not zero and key.key not in "0*#" and overlap_s(key, reach) > 0 for key in keys):
        return False
    heard = next((p for p in reversed(prompts) if p.start <= zero.start and p.is_menu), None)
    return heard is None or zero.start < heard.end or "0" not in option_keys(heard.text)


def _seconds_to_human(timeline: Timeline) -> float | None:
    """From the answer (the end of the first ringing, else the start) to the first talk; None if nobody came."""
    talk = timeline.of("talk")
    if not talk:
        return None
    first = timeline.segments[0]
    answered = first.end if first.kind == "ring" else first.start
    return max(0.0, talk[0].start - answered)
