"""`warmline markers`: trying what the phrases, the network and your own examples find."""

import json
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Config

if TYPE_CHECKING:
    from scores.marker_figures import Figures, Marked

app = typer.Typer(help="Trying what is found in what people say.", no_args_is_help=True)


class Voices(StrEnum):
    """Who is asked; see the setting markers.voices."""

    BOTH = "both"
    PHRASES = "phrases"
    NETWORK = "network"


File = Annotated[Path, typer.Argument(help="Lines of role, text and true markers, parted by tabs.", metavar="FILE.tsv")]
Json = Annotated[bool, typer.Option("--json", help="Print a list of {role, text, true, found} instead.")]
Language = Annotated[str, typer.Option("--language", help="Language of the lines.")]
VoicesOption = Annotated[Voices | None, typer.Option("--voices", help="Who is asked; default: the settings'.")]


@app.callback()
def group() -> None:
    """Trying what is found in what people say."""


@app.command("test")
def test(
    file: File, as_json: Json = False, language: Language = "en", voices: VoicesOption = None, config: Config = None
) -> None:
    """Mark each line as if it stood in a call; print what was found, and how right that is."""
    from calls.errors import SetupBroken  # noqa: PLC0415 - keeps --help quick
    from configs.examples import read_labelled  # noqa: PLC0415
    from configs.phrases import load_phrases  # noqa: PLC0415
    from configs.settings import load_settings  # noqa: PLC0415
    from scores.marker_figures import mark_all  # noqa: PLC0415
    from scores.markers import MARKERS  # noqa: PLC0415

    settings = load_settings(config)
    if voices is not None:
        settings = replace(settings, markers=replace(settings.markers, voices=voices.value))
    phrases = load_phrases(language, settings.markers.own_folder)
    if phrases is None:
        raise SetupBroken(f"there are no phrase lists for the language '{language}'; configs/phrases shows which")
    labelled = read_labelled(file)
    if unknown := {marker for line in labelled for marker in line.true} - set(MARKERS):
        raise SetupBroken(f"{file}: there is no marker '{min(unknown)}'; there are {', '.join(MARKERS)}")
    marked = mark_all(labelled, settings, phrases)
    typer.echo(_as_json(marked) if as_json else _as_text(marked))


def _as_json(marked: Sequence["Marked"]) -> str:
    rows = [
        {"role": m.utterance.role, "text": m.utterance.text, "true": sorted(m.utterance.true), "found": sorted(m.found)}
        for m in marked
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _as_text(marked: Sequence["Marked"]) -> str:
    from scores.marker_figures import figures, micro  # noqa: PLC0415 - keeps --help quick

    lines = [_line(m) for m in marked]
    rows = [*figures(marked).items(), ("all (micro)", micro(marked))]
    lines += ["", f"{'marker':<20}{'precision':>10}{'recall':>10}{'F1':>10}{'right':>7}{'invented':>10}{'missed':>8}"]
    return "\n".join([*lines, *(_row(name, found) for name, found in rows)])


def _line(marked: "Marked") -> str:
    """What was found; beside it what should have been, where that is something else."""
    true, found = (", ".join(sorted(names)) or "-" for names in (marked.utterance.true, marked.found))
    said = f"{marked.utterance.role}: {marked.utterance.text}\n    {found}"
    return said if true == found else f"{said}    (true: {true})"


def _row(name: str, figures: "Figures") -> str:
    shares = "".join(f"{_share(value):>10}" for value in (figures.precision, figures.recall, figures.f1))
    return f"{name:<20}{shares}{figures.right:>7}{figures.invented:>10}{figures.missed:>8}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
