"""Which calls of a night are most worth a reviewer's time, and why."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from configs.operation_settings import NightlySettings
from reports.clock import clock
from scores.parts import times
from store.review import NightCall

SAMPLED = "drawn at random"


@dataclass(frozen=True, slots=True)
class ToReview:
    """A call and the reasons for it, the gravest first."""

    call: NightCall
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reason:
    """`weight` is 0 or less for a call that it is no reason for; the heaviest are chosen."""

    weight: Callable[[NightCall, NightlySettings], float]
    written: Callable[[NightCall], str]


def to_review(calls: Sequence[NightCall], settings: NightlySettings, seed: str) -> tuple[ToReview, ...]:
    """The `review_calls` gravest for each reason, and `review_sample` of all at random; the gravest reason comes first.

    The sample is for what no reason foresees, and to see how the machine does on ordinary calls. The same seed draws
    the same calls.
    """
    reasons: dict[str, list[str]] = {}
    for reason in _REASONS:  # in this order, which is that of the page
        weighed = ((reason.weight(call, settings), call) for call in calls)
        heaviest = sorted((w, call.call_id, call) for w, call in weighed if w > 0)[::-1][: settings.review_calls]
        for _, call_id, call in heaviest:
            reasons.setdefault(call_id, []).append(reason.written(call))
    drawn = random.Random(seed).sample(calls, min(settings.review_sample, len(calls)))  # noqa: S311 - no secret
    for call in drawn:
        reasons.setdefault(call.call_id, []).append(SAMPLED)
    by_id = {call.call_id: call for call in calls}
    return tuple(ToReview(by_id[call_id], tuple(why)) for call_id, why in reasons.items())


def _distress(call: NightCall, settings: NightlySettings) -> float:
    """Unmet distress weighs double; a single mark that was met is none."""
    if call.distress < settings.strong_distress and not (call.distress and call.met == 0):
        return 0.0
    return call.distress * (2.0 - (call.met or 0.0))


def _distress_told(call: NightCall) -> str:
    often = times(call.distress)
    return f"distress {often}" + ("" if call.met is None else ", not met" if call.met == 0 else f", {call.met:.0%} met")


def _coldness(score: float | None, settings: NightlySettings) -> float:
    return 0.0 if score is None else settings.low_score - score


def _hold(call: NightCall, settings: NightlySettings) -> float:
    return call.hold_longest_s if call.hold_longest_s >= settings.long_hold_s else 0.0


def _uncertainty(call: NightCall, settings: NightlySettings) -> float:
    if call.empathy_low is None or call.empathy_high is None:
        return 0.0
    width = call.empathy_high - call.empathy_low
    return width if width >= settings.wide_interval else 0.0


def _range(call: NightCall) -> str:
    if call.empathy_low is None or call.empathy_high is None:
        return ""
    return f" ({call.empathy_low:.0f}–{call.empathy_high:.0f})"


_REASONS = (
    _Reason(lambda call, _: float(call.manager), lambda _: "asked for a manager"),
    _Reason(_distress, _distress_told),
    _Reason(_hold, lambda call: f"on hold for {clock(call.hold_longest_s)} at a stretch"),
    _Reason(
        lambda call, settings: _coldness(call.empathy, settings),
        lambda call: f"empathy {call.empathy:.0f}{_range(call)}",
    ),
    _Reason(lambda call, settings: _coldness(call.delivery, settings), lambda call: f"delivery {call.delivery:.0f}"),
    _Reason(_uncertainty, lambda call: f"empathy uncertain{_range(call)}"),
)
