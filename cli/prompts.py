"""`warmline prompts`: the house's own prompts and hold music, taught once, certain ever after."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import DEFAULT_OUT, Config, Out

app = typer.Typer(help="The house's own prompts and hold music, so that they are certain.", no_args_is_help=True)

Sounds = Annotated[list[Path], typer.Argument(help="Sound files, and folders of them.", metavar="FOLDER...")]
Names = Annotated[list[str], typer.Argument(help="Names as `prompts list` shows them.", metavar="NAME...")]


@app.command("learn")
def learn(paths: Sounds, out: Out = DEFAULT_OUT, config: Config = None) -> None:
    """Learn the sounds of files and folders by their names; a name learned before is replaced."""
    from audio.line import learn_clip, load_line, save_line, with_clips  # noqa: PLC0415 - keeps --help quick
    from calls.errors import RecordingRejected  # noqa: PLC0415
    from flows.order import Order, settings_of  # noqa: PLC0415
    from intake.find import find_recordings  # noqa: PLC0415

    settings = settings_of(Order(out, config))
    found = find_recordings(paths, settings.batch)
    failed = [problem.sentence for problem in found.problems]
    learned = []
    for file in found.files:
        try:
            clip = learn_clip(file, settings)
        except RecordingRejected as error:
            failed.append(str(error))
            continue
        learned.append(clip)
        typer.echo(f"{clip.name}: {clip.kind}")
    file = Path(settings.store.line)
    if learned:
        save_line(file, with_clips(load_line(file), learned))
        typer.echo(f"{len(learned)} learned, kept in {file}; calls analysed with --out {out} know them from now on")
    for sentence in failed:
        typer.echo(sentence, err=True)
    raise typer.Exit(1 if failed else 0)


@app.command("list")
def show(out: Out = DEFAULT_OUT, config: Config = None) -> None:
    """List what was learned: name, kind and length."""
    from audio.fingerprint import HOP_S  # noqa: PLC0415 - keeps --help quick
    from audio.line import load_line  # noqa: PLC0415
    from flows.order import Order, settings_of  # noqa: PLC0415

    for clip in load_line(settings_of(Order(out, config)).store.line):
        typer.echo(f"{clip.name}: {clip.kind}, {len(clip.prints) * HOP_S:.1f} s")


@app.command("forget")
def forget(names: Names, out: Out = DEFAULT_OUT, config: Config = None) -> None:
    """Forget sounds by name."""
    from audio.line import load_line, save_line  # noqa: PLC0415 - keeps --help quick
    from calls.errors import SetupBroken  # noqa: PLC0415
    from flows.order import Order, settings_of  # noqa: PLC0415

    file = Path(settings_of(Order(out, config)).store.line)
    line = load_line(file)
    unknown = set(names) - {clip.name for clip in line}
    if unknown:
        raise SetupBroken(f"no sound is called {', '.join(sorted(unknown))}; warmline prompts list shows the names")
    save_line(file, [clip for clip in line if clip.name not in names])
