"""The sample calls analysed as a night would, for a plan where no calls of one's own were analysed yet."""

import json
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from importlib.resources.abc import Traversable
from math import ceil
from pathlib import Path
from typing import Any

from flows.crew import crew_of
from flows.order import Order, settings_of
from flows.run import crew_size, open_run
from flows.together import analyse_together
from flows.watch import Watcher
from models.fetch import fetch_all

HERE: dict[str, dict[str, Any]] = {
    "store": {"url": ""},
    "report": {"folder": ""},
    "batch": {"dask": "", "quiet_s": 0.0},
    "metadata": {"file_name_pattern": ""},
}
"""Of the settings, what must not be the night's: a trial leaves nothing behind."""


@contextmanager
def sample_night(order: Order, least: int, watcher: Watcher) -> Iterator[tuple[Order, int]]:
    """An order whose store holds the trial, and how many of its newest analyses to believe, `least` or more.

    All processes of this machine work side by side, by the order's settings and device; the first call of each, which
    is slow, is not to be believed. Raises SetupBroken or TryAgain.
    """
    processes = crew_size(settings_of(order))
    with tempfile.TemporaryDirectory(prefix="warmline-trial-") as name:
        folder = Path(name)
        (folder / "trial.toml").write_text(_as_toml(_overlaid(order.config)), "utf-8")
        count = _copied(resources.files("samples") / "calls", folder / "calls", least + processes)
        trial = Order(folder / "out", folder / "trial.toml", order.device)
        run = open_run(trial)
        try:
            fetch_all(run.settings, watcher.stage_begins)
            analyse_together(run, [folder / "calls"], watcher, crew_of(trial, run))
        finally:
            run.store.dispose()
        yield trial, count - processes


def _copied(samples: Traversable, to: Path, least: int) -> int:
    """Each sample as often as it takes; a byte more at the end of the file makes it another recording."""
    to.mkdir()
    recordings = [entry for entry in samples.iterdir() if entry.name.endswith(".wav")]
    copies = ceil(least / len(recordings))
    for copy in range(copies):
        for recording in recordings:
            (to / f"{copy}_{recording.name}").write_bytes(recording.read_bytes() + bytes(copy + 1))
    return copies * len(recordings)


def _overlaid(config: Path | None) -> dict[str, dict[str, Any]]:
    own: dict[str, dict[str, Any]] = tomllib.loads(config.read_text("utf-8")) if config else {}
    return own | {section: own.get(section, {}) | values for section, values in HERE.items()}


def _as_toml(sections: Mapping[str, Mapping[str, Any]], above: str = "") -> str:
    """Settings are texts, numbers and lists of them, which TOML writes as JSON does, in sections."""
    lines = []
    for name, values in sections.items():
        lines.append(f"[{above}{name}]")
        lines += [
            f"{key} = {json.dumps(value, ensure_ascii=False)}"
            for key, value in values.items()
            if not isinstance(value, dict)
        ]
        lines.append(
            _as_toml({key: value for key, value in values.items() if isinstance(value, dict)}, f"{above}{name}.")
        )
    return "\n".join(lines)
