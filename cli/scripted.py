"""`warmline scripted`: how much of what an agent says stands nearly word for word in that agent's other calls."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DEFAULT_OUT, Config, Out
from flows.order import Order

if TYPE_CHECKING:
    from scores.scriptedness import Scriptedness

Agent = Annotated[str | None, typer.Option("--agent", help="Id of one agent; all unless given.")]
Since = Annotated[str, typer.Option("--since", help="Days back, as 30d, or a date, as 2026-11-01.", metavar="TIME")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")]


def since_when(text: str) -> datetime:
    """`30d` or `2026-11-01` as a time in UTC."""
    if days := re.fullmatch(r"(\d{1,5})d", text.strip()):
        return datetime.now(UTC) - timedelta(days=int(days[1]))
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        why = f"'{text}' is no time; write 30d or 2026-11-01"
        raise typer.BadParameter(why, param_hint="--since") from error


def scripted(
    agent: Agent = None, since: Since = "30d", out: Out = DEFAULT_OUT, config: Config = None, as_json: Json = False
) -> None:
    """Say how much of each agent's words is said again in their other calls, and which sentences most."""
    from flows.scripted import scripted_agents  # noqa: PLC0415 - keeps --help quick

    found = dict(scripted_agents(Order(out, config), since_when(since), agent))
    if as_json:
        typer.echo(json.dumps({name: asdict(each) for name, each in found.items()}, indent=1))
        return
    for name, each in found.items():
        for line in told(name, each):
            typer.echo(line)
    if not found:
        typer.echo(f"no calls since {since} with an agent's id")


def told(agent: str, found: "Scriptedness") -> Iterator[str]:
    """An agent's lines: the share, then the sentences with a call and second to hear each."""
    if found.share is None:
        yield f"{agent}: not judged: {found.reason}"
        return
    yield f"{agent}: {found.share:.0%} ({found.low:.0%} to {found.high:.0%}) of the words, {found.calls} calls"
    for repeated in found.most:
        heard = repeated.places[0]
        yield f"    in {repeated.calls} calls: “{repeated.text}”  {heard.call_id}/report.html#t={heard.start:.1f}"
