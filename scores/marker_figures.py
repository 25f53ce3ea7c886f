"""How well markers are found on labelled utterances: precision, recall, F1."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from calls.errors import SetupBroken
from calls.transcript import Role
from configs.phrases import Phrases
from configs.settings import Settings
from scores.markers import mark_line

NONE = "-"


@dataclass(frozen=True, slots=True)
class Labelled:
    """An utterance with the markers a person gave it."""

    role: Role
    text: str
    true: frozenset[str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A labelled utterance and the markers found in it."""

    utterance: Labelled
    found: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of right, invented and missed marks, and what follows from them; None where there is nothing to divide."""

    right: int
    invented: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of what was found that is true."""
        return self.right / (self.right + self.invented) if self.right + self.invented else None

    @property
    def recall(self) -> float | None:
        """Share of what is true that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two."""
        wrong = self.invented + self.missed
        return 2 * self.right / (2 * self.right + wrong) if self.right or wrong else None


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Lines of role, text and markers, parted by tabs; markers by commas, "-" for none; # begins a comment.

    Raises SetupBroken naming the line that is not so.
    """
    try:
        rows = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SetupBroken(f"{path}: can't be read as UTF-8 text; check the path") from error
    found: list[Labelled] = []
    for number, row in enumerate(rows, 1):
        if row.strip() and not row.startswith("#"):
            found.append(_labelled(row, f"{path}, line {number}"))
    return tuple(found)


def mark_all(labelled: Iterable[Labelled], settings: Settings, phrases: Phrases) -> tuple[Marked, ...]:
    """Each utterance marked by itself."""
    return tuple(Marked(u, frozenset(mark_line(u.role, u.text, settings, phrases))) for u in labelled)


def figures(marked: Sequence[Marked]) -> dict[str, Figures]:
    """Figures per marker, sorted by name."""
    names = sorted({m for line in marked for m in line.utterance.true | line.found})
    return {name: _figures(marked, frozenset((name,))) for name in names}


def micro(marked: Sequence[Marked]) -> Figures:
    """Figures over all markers together."""
    return _figures(marked, None)


def _figures(marked: Sequence[Marked], only: frozenset[str] | None) -> Figures:
    right = invented = missed = 0
    for line in marked:
        true, found = line.utterance.true, line.found
        if only is not None:
            true, found = true & only, found & only
        right += len(true & found)
        invented += len(found - true)
        missed += len(true - found)
    return Figures(right, invented, missed)


def _labelled(row: str, where: str) -> Labelled:
    parts = row.split("\t")
    if len(parts) != 3 or parts[0] not in ("agent", "customer"):
        raise SetupBroken(f"{where}: needs role (agent or customer), text and markers, parted by tabs")
    markers = frozenset(m.strip() for m in parts[2].split(",") if m.strip() not in ("", NONE))
    return Labelled(cast(Role, parts[0]), parts[1], markers)
