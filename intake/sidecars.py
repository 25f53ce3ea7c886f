"""Files that lie beside recordings: NAME.json, NAME.csv and a folder's calls.csv."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, object]
"""Raw values by lower-case field name."""
ReadText = Callable[[Path], str]
"""A sidecar's text. Raises FileNotFoundError, another OSError, or UnicodeDecodeError."""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV's rows; `note` says why it could not be read."""

    rows: tuple[Row, ...] = ()
    note: str | None = None

    def row_of(self, names: Iterable[str]) -> Row | None:
        """The first row whose `file` or `call_id` is one of `names`, compared without folder and case."""
        wanted = {name.casefold() for name in names}
        for row in self.rows:
            for column in ("file", "call_id", "id"):
                value = str(row.get(column) or "").replace("\\", "/").rpartition("/")[2].strip().casefold()
                if value and value in wanted:
                    return row
        return None


def read_file(path: Path) -> str:
    """The text of a sidecar in a folder; many programs begin it with a byte order mark."""
    return path.read_text("utf-8-sig")


def read_json(path: Path, read: ReadText = read_file) -> tuple[Row, str | None]:
    """The object in a JSON sidecar, and why it could not be used; both empty where there is no such file."""
    try:
        found = json.loads(read(path))
    except FileNotFoundError:
        return {}, None
    except OSError as error:
        return {}, f"{path.name}: can't be read ({error.strerror}); metadata ignored"
    except (ValueError, RecursionError):
        return {}, f"{path.name}: not valid JSON; metadata ignored"
    if not isinstance(found, dict):
        return {}, f"{path.name}: not a JSON object; metadata ignored"
    return {str(key).strip().lower(): value for key, value in found.items()}, None


def read_csv(path: Path, read: ReadText = read_file) -> Table:
    """A CSV with a heading line, separated by comma, semicolon or tab; empty where there is no such file."""
    try:
        text = read(path)
    except FileNotFoundError:
        return Table()
    except OSError as error:
        return Table(note=f"{path.name}: can't be read ({error.strerror}); metadata ignored")
    except UnicodeDecodeError:
        return Table(note=f"{path.name}: not UTF-8 text; metadata ignored")
    try:
        rows = tuple(csv.DictReader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True))
    except csv.Error as error:
        return Table(note=f"{path.name}: not valid CSV ({error}); metadata ignored")
    return Table(tuple(_tidy(row) for row in rows))


def _separator(text: str) -> str:
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _tidy(row: dict[str | None, object]) -> Row:
    """Lower-case names; csv puts surplus cells under None, they belong to no field."""
    return {name.strip().lower(): value for name, value in row.items() if name is not None}
