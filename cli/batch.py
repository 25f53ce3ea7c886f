"""`warmline batch`: the same under Prefect, by several processes."""

import typer

from cli.options import DEFAULT_OUT, Again, Config, DeviceOption, JsonLog, Out, Paths, RetryFailed
from flows.order import Order


def batch(  # noqa: PLR0913 - an option is a parameter
    paths: Paths,
    out: Out = DEFAULT_OUT,
    config: Config = None,
    device: DeviceOption = None,
    again: Again = False,
    retry_failed: RetryFailed = False,
    json_log: JsonLog = False,
) -> None:
    """Analyse recordings as a Prefect flow: several processes, retries, a run page and a table of outcomes."""
    from cli.run_batch import analyse_under_prefect  # noqa: PLC0415 - keeps --help quick

    order = Order(out, config, device, again, quarantine=not retry_failed)
    raise typer.Exit(analyse_under_prefect(paths, order, json_log=json_log))
