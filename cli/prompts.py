"""`warmline prompts`: the house's own prompts and hold music, taught once, certain ever after."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DEFAULT_OUT, Config, Out

if TYPE_CHECKING:
    from audio.fingerprint import Clip
    from configs.settings import Settings

app = typer.Typer(help="The house's own prompts and hold music, so that they are certain.", no_args_is_help=True)

Sounds = Annotated[list[Path], typer.Argument(help="Sound files, and folders of them.", metavar="FOLDER...")]
HeardOption = Annotated[
    bool, typer.Option("--heard", help="FOLDER holds recorded calls: learn what plays in several of them.")
]
Names = Annotated[list[str], typer.Argument(help="Names as `prompts list` shows them.", metavar="NAME...")]


@app.command("learn")
def learn(paths: Sounds, out: Out = DEFAULT_OUT, config: Config = None, heard: HeardOption = False) -> None:
    """Learn the sounds of files and folders by their names; a name learned before is replaced."""
    from audio.line import load_line, save_line, with_clips  # noqa: PLC0415 - keeps --help quick
    from flows.order import Order, settings_of  # noqa: PLC0415
    from intake.find import find_recordings  # noqa: PLC0415

    settings = settings_of(Order(out, config))
    found = find_recordings(paths, settings.batch)
    file = Path(settings.store.line)
    line = load_line(file)
    learned, rejected = _heard_often(found.files, line, settings) if heard else _each(found.files, settings)
    for clip in learned:
        typer.echo(f"{clip.name}: {clip.kind}")
    if learned:
        save_line(file, with_clips(line, learned))
        typer.echo(f"{len(learned)} learned, kept in {file}; calls analysed with --out {out} know them from now on")
    elif heard:
        typer.echo(f"nothing new is heard in {settings.line.heard_in} or more of {len(found.files)} recordings")
    failed = [*(problem.sentence for problem in found.problems), *rejected]
    for sentence in failed:
        typer.echo(sentence, err=True)
    raise typer.Exit(1 if failed else 0)


def _each(files: Sequence[Path], settings: "Settings") -> tuple[list["Clip"], list[str]]:
    """A clip a file, with its words, and a sentence for each that gave none."""
    from audio.line import learn_clip  # noqa: PLC0415 - keeps --help quick
    from calls.errors import RecordingRejected  # noqa: PLC0415
    from models.engines import load_recogniser  # noqa: PLC0415
    from transcripts.prompt_words import with_words  # noqa: PLC0415

    recogniser = load_recogniser(settings)
    learned, rejected = [], []
    for file in files:
        try:
            learned.append(with_words(learn_clip(file, settings), file, recogniser, settings))
        except RecordingRejected as error:
            rejected.append(str(error))
    return learned, rejected


def _heard_often(files: Sequence[Path], line: Sequence["Clip"], settings: "Settings") -> tuple[list["Clip"], list[str]]:
    """What plays in several recordings, and a sentence for each recording that can't be read."""
    from audio.repeated import hear, learn_repeated  # noqa: PLC0415 - keeps --help quick
    from calls.errors import RecordingRejected  # noqa: PLC0415

    channels, rejected = [], []
    for file in files:
        try:
            channels += list(hear(file, settings))
        except RecordingRejected as error:
            rejected.append(str(error))
    return list(learn_repeated(channels, line, settings)), rejected


@app.command("list")
def show(out: Out = DEFAULT_OUT, config: Config = None) -> None:
    """List what was learned: name, kind, length, and what a prompt says."""
    from audio.fingerprint import HOP_S  # noqa: PLC0415 - keeps --help quick
    from audio.line import load_line  # noqa: PLC0415
    from flows.order import Order, settings_of  # noqa: PLC0415

    for clip in load_line(settings_of(Order(out, config)).store.line):
        words = " ".join(word.text for word in clip.said)
        typer.echo(
            f"{clip.name}: {clip.kind}, {len(clip.prints) * HOP_S:.1f} s" + (f", says: {words}" if words else "")
        )


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
