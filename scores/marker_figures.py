"""How well markers are found on labelled utterances: precision, recall, F1."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from configs.examples import Labelled
from configs.phrases import Phrases
from configs.settings import Settings
from scores.markers import mark_line


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
