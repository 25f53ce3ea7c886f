"""Scorecards as a Prefect flow, which prefect.yaml deploys. Importing this imports Prefect."""

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_table_artifact

from flows.order import Order
from flows.refresh_cards import refresh_scorecards
from flows.run import open_run

ARTIFACT = "scorecards"


@flow(name="scorecards", persist_result=False)
def scorecards(out: str, config: str | None = None, days: int = 30) -> int:
    """Write the scorecards of the last `days` anew; the number of agents. The night does the same after its calls."""
    run = open_run(Order(Path(out), Path(config) if config else None))
    try:
        cards = refresh_scorecards(run.store, run.out, days, run.settings)
    finally:
        run.store.dispose()
    table = [{"agent": card.agent_id, "team": card.team, "calls": card.calls} for card in cards]
    create_table_artifact(key=ARTIFACT, table=table, description=f"Agents with calls in the last {days} days")
    return len(cards)
