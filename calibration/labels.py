"""Reviewers' labels: a CSV table with a line a judgement.

    call,item,reviewer,verdict,at,turn
    dev01,apology,Ann,agree,141.2,
    dev01,empathy,Ann,72,,

`item` is a marker or a score (empathy, delivery, friction). For a marker the verdict is agree or dispute (a mark of the
machine is right or wrong) or missed (there is one that the machine lacks), `at` seconds of the call or `turn` its turn,
from 0. For a score the verdict is the reviewer's own, 0 to 100.
"""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from calls.errors import SetupBroken
from scores.markers import MARKERS

SCORES: Final = ("empathy", "delivery", "friction")
VERDICTS: Final = ("agree", "dispute", "missed")
COLUMNS: Final = ("call", "item", "reviewer", "verdict")


@dataclass(frozen=True, slots=True)
class MarkLabel:
    """A reviewer says that a marker stands, or does not stand (`present`), at a turn or at a second."""

    call: str
    marker: str
    reviewer: str
    present: bool
    at: float | None
    turn: int | None


@dataclass(frozen=True, slots=True)
class ScoreLabel:
    """A reviewer's own score of a call, 0 to 100."""

    call: str
    score: str
    reviewer: str
    value: float


@dataclass(frozen=True, slots=True)
class Labels:
    """All of a table."""

    marks: tuple[MarkLabel, ...]
    scores: tuple[ScoreLabel, ...]

    @property
    def calls(self) -> tuple[str, ...]:
        """The calls that are labelled, in order."""
        labelled = [*(label.call for label in self.marks), *(label.call for label in self.scores)]
        return tuple(dict.fromkeys(labelled))


def read_labels(path: Path) -> Labels:
    """The labels of a CSV file. Raises SetupBroken with file, line and what is wrong with it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise SetupBroken(
                    f"{path}: there is no column '{missing[0]}'; its first line must be {','.join(COLUMNS)},at,turn"
                )
            rows = [
                (reader.line_num, {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)})
                for row in reader
            ]
    except OSError as error:
        raise SetupBroken(f"{path}: the labels can't be read ({error.strerror}); check the path") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SetupBroken(f"{path}: not a CSV table in UTF-8 ({error}); save it as one") from error
    return as_labels(rows, str(path))


def as_labels(rows: Sequence[tuple[int, Mapping[str, str]]], source: str) -> Labels:
    """The labels of (line, row by column). Raises SetupBroken as `read_labels` does."""
    marks: list[MarkLabel] = []
    scores: list[ScoreLabel] = []
    for line, row in rows:
        try:
            if row["item"] in SCORES:
                scores.append(_score(row))
            else:
                marks.append(_mark(row))
        except ValueError as error:
            raise SetupBroken(f"{source}, line {line}: {error}; correct it") from error
    return Labels(tuple(marks), tuple(scores))


def _score(row: Mapping[str, str]) -> ScoreLabel:
    value = _number(row["verdict"], "a score's verdict")
    if not 0 <= value <= 100:
        raise ValueError(f"a score lies between 0 and 100, this is {row['verdict']}")
    return ScoreLabel(_given(row, "call"), row["item"], _given(row, "reviewer"), value)


def _mark(row: Mapping[str, str]) -> MarkLabel:
    if row["item"] not in MARKERS:
        raise ValueError(f"'{row['item']}' is no marker and no score; there are {', '.join((*SCORES, *MARKERS))}")
    verdict = row["verdict"].lower()
    if verdict not in VERDICTS:
        raise ValueError(f"'{row['verdict']}' is no verdict on a marker; it is one of {', '.join(VERDICTS)}")
    at = _number(row["at"], "'at'") if row.get("at") else None
    turn = int(_number(row["turn"], "'turn'")) if row.get("turn") else None
    if at is None and turn is None:
        raise ValueError("a verdict on a marker needs 'at' (seconds of the call) or 'turn' (its number, from 0)")
    return MarkLabel(_given(row, "call"), row["item"], _given(row, "reviewer"), verdict != "dispute", at, turn)


def _given(row: Mapping[str, str], column: str) -> str:
    if not row[column]:
        raise ValueError(f"'{column}' is empty")
    return row[column]


def _number(text: str, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{what} must be a number, this is '{text}'") from None
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"{what} must be a number from 0, this is '{text}'")
    return value
