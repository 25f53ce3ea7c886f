"""A scorecard as a page shows it: words, drawings, and nothing that the intervals do not bear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from configs.desk_settings import NumbnessSettings
from reports.level_drawing import Bar, Row, Scale, bar, hour_levels, row, week_levels
from reports.marker_names import marker_name
from scorecards.cards import BOUNDS, Figure, Scorecard
from scorecards.fair import Difference
from scorecards.numbness import Drift
from scorecards.table import NAMES, beside_team, trend_words
from store.agent_calls import Week

TELLING = (
    "acknowledgement", "apology", "ownership", "reassurance", "exploration", "paraphrase", "action", "policy_shield",
    "refusal", "blame", "dismissal", "scripted",
)  # fmt: skip
"""Markers that a card shows one by one."""
NOT_THE_AGENTS = ("friction", "hold_s")
"""What an agent's customers met, often not the agent's doing."""
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
LEAST_SHARE = 0.25
"""A scale shows so much at least of all that a figure can be."""
FEWEST_COLLEAGUES = 2
"""Beside one colleague alone, "above the team" would tell the one's figure to the other."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as a line of the card; `value` None: too few calls. `team` and `trend` say what is shown, in words."""

    name: str
    label: str
    calls: int
    value: str | None
    interval: str
    bar: Bar | None
    team: str
    is_apart: bool
    trend: str
    is_trend: bool
    weeks: Row | None


@dataclass(frozen=True, slots=True)
class Care:
    """What is said of a voice that tires; `concerns` are sentences of care, none where nothing is shown."""

    concerns: tuple[str, ...]
    facts: tuple[str, ...]
    hours: Row | None
    first_hour: int
    last_hour: int


def figure_words(name: str) -> tuple[str, str]:
    """What a figure, or a marker, is called and how it is written."""
    return NAMES[name] if name in NAMES else (f"{marker_name(name).label}, a call", "{:.2f}")


def figure_rows(
    card: Scorecard, weeks: Sequence[Week] = (), on: Mapping[str, Scale] | None = None, *, own: bool = False
) -> tuple[FigureRow, ...]:
    """Of a card, its levels drawn `on` scales (else on all that a figure can be).

    `own`: for the agent's eyes, who is told above or below, and nothing that gives away a colleague's figure.
    """
    return tuple(_figure_row(figure, card, weeks, on or {}, own=own) for figure in card.figures)


def scales(cards: Sequence[Scorecard]) -> dict[str, Scale]:
    """By figure from the least to the most to be drawn, wide enough not to magnify trifles."""
    ends: dict[str, list[float]] = {}
    for card in cards:
        for figure in card.figures:
            found, beside = figure.estimate, figure.against_team
            if found is not None:
                team = [] if beside is None else [found.mean - beside.value]
                ends.setdefault(figure.name, []).extend((found.low, found.high, *team))
    return {name: _wide(name, min(each), max(each)) for name, each in ends.items()}


def _wide(name: str, low: float, high: float) -> Scale:
    least, most = BOUNDS.get(name, (0.0, float("inf")))
    whole = most - least if name in BOUNDS else high
    spare = max(0.0, LEAST_SHARE * whole - (high - low)) / 2 + (high - low) / 10
    return max(least, low - spare), min(most, high + spare)


def care(drift: Drift | None, over_weeks: Difference | None, settings: NumbnessSettings) -> Care:
    """Of a delivery that flattens over the shift or over the weeks."""
    concerns: list[str] = []
    facts: list[str] = []
    if drift is None:
        facts.append("Too few shifts with enough calls to tell whether the voice tires over a shift.")
    else:
        if drift.flattens(settings):
            concerns.append(f"The voice flattens after the {_ordinal(drift.after)} hour: a break may help.")
        elif drift.low > 0:
            facts.append("The voice grows livelier over the shift.")
        else:
            facts.append("No flattening over the shift is shown.")
        facts.append(
            f"Within shifts delivery changes by {drift.per_hour:+.1f} points an hour (95 %: {drift.low:+.1f} to"
            f" {drift.high:+.1f}), by {drift.calls} calls of {drift.shifts} shifts; days and upset callers are evened"
            " out."
        )
    if over_weeks is not None and over_weeks.high < 0 and -over_weeks.value >= settings.least_drop:
        concerns.append("The voice has grown flatter over the weeks: a talk about how work is may help.")
    if over_weeks is not None and over_weeks.is_shown:
        facts.append(
            f"Over the weeks delivery changes by {over_weeks.value:+.0f} points in 30 days (95 %:"
            f" {over_weeks.low:+.0f} to {over_weeks.high:+.0f})."
        )
    hours = drift.hours if drift else ()
    first, last = (hours[0].number + 1, hours[-1].number + 1) if hours else (0, 0)
    return Care(tuple(concerns), tuple(facts), row(hour_levels(hours)), first, last)


def _figure_row(
    figure: Figure, card: Scorecard, weeks: Sequence[Week], on: Mapping[str, Scale], *, own: bool
) -> FigureRow:
    label, form = figure_words(figure.name)
    found, beside = figure.estimate, figure.against_team
    return FigureRow(
        name=figure.name,
        label=label,
        calls=found.calls if found else 0,
        value=form.format(found.value) if found else None,
        interval=f"{form.format(found.low)} to {form.format(found.high)}" if found else "",
        bar=_bar(figure, on.get(figure.name), own=own),
        team=_own_words(beside, card.colleagues) if own else beside_team(beside, form),
        is_apart=beside is not None and beside.is_shown and (not own or card.colleagues >= FEWEST_COLLEAGUES),
        trend=trend_words(figure.trend, form),
        is_trend=figure.trend is not None and figure.trend.is_shown,
        weeks=row(week_levels(weeks, figure.name)),
    )


def _bar(figure: Figure, scale: Scale | None, *, own: bool) -> Bar | None:
    found, beside = figure.estimate, figure.against_team
    if found is None:
        return None
    whole = scale or BOUNDS.get(figure.name, (0.0, 1.25 * found.high))
    return bar(found, whole, None if own or beside is None else found.mean - beside.value)


def _own_words(found: Difference | None, colleagues: int) -> str:
    if colleagues < FEWEST_COLLEAGUES:
        return "too few colleagues to compare with"
    if found is None:
        return "no like calls of the team"
    if not found.is_shown:
        return "no difference shown from the team"
    return f"{'above' if found.value > 0 else 'below'} the team on like calls"


def _ordinal(hour: int) -> str:
    return ORDINALS[hour - 1] if 1 <= hour <= len(ORDINALS) else f"{hour}th"
