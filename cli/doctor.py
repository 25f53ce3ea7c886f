"""`warmline doctor`: what this machine has, what would be used, and whether it works."""

import dataclasses

import typer

from cli.options import Config, DeviceOption


def doctor(config: Config = None, device: DeviceOption = None) -> None:
    """Show devices, providers and models, and run every network for a second of sound."""
    from configs.settings import load_settings  # noqa: PLC0415 - keeps --help quick
    from models.trial import machine, try_networks, two_builds  # noqa: PLC0415

    settings = load_settings(config)
    if device:
        settings = dataclasses.replace(settings, compute=dataclasses.replace(settings.compute, device=device))
    for line in machine(settings):
        typer.echo(line)
    if problem := two_builds():
        typer.echo(f"ONNX Runtime: {problem}")
    broken = bool(problem)
    for trial in try_networks(settings):
        found = trial.problem or f"works on {trial.device}, {1000 * trial.seconds:.0f} ms for a second of sound"
        typer.echo(f"{trial.name}: {found}")
        broken = broken or bool(trial.problem)
    raise typer.Exit(2 if broken else 0)
