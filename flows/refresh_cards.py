"""Scorecards made from the store, and refreshed by the night as scorecards.json and scorecards.csv.

Not named after its room: Prefect puts flows/ before all else where modules are looked for.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from configs.settings import Settings
from flows.order import Order, settings_of
from reports.publish import publish_text
from reports.scorecard_html import scorecards_html
from scorecards.cards import Scorecard, scorecards
from scorecards.table import as_csv, as_json
from store.agent_calls import agent_cells, agent_weeks
from store.connect import open_store, store_url
from store.desk_tables import SummaryRow
from store.summaries import summarise_missing

NAME = "scorecards"


def make_scorecards(order: Order, since: datetime, until: datetime | None = None) -> tuple[Scorecard, ...]:
    """Of all agents with calls from `since` until `until` (aware; None: now). Raises SetupBroken or TryAgain."""
    with _store(order) as (engine, settings):
        return _made(engine, since, until or datetime.now(UTC), settings)


def make_scorecard_page(
    order: Order, cards: Sequence[Scorecard], agents: Collection[str], since: datetime, until: datetime | None = None
) -> str:
    """The cards of `agents`, as one page with their weeks. Raises SetupBroken or TryAgain."""
    with _store(order) as (engine, _):
        weeks = agent_weeks(engine, since, until or datetime.now(UTC), SummaryRow.agent_id.in_(sorted(agents)))
    return scorecards_html([card for card in cards if card.agent_id in agents], weeks, cards)


def refresh_scorecards(engine: Engine, out: Path, days: int, settings: Settings) -> tuple[Scorecard, ...]:
    """The cards of the last `days`, written to `out` whole or not at all. Raises SetupBroken or TryAgain."""
    until = datetime.now(UTC)
    cards = _made(engine, until - timedelta(days=days), until, settings)
    publish_text(out / f"{NAME}.json", json.dumps(as_json(cards), indent=1))
    publish_text(out / f"{NAME}.csv", as_csv(cards))
    return cards


@contextmanager
def _store(order: Order) -> Iterator[tuple[Engine, Settings]]:
    settings = settings_of(order)
    engine = open_store(store_url(settings.store, order.out), settings.store)
    try:
        yield engine, settings
    finally:
        engine.dispose()


def _made(engine: Engine, since: datetime, until: datetime, settings: Settings) -> tuple[Scorecard, ...]:
    summarise_missing(engine, settings)
    return scorecards(agent_cells(engine, since, until), since, until)
