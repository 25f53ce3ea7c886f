"""A table as columns over rows, written as CSV or Parquet. No web, no store."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

Row = TypeVar("Row")
ARROW: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its name with its unit, its type (a key of ARROW), and what it holds of a row; None: nothing told."""

    name: str
    kind: type
    of: Callable[[Row], Any]


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A table under the name that its files carry."""

    name: str
    columns: tuple[Column[Row], ...]


def as_csv(table: Table[Row], rows: Iterable[Row]) -> bytes:
    """UTF-8 with the mark that spreadsheets know it by; words that look like a formula get an apostrophe before them.

    Times as ISO 8601; what is not told is empty. Numbers are written whole, and a negative one is no formula.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.columns])
    for row in rows:
        writer.writerow([_cell(column.of(row)) for column in table.columns])
    return text.getvalue().encode("utf-8-sig")


def as_parquet(table: Table[Row], rows: Iterable[Row]) -> bytes:
    """Types are those of the columns, also where a column is empty."""
    kept = list(rows)
    columns = {c.name: pa.array([c.of(row) for row in kept], ARROW[c.kind]) for c in table.columns}
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, compression="zstd")
    return sink.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return "'" + value
    return value
