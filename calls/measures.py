"""Plain numbers with units. None means: not measurable on this call, which is not zero."""

from dataclasses import dataclass

from calls.spans import Span


@dataclass(frozen=True, slots=True)
class HoldMeasures:
    """Hold after an agent has spoken. `announced` and `thanked` count holds asked for before and thanked for after."""

    count: int
    total_s: float
    longest_s: float
    share_of_call: float
    announced: int
    thanked: int


@dataclass(frozen=True, slots=True)
class QueueMeasures:
    """Waiting before the first agent."""

    total_s: float


@dataclass(frozen=True, slots=True)
class Prompt:
    """A recorded prompt as heard; `options` are the choices it reads out.

    `options_heard` are those read out before the caller pressed a key, all of them where none was pressed. `chosen` is
    the one of a menu's keys that was pressed, once and alone, before the next prompt; None where that can't be told.
    """

    start: float
    end: float
    text: str
    is_menu: bool
    options: int
    options_changed: bool
    invalid: bool
    repeated: bool
    options_heard: int = 0
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class IvrMeasures:
    """What the IVR put the caller through. `menus` counts menu prompts played, again or anew; `options` in all of them.

    `options_heard` are those read out before a key was pressed: what the caller sat through to choose.
    `zero_presses` counts presses of 0 during the IVR, `zero_outs` those the menu did not offer or that interrupted it.
    """

    total_s: float
    menus: int
    options: int
    options_changed: int
    invalid: int
    options_heard: int
    zero_presses: int
    zero_outs: int
    repeats: int
    keys_pressed: int
    seconds_to_human: float | None
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class DynamicsMeasures:
    """How the two parties share the floor, over conversation (talk segments) only.

    `pace_matching` is the rank correlation of the agent's pace with that of the customer's turn before, -1 to 1.
    """

    agent_talk_share: float | None
    agent_talk_s: float
    customer_talk_s: float
    interruptions: int
    interruptions_by_agent: int
    backchannels: int
    overtalk_count: int
    overtalk_longest_s: float
    overtalk_mean_s: float | None
    response_latency_s: float | None
    response_latency_spread_s: float | None
    longest_silence_s: float
    notable_silences: tuple[Span, ...]
    agent_wpm: float | None
    customer_wpm: float | None
    agent_wpm_spread: float | None
    turn_changes_per_hour: float | None
    longest_monologue_s: float
    pace_matching: float | None = None


@dataclass(frozen=True, slots=True)
class ToneMeasures:
    """Acoustics of the agent's voiced speech, relative to that voice; no emotion is inferred.

    Spreads are standard deviations; the range is from the 5th to the 95th percentile. Pitch in semitones around the
    speaker's own median.
    """

    agent_voiced_s: float
    agent_pitch_median_hz: float | None
    agent_pitch_sd_semitones: float | None
    agent_pitch_range_semitones: float | None
    agent_loudness_sd_db: float | None
    pitch_sd_change_after_distress: float | None
    loudness_change_after_distress_db: float | None


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of a call."""

    hold: HoldMeasures
    queue: QueueMeasures
    ivr: IvrMeasures
    dynamics: DynamicsMeasures
    tone: ToneMeasures
