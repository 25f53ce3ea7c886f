"""Files that appear whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from calls.errors import SetupBroken

_DATED = "%Y-%m-%dT%H%M%SZ"


def dated(path: Path, when: datetime) -> Path:
    """`path` under its date: morning.md is morning-2026-11-24T050000Z.md beside it."""
    return path.with_name(f"{path.stem}-{when.astimezone(UTC):{_DATED}}{path.suffix}")


def dated_before(path: Path, before: datetime) -> Iterator[Path]:
    """What `dated` named so, of earlier than `before` (aware), in order."""
    for found in sorted(path.parent.glob(f"{path.stem}-*{path.suffix}")):
        with suppress(ValueError):  # somebody else's file
            if datetime.strptime(found.stem, f"{path.stem}-{_DATED}").replace(tzinfo=UTC) < before:
                yield found


def publish_text(path: Path, text: str) -> Path:
    """Write `text` (UTF-8) beside `path`, then rename it there. Raises SetupBroken where that can't be done."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, "utf-8", "backslashreplace", "\n")  # a file name may be no text
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise SetupBroken(
            f"{path}: the report can't be written ({error.strerror}); choose another folder with --out"
        ) from error
    return path
