"""All that the page, the files and the API say of menus and waits, from the store's sums."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from sqlalchemy import ColumnElement, Engine

from scorecards.menus import Heard, PromptFigures, prompts
from scorecards.shares import Share, differ, share
from store import waits as store
from store.waits import Hour, Period, Wording


@dataclass(frozen=True, slots=True)
class Mood:
    """A quarter of the calls by their wait before a person, and the share whose customer was upset at the start."""

    least_s: float
    most_s: float
    upset: Share


@dataclass(frozen=True, slots=True)
class Waits:
    """`more_upset`: interval of the share after the longest waits less that after the shortest; None: too few calls."""

    calls: int
    hours: tuple[Hour, ...]
    prompts: tuple[PromptFigures, ...]
    moods: tuple[Mood, ...]
    more_upset: tuple[float, float] | None


def waits(engine: Engine, seen: ColumnElement[bool], period: Period, zone: tzinfo) -> Waits:
    """Of calls in a period; hours are those of `zone`. Raises TryAgain or SetupBroken."""
    hours = store.hours(engine, seen, period, zone)
    moods = tuple(
        Mood(quarter.least_s, quarter.most_s, share(quarter.upset, quarter.calls))
        for quarter in store.quarters(engine, seen, period)
    )
    return Waits(
        calls=sum(hour.calls for hour in hours),
        hours=hours,
        prompts=prompts(_heard(store.wordings(engine, seen, period))),
        moods=moods,
        more_upset=differ(moods[0].upset, moods[-1].upset) if len(moods) == store.QUARTERS else None,
    )


def _heard(wordings: Sequence[Wording]) -> list[Heard]:
    """A wording with all its outcomes."""
    groups: dict[tuple[str, bool], list[Wording]] = defaultdict(list)
    for wording in wordings:
        groups[wording.text, wording.is_menu].append(wording)
    return [
        Heard(
            text=text,
            is_menu=is_menu,
            heard=sum(w.heard for w in group),
            zeroed=sum(w.zeroed for w in group),
            zero_presses=sum(w.zero_presses for w in group),
            options_changed=sum(w.options_changed for w in group),
            invalid=sum(w.invalid for w in group),
            repeated=sum(w.repeated for w in group),
            chosen={w.chosen: w.heard for w in group if w.chosen},
        )
        for (text, is_menu), group in groups.items()
    ]
