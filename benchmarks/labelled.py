"""Recordings whose words are known."""

from collections.abc import Iterator
from pathlib import Path

from evaluation.reading import read_truth
from evaluation.records import Truth

SAMPLES = Path(__file__).parents[1] / "samples" / "calls"


def labelled_calls(folder: Path) -> Iterator[tuple[Path, Truth]]:
    """Each recording of `folder` with its truth, NAME.json beside it or in ../truth."""
    for path in sorted(folder.glob("*.wav")):
        for file in (path.with_suffix(".json"), folder.resolve().parent / "truth" / f"{path.stem}.json"):
            if file.exists() and (truth := read_truth(file)) and truth.turns:
                yield path, truth
                break
