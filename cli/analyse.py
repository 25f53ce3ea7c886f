"""`warmline analyse`: recordings to reports, in this process."""

import typer

from cli.options import DEFAULT_OUT, Again, Config, DeviceOption, JsonLog, Out, Paths
from flows.order import Order


def analyse(
    paths: Paths,
    out: Out = DEFAULT_OUT,
    config: Config = None,
    device: DeviceOption = None,
    again: Again = False,
    json_log: JsonLog = False,
) -> None:
    """Analyse recordings: OUT/CALL_ID/report.html and report.json, and a line a call."""
    from cli.run_here import analyse_here  # noqa: PLC0415 - keeps --help quick

    raise typer.Exit(analyse_here(paths, Order(out, config, device, again), json_log=json_log))
