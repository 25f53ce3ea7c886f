"""Labelled utterances: what a person says a sentence carries. They teach, they correct, and they test."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from calls.errors import SetupBroken

NONE = "-"


@dataclass(frozen=True, slots=True)
class Labelled:
    """An utterance with the markers a person gave it."""

    role: Literal["agent", "customer"]
    text: str
    true: frozenset[str]


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Lines of role, text and markers, parted by tabs; markers by commas, "-" for none; # begins a comment.

    Raises SetupBroken naming the line that is not so.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise SetupBroken(f"{path}: can't be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise SetupBroken(f"{path}: is no UTF-8 text; save it as UTF-8") from error
    return parse_labelled(text, str(path))


def parse_labelled(text: str, source: str) -> tuple[Labelled, ...]:
    """The same from `text`; `source` is named in errors."""
    rows = enumerate(text.splitlines(), 1)
    return tuple(_labelled(row, f"{source}, line {n}") for n, row in rows if row.strip() and not row.startswith("#"))


def _labelled(row: str, where: str) -> Labelled:
    parts = row.split("\t")
    if len(parts) != 3 or parts[0] not in ("agent", "customer") or not parts[1].strip():
        raise SetupBroken(f"{where}: needs role (agent or customer), text and markers, parted by tabs")
    markers = frozenset(m.strip() for m in parts[2].split(",") if m.strip() not in ("", NONE))
    return Labelled(cast(Literal["agent", "customer"], parts[0]), parts[1], markers)
