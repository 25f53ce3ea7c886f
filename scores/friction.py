"""Friction: how hard reaching help was made, 0 to 100, higher is worse. A sum of named parts from 0."""

from collections.abc import Iterable, Sequence

from calls.measures import IvrMeasures, Measures, Prompt
from calls.scores import Evidence, Score, ScorePart
from calls.spans import overlap_s
from calls.timeline import Segment, Timeline
from configs.score_settings import FrictionSettings
from scores.parts import counted, saturating, summed, times, unscored


def score_friction(timeline: Timeline, measures: Measures, weights: FrictionSettings) -> Score:
    """The score; None only where there is no call: an empty recording, or one of nothing but silence or noise."""
    if not timeline.segments:
        return unscored("The recording is empty.")
    if _is_dead(timeline):
        return unscored("Nothing is heard but silence or noise: whether anybody waited can't be told.")
    ivr = measures.ivr
    parts = [*_ivr_parts(ivr, timeline, weights), *_waits(measures, timeline, weights)]
    if not timeline.of("talk"):
        parts.append(ScorePart("no_human", 1.0, weights.no_human, "No person ever came on the line."))
    unseen = not timeline.of("ring", "ivr", "queue")
    reach_up = weights.base_width + (weights.unseen_width if unseen else 0.0)
    return summed(0.0, parts, weights.base_width, reach_up)


def _is_dead(timeline: Timeline) -> bool:
    """Whether the line carries no sign of a call."""
    only_silence = all(s.audio == "silence" and not (s.music or s.announcements) for s in timeline.segments)
    return only_silence and not timeline.keys


def _ivr_parts(ivr: IvrMeasures, timeline: Timeline, weights: FrictionSettings) -> list[ScorePart]:
    menus = [p for p in ivr.prompts if p.is_menu]
    notice = weights.options_changed if ivr.options_changed else 0.0
    changed = f"Told {times(ivr.options_changed)}" if ivr.options_changed else "Not told"
    zero = f"Pressed 0 {times(ivr.zero_outs)}" if ivr.zero_outs else "Did not press 0"
    return [
        ScorePart(
            "ivr_time", ivr.total_s, saturating(weights.ivr, ivr.total_s, weights.ivr_half_s),
            f"{ivr.total_s:.0f} s among recorded prompts.", _stretches(timeline.of("ivr"), "ivr"),
        ),
        ScorePart(
            "options_heard", float(ivr.options), saturating(weights.options, ivr.options, weights.options_half),
            f"{counted(ivr.options, 'choice')} read out in {counted(ivr.menus, 'menu')}.", _prompts(menus, "menu"),
        ),
        ScorePart(
            "options_changed", float(ivr.options_changed), notice,
            f"{changed} that the options have changed.",
            _prompts((p for p in ivr.prompts if p.options_changed), "options_changed"),
        ),
        ScorePart(
            "invalid_replies", float(ivr.invalid), saturating(weights.invalid, ivr.invalid, weights.invalid_half),
            f"{counted(ivr.invalid, 'reply', 'replies')} refused.",
            _prompts((p for p in ivr.prompts if p.invalid), "invalid"),
        ),
        ScorePart(
            "zero_outs", float(ivr.zero_outs), saturating(weights.zero_outs, ivr.zero_outs, weights.zero_outs_half),
            f"{zero} to get out.", _zero_keys(timeline) if ivr.zero_outs else (),
        ),
        ScorePart(
            "repeats", float(ivr.repeats), saturating(weights.repeats, ivr.repeats, weights.repeats_half),
            f"{counted(ivr.repeats, 'prompt')} heard again.",
            _prompts((p for p in ivr.prompts if p.repeated and not p.invalid), "repeat"),
        ),
    ]  # fmt: skip


def _waits(measures: Measures, timeline: Timeline, weights: FrictionSettings) -> list[ScorePart]:
    queue_s, hold = measures.queue.total_s, measures.hold
    return [
        ScorePart(
            "queue", queue_s, saturating(weights.queue, queue_s, weights.queue_half_s),
            f"{queue_s:.0f} s in the queue before the first agent.", _stretches(timeline.of("queue"), "queue"),
        ),
        ScorePart(
            "hold", hold.total_s, saturating(weights.hold, hold.total_s, weights.hold_half_s),
            f"{hold.total_s:.0f} s on hold, {times(hold.count)}.", _stretches(timeline.of("hold"), "hold"),
        ),
    ]  # fmt: skip


def _prompts(prompts: Iterable[Prompt], marker: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(marker, "ivr", p.start, p.end, p.text) for p in prompts)


def _stretches(segments: Sequence[Segment], marker: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(marker, "ivr", s.start, s.end, f"{s.end - s.start:.0f} s") for s in segments)


def _zero_keys(timeline: Timeline) -> tuple[Evidence, ...]:
    within = timeline.of("ivr")
    pressed = (k for k in timeline.keys if k.key == "0" and any(overlap_s(k, s) > 0 for s in within))
    return tuple(Evidence("zero_out", "customer", k.start, k.end, "0") for k in pressed)
