"""Files that appear whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from calls.errors import SetupBroken


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
