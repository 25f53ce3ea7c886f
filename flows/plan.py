"""`warmline plan`: what the analyses of this machine cost, read from its store, for flows.planning to reckon with."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from calls.errors import SetupBroken
from calls.location import object_path
from flows.order import Order, settings_of
from flows.planning import Kept, Load, Need, Speed, machine_speed, needed
from flows.run import GPUS, crew_size
from store.connect import open_store, store_url
from store.size import bytes_a_second
from store.worked import Worked, worked_since

NEWEST = 1000
"""Analyses that are looked at: the newest, so that an old machine or version is forgotten."""
LEAST = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer with what it rests on: so many analyses of `calls_of`, of `analysed_s` seconds each on average.

    They ran on `device`, `processes` at once on `units` cores or GPUs.
    """

    load: Load
    calls_of: str
    analyses: int
    analysed_s: float
    device: str
    processes: int
    units: int
    speed: Speed
    kept: Kept
    need: Need


class TooFewAnalysed(SetupBroken):
    """No plan can be made from the store: the set-up lacks analysed calls."""


def make_plan(order: Order, load: Load, spare: float, newest: int = NEWEST, calls_of: str = "the store") -> Plan:
    """From the newest analyses in the order's store.

    Raises TooFewAnalysed where they are too few to say anything, TryAgain where the store is away.
    """
    settings = settings_of(order)
    url = store_url(settings.store, order.out)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise _too_few(order, 0)
    engine = open_store(url, settings.store)
    try:
        worked = tuple(worked_since(engine, newest=newest))
        latest = tuple(w for w in worked if w.device == worked[0].device and w.duration_s > 0)
        if len(latest) < LEAST:
            raise _too_few(order, len(latest))
        kept = Kept(bytes_a_second(engine), _report_bytes_s(latest))
    finally:
        engine.dispose()
    device, processes = latest[0].device, crew_size(settings)
    units = 1 if device in GPUS else os.cpu_count() or 1
    speed = machine_speed([w.duration_s for w in latest], [sum(w.stage_s.values()) for w in latest], processes)
    need = needed(load, speed, units, kept, spare)
    mean_s = sum(w.duration_s for w in latest) / len(latest)
    return Plan(load, calls_of, len(latest), mean_s, device, processes, units, speed, kept, need)


def _too_few(order: Order, found: int) -> TooFewAnalysed:
    return TooFewAnalysed(
        f"{order.out}: {found} analysed calls in its store, and a plan needs {LEAST} or more of yours;"
        " run `warmline batch` on some first, or name the folder of a night with --out"
    )


def _report_bytes_s(worked: Sequence[Worked]) -> float | None:
    """Bytes of report files a second of a call, of reports that lie on this machine."""
    size, seconds = 0, 0.0
    for each in worked:
        folder = Path(each.report_folder)
        if object_path(folder) is None and folder.is_dir():
            size += sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
            seconds += each.duration_s
    return size / seconds if seconds else None
