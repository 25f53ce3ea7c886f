"""`warmline models`: which networks there are, and getting them."""

from typing import Annotated

import typer

from cli.options import Config

app = typer.Typer(help="The networks: which there are, and getting them.", no_args_is_help=True)

Name = Annotated[list[str] | None, typer.Argument(help="Models to get; all that the settings need, if none is named.")]


@app.command("fetch")
def fetch(names: Name = None, config: Config = None) -> None:
    """Get the models that the settings need, or those named, and check each against its sha256."""
    from configs.settings import load_settings  # noqa: PLC0415 - keeps --help quick
    from models.fetch import ensure_model  # noqa: PLC0415
    from models.manifest import models_needed  # noqa: PLC0415

    settings = load_settings(config)
    for name in names or models_needed(settings):
        path = ensure_model(name, settings.models, lambda sentence: typer.echo(sentence, err=True))
        typer.echo(f"{name}: verified, {path.parent}")


@app.command("list")
def show(config: Config = None) -> None:
    """List the models: what each is for, its licence, and whether it is here."""
    from configs.settings import load_settings  # noqa: PLC0415 - keeps --help quick
    from models.fetch import models_folder  # noqa: PLC0415
    from models.manifest import models_needed, own_manifest  # noqa: PLC0415

    settings = load_settings(config)
    folder = models_folder(settings.models)
    needed = models_needed(settings)
    for name, model in own_manifest().items():
        here = not model.sources[0].fetched or (folder / name / model.main).is_file()
        state = "here" if here else "to be fetched" if name in needed else f"needs the extra '{model.extra}'"
        typer.echo(f"{name}: {model.purpose}; {state}; {model.licence}")
    typer.echo(f"fetched models are kept in {folder}")
