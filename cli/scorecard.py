"""`warmline scorecard`: how agents fare over many calls, and how sure that is."""

import json
from typing import Annotated, Literal

import typer

from cli.options import DEFAULT_OUT, Config, Out
from cli.scripted import Since, since_when
from flows.order import Order

Agent = Annotated[str | None, typer.Option("--agent", help="Id of one agent; all unless given.")]
Format = Annotated[Literal["table", "json", "csv", "html"], typer.Option("--format", help="How it is written.")]


def scorecard(
    agent: Agent = None,
    since: Since = "30d",
    form: Format = "table",
    out: Out = DEFAULT_OUT,
    config: Config = None,
) -> None:
    """Say each agent's level with an interval, beside the team on like calls, and whether it changes."""
    from calls.errors import SetupBroken  # noqa: PLC0415 - keeps --help quick
    from flows.refresh_cards import make_scorecard_page, make_scorecards  # noqa: PLC0415
    from scorecards.table import as_csv, as_json, as_lines  # noqa: PLC0415

    order, begins = Order(out, config), since_when(since)
    made = make_scorecards(order, begins)
    cards = tuple(card for card in made if agent in (None, card.agent_id))
    if agent is not None and not cards:
        known = ", ".join(card.agent_id for card in made) or "none"
        raise SetupBroken(f"agent '{agent}': no calls since {since}; there are {known}")
    if form == "json":
        typer.echo(json.dumps(as_json(cards), indent=1))
    elif form == "csv":
        typer.echo(as_csv(cards), nl=False)
    elif form == "html":
        typer.echo(make_scorecard_page(order, made, [card.agent_id for card in cards], begins), nl=False)
    else:
        for line in (line for card in cards for line in as_lines(card)):
            typer.echo(line)
        if not cards:
            typer.echo(f"no calls since {since} with an agent's id")
