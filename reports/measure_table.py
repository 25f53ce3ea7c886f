"""All measures with their units and what they mean, in groups."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from calls.measures import Measures
from reports.clock import length

Shown = Callable[[Any], str]
OWN_BASELINE = "Against the agent's own voice before it"
NOT_MEASURABLE = "not measurable"


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure as read: `value` carries its unit."""

    name: str
    value: str
    help: str
    measured: bool


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """Measures that belong together."""

    name: str
    rows: tuple[MeasureRow, ...]


def _count(value: int) -> str:
    return f"{value}"


def _share(value: float) -> str:
    return f"{value:.0%}"


def _rate(unit: str, decimals: int = 0) -> Shown:
    return lambda value: f"{value:.{decimals}f} {unit}"


def _change(unit: str) -> Shown:
    return lambda value: f"{value:+.1f} {unit}".replace("-", "−")


COLUMNS: dict[str, tuple[tuple[str, str, Shown, str], ...]] = {
    "hold": (
        ("count", "Times on hold", _count, "Holds after an agent had spoken"),
        ("total_s", "On hold", length, "All holds together; never counted as silence or talk"),
        ("longest_s", "Longest hold", length, "The longest single hold"),
        ("share_of_call", "Share of the call", _share, "Hold over the whole recording"),
        ("announced", "Announced", _count, "Holds the agent asked for or explained first"),
        ("thanked", "Thanked for", _count, "Holds the agent gave thanks for afterwards"),
    ),
    "queue": (("total_s", "In the queue", length, "Waiting before the first agent, kept apart from hold"),),
    "ivr": (
        ("total_s", "In the IVR", length, "Recorded prompts and the time to answer them"),
        ("seconds_to_human", "To a person", length, "From the answer to the first human voice"),
        ("menus", "Menus", _count, "Menu prompts played, again or anew"),
        ("options", "Options read out", _count, "Choices read out in all menus"),
        ("options_heard", "Options before choosing", _count, "Choices read out before a key was pressed, in all menus"),
        ("options_changed", "“Options changed” notices", _count, "Times the caller was told that the menu is new"),
        ("invalid", "Keys not accepted", _count, "Times the IVR refused what was pressed"),
        ("repeats", "Prompts repeated", _count, "Times the same prompt was heard again"),
        ("keys_pressed", "Keys pressed", _count, "All keys heard, the hidden ones too"),
        ("zero_presses", "Presses of 0", _count, "Callers press 0 to get a person"),
        ("zero_outs", "Zero-outs", _count, "Presses of 0 the menu did not offer, or while it was still speaking"),
    ),
    "dynamics": (
        ("agent_talk_share", "Agent's talk share", _share, "Agent's speech over both parties' speech"),
        ("agent_talk_s", "Agent speaks", length, "Speech only, pauses left out"),
        ("customer_talk_s", "Customer speaks", length, "Speech only, pauses left out"),
        ("response_latency_s", "Time to answer", _rate("s", 2), "Median gap between customer and agent"),
        ("response_latency_spread_s", "Spread of that time", _rate("s", 2), "How unevenly the agent answers"),
        ("interruptions", "Interruptions", _count, "Overlaps that took the floor, by either party"),
        ("interruptions_by_agent", "… by the agent", _count, "Those of the agent"),
        ("backchannels", "Backchannels", _count, "Overlaps that left the floor: mm-hm, yes"),
        ("overtalk_count", "Talk at once", _count, "Times both spoke at once"),
        ("overtalk_longest_s", "Longest talk at once", length, "The longest of them"),
        ("overtalk_mean_s", "Mean talk at once", _rate("s", 2), "The mean of them"),
        ("longest_silence_s", "Longest silence", length, "Nobody speaks; hold and queue left out"),
        ("notable_silences", "Notable silences", lambda spans: f"{len(spans)}", "Each has a row in the transcript"),
        ("agent_wpm", "Agent's pace", _rate("words/min"), "Words over the agent's talking time"),
        ("agent_wpm_spread", "Spread of that pace", _rate("words/min"), "How much it varies between turns"),
        ("customer_wpm", "Customer's pace", _rate("words/min"), "Words over the customer's talking time"),
        ("turn_changes_per_hour", "Turn changes", _rate("an hour"), "How often the floor changes hands"),
        ("longest_monologue_s", "Longest monologue", length, "The longest one party spoke alone"),
        ("pace_matching", "Pace follows the customer's", _rate("of 1", 2), "Rank correlation; weighs nothing"),
    ),
    "tone": (
        ("agent_voiced_s", "Voice measured", length, "Voiced speech of the agent that the figures below rest on"),
        ("agent_pitch_median_hz", "Pitch", _rate("Hz"), "Median; neither high nor low is better"),
        ("agent_pitch_sd_semitones", "Pitch spread", _rate("semitones", 1), "Standard deviation around the own median"),
        ("agent_pitch_range_semitones", "Pitch range", _rate("semitones", 1), "From the 5th to the 95th percentile"),
        ("agent_loudness_sd_db", "Loudness spread", _rate("dB", 1), "Standard deviation over voiced speech"),
        ("pitch_sd_change_after_distress", "Pitch spread after distress", _change("semitones"), OWN_BASELINE),
        ("loudness_change_after_distress_db", "Loudness after distress", _change("dB"), OWN_BASELINE),
    ),
}  # fmt: skip
"""Section of Measures: (field, name on the page, how it is written, what it means)."""

GROUP_NAMES = {
    "hold": "Hold",
    "queue": "Queue",
    "ivr": "IVR",
    "dynamics": "Conversation",
    "tone": "The agent's voice",
}


def measure_groups(measures: Measures) -> tuple[MeasureGroup, ...]:
    """Every measure; those that could not be measured say so."""
    return tuple(
        MeasureGroup(GROUP_NAMES[section], tuple(_row(getattr(measures, section), *column) for column in columns))
        for section, columns in COLUMNS.items()
    )


def _row(section: object, field: str, name: str, shown: Shown, help_text: str) -> MeasureRow:
    value = getattr(section, field)
    if value is None:
        return MeasureRow(name, NOT_MEASURABLE, help_text, measured=False)
    return MeasureRow(name, shown(value), help_text, measured=True)
