"""Recordings, and what is true of them."""

from collections.abc import Iterator
from pathlib import Path

from evaluation.reading import read_truth
from evaluation.records import Truth

SAMPLES = Path(__file__).parents[1] / "samples" / "calls"
RECORDINGS = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a")


def recordings(folder: Path) -> Iterator[Path]:
    """Every recording of `folder`, in order."""
    yield from sorted(path for path in folder.iterdir() if path.suffix in RECORDINGS)


def truth_of(recording: Path) -> Truth | None:
    """NAME.json beside it or in ../truth; None where neither labels who said what."""
    for folder in (recording.parent, recording.resolve().parents[1] / "truth"):
        file = folder / f"{recording.stem}.json"
        if file.exists() and (truth := read_truth(file)) and truth.turns:
            return truth
    return None


def labelled_calls(folder: Path) -> Iterator[tuple[Path, Truth]]:
    """Each recording of `folder` that has a truth, with it."""
    for path in recordings(folder):
        if truth := truth_of(path):
            yield path, truth
