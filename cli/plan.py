"""`warmline plan`: how many cores or GPUs a night needs, and what it leaves behind."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DEFAULT_OUT, Config, DeviceOption, Out
from flows.order import Order

if TYPE_CHECKING:
    from flows.plan import Plan
    from flows.planning import Load

UNITS_S = {"h": 3600.0, "m": 60.0, "min": 60.0}
SPARE = 0.2
"""A night that fills its window has no room for a retry, a late upload or a busy day."""

MANY = 100
"""A store of fewer calls is half empty: its bytes a call are too many."""


def seconds(text: str) -> float:
    """`8h`, `7.5h` or `90m` in seconds."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(h|m|min)", text.strip())
    if found is None or float(found[1]) <= 0:
        raise typer.BadParameter(f"'{text}' is no length of time; write 8h or 90m", param_hint="--window")
    return float(found[1]) * UNITS_S[found[2]]


Calls = Annotated[int, typer.Option("--calls", min=1, help="Calls a night.")]
Minutes = Annotated[float, typer.Option("--minutes", min=0.01, help="Length of a call, on average.")]
Window = Annotated[str, typer.Option("--window", help="Time for them, as 8h or 90m.", metavar="TIME")]
Spare = Annotated[float, typer.Option("--spare", min=0.0, max=0.9, help="Share of the window to leave free.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")]


def plan(  # noqa: PLR0913 - one parameter an option
    calls: Calls,
    minutes: Minutes,
    window: Window = "8h",
    spare: Spare = SPARE,
    out: Out = DEFAULT_OUT,
    config: Config = None,
    device: DeviceOption = None,
    as_json: Json = False,
) -> None:
    """Say how many cores or GPUs a night needs and what the store grows by, from the calls analysed here.

    Where fewer than five were, the sample calls are analysed first.
    """
    from flows.plan import TooFewAnalysed, make_plan  # noqa: PLC0415 - keeps --help quick
    from flows.planning import Load  # noqa: PLC0415

    order, load = Order(out, config, device), Load(calls, 60 * minutes, seconds(window))
    try:
        made = make_plan(order, load, spare)
    except TooFewAnalysed as error:
        typer.echo(f"{error}. Meanwhile the sample calls are analysed, to measure this machine:", err=True)
        made = _planned_by_trial(order, load, spare)
    if as_json:
        typer.echo(json.dumps(asdict(made), indent=1))
        return
    for line in told(made, spare):
        typer.echo(line)


def _planned_by_trial(order: Order, load: "Load", spare: float) -> "Plan":
    from cli.progress import watching  # noqa: PLC0415 - keeps --help quick
    from flows.order import settings_of  # noqa: PLC0415
    from flows.plan import LEAST, make_plan  # noqa: PLC0415
    from flows.trial import sample_night  # noqa: PLC0415

    with (
        watching(settings_of(order).batch, json_log=False) as watcher,
        sample_night(order, LEAST, watcher) as (trial, newest),
    ):
        return make_plan(trial, load, spare, newest, "Warmline's sample calls")


def told(plan: "Plan", spare: float) -> Iterator[str]:
    """The plan in sentences."""
    load, need, speed = plan.load, plan.need, plan.speed
    thing = "GPU" if plan.device != "cpu" else "core"
    yield (
        f"wanted: {load.calls:,} calls of {load.call_s / 60:g} min in {load.window_s / 3600:g} h,"
        f" {spare:.0%} of it left free: {need.speed:,.0f} times real time"
    )
    yield (
        f"measured: {speed.value:.1f} times real time ({speed.low:.1f} to {speed.high:.1f}) with {plan.processes}"
        f" processes on {many(plan.units, thing)}, from the {plan.analyses} newest analyses"
        f" of {plan.calls_of}, {plan.analysed_s / 60:.1f} min each (short calls cost and keep more a second than long"
        " ones)"
    )
    yield (
        f"needed: {many(need.units, thing)} like these ({need.units_low:,} to {need.units_high:,}):"
        f" {many(need.machines, 'machine')} like this one"
    )
    if plan.device == "cpu":
        yield "on a GPU: not measured here; analyse some calls on one, then plan from its store"
    at_most = "at most " if plan.analyses < MANY else ""
    yield f"the store grows by {at_most}{size(need.store_bytes)} a night, {size(365 * need.store_bytes)} a year"
    if need.report_bytes is None:
        yield "reports: none of those analysed lie on this machine, so their size is not known"
    else:
        yield (
            f"reports with their sound: {size(need.report_bytes)} a night, {size(365 * need.report_bytes)} a year,"
            " less what [retention] deletes"
        )


def many(number: int, thing: str) -> str:
    """`1 core`, `1,200 cores`."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def size(number: float) -> str:
    """`24 GB`: bytes by the unit a person buys disks in.

    >>> size(2_400_000_000)
    '2.4 GB'
    """
    for unit in ("kB", "MB", "GB"):
        number /= 1000
        if number < 1000:
            return f"{number:.3g} {unit}"
    return f"{number / 1000:,.3g} TB"
