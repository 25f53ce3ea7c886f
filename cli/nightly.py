"""`warmline nightly`: what a scheduler starts, be it cron, systemd or Prefect."""

import typer

from cli.options import DEFAULT_OUT, Config, DeviceOption, JsonLog, Out, Paths, RetryFailed
from flows.order import Order


def nightly(
    paths: Paths,
    out: Out = DEFAULT_OUT,
    config: Config = None,
    device: DeviceOption = None,
    retry_failed: RetryFailed = False,
    json_log: JsonLog = False,
) -> None:
    """Analyse what is new and write the morning summary; exit code 5 when the night was worse than its limits."""
    from cli.run_nightly import run_nightly  # noqa: PLC0415 - keeps --help quick

    summary = run_nightly(paths, Order(out, config, device, quarantine=not retry_failed), json_log=json_log)
    typer.echo(f"morning summary: {summary}")
