"""Labelled lines of text, marked as if each stood in a call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from calls.errors import SetupBroken
from configs.examples import read_labelled
from configs.phrases import load_phrases
from configs.settings import Settings
from scores.marker_figures import Figures, figures, mark_all, micro
from scores.markers import MARKERS


@dataclass(frozen=True, slots=True)
class LineFigures:
    """Of the lines of a file: how many there are, the counts of each marker, and of all together."""

    lines: int
    markers: Mapping[str, Figures]
    all: Figures


def line_files(folder: Path, named: Sequence[Path]) -> tuple[Path, ...]:
    """The files markers*.tsv of `folder` and those `named`, each once."""
    return tuple(dict.fromkeys((*sorted(folder.glob("markers*.tsv")), *named)))


def judge_lines(files: Sequence[Path], settings: Settings, language: str = "en") -> dict[str, LineFigures]:
    """The figures by file name. Raises SetupBroken naming the line that is no labelled one."""
    phrases = load_phrases(language, settings.markers.own_folder)
    if phrases is None:
        raise SetupBroken(f"there are no phrase lists for the language '{language}'; configs/phrases shows which")
    found: dict[str, LineFigures] = {}
    for file in files:
        labelled = read_labelled(file)
        if unknown := {marker for line in labelled for marker in line.true} - set(MARKERS):
            raise SetupBroken(f"{file}: there is no marker '{min(unknown)}'; there are {', '.join(MARKERS)}")
        marked = mark_all(labelled, settings, phrases)
        found[file.name] = LineFigures(len(marked), figures(marked), micro(marked))
    return found
