"""Scorecards made from the store, and refreshed by the night as scorecards.json and scorecards.csv.

Not named after its room: Prefect puts flows/ before all else where modules are looked for.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from configs.settings import Settings
from flows.order import Order, settings_of
from reports.publish import publish_text
from scorecards.cards import Scorecard, scorecards
from scorecards.table import as_csv, as_json
from store.agent_calls import agent_cells
from store.connect import open_store, store_url
from store.summaries import summarise_missing

NAME = "scorecards"


def make_scorecards(order: Order, since: datetime, until: datetime | None = None) -> tuple[Scorecard, ...]:
    """Of all agents with calls from `since` until `until` (aware; None: now). Raises SetupBroken or TryAgain."""
    settings = settings_of(order)
    engine = open_store(store_url(settings.store, order.out), settings.store)
    try:
        return _made(engine, since, until or datetime.now(UTC), settings)
    finally:
        engine.dispose()


def refresh_scorecards(engine: Engine, out: Path, days: int, settings: Settings) -> tuple[Scorecard, ...]:
    """The cards of the last `days`, written to `out` whole or not at all. Raises SetupBroken or TryAgain."""
    until = datetime.now(UTC)
    cards = _made(engine, until - timedelta(days=days), until, settings)
    publish_text(out / f"{NAME}.json", json.dumps(as_json(cards), indent=1))
    publish_text(out / f"{NAME}.csv", as_csv(cards))
    return cards


def _made(engine: Engine, since: datetime, until: datetime, settings: Settings) -> tuple[Scorecard, ...]:
    summarise_missing(engine, settings)
    return scorecards(agent_cells(engine, since, until), since, until)
