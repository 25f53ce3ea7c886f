"""What stays the same for every call of a run: where results go, by which settings, with which models."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine

from calls.errors import SetupBroken
from calls.location import object_path
from configs.settings import Settings
from flows.order import Order, settings_of
from flows.recipe import recipe_of
from flows.stages import Progress
from models.engines import Engines, load_engines
from store.connect import open_store, store_url


@dataclass(frozen=True, slots=True)
class Run:
    """An order made ready.

    `engines` loads the models at its first call, telling the progress it is given, and hands out the same ever after.
    """

    out: Path
    settings: Settings
    store: Engine
    recipe: str
    engines: Callable[[Progress], Engines]
    again: bool = False
    quarantine: bool = False

    @property
    def reports(self) -> Path:
        """Where reports are published: the settings' folder or bucket, or else the output folder."""
        named = self.settings.report.folder
        return (object_path(Path(named)) or Path(named)) if named else self.out


def open_run(order: Order, beside: int = 1) -> Run:
    """Check that results can be kept before any work is done. Raises SetupBroken or TryAgain.

    `beside` is how many processes work on this machine: they share its cores.
    """
    settings = settings_of(order)
    prepare_folder(order.out)
    return Run(
        out=order.out,
        settings=settings,
        store=open_store(store_url(settings.store, order.out), settings.store, settings.store.patience_s),
        recipe=recipe_of(settings),
        engines=_loaded_once(_with_share_of_cores(settings, beside)),
        again=order.again,
        quarantine=order.quarantine,
    )


GPUS = ("cuda", "tensorrt", "directml", "coreml")


def crew_size(settings: Settings) -> int:
    """The setting, or a process a core; a GPU is one worker's."""
    if settings.batch.workers:
        return settings.batch.workers
    return 1 if settings.compute.device in GPUS else os.cpu_count() or 1


def _with_share_of_cores(settings: Settings, processes: int) -> Settings:
    """Where the settings leave the threads open: more of them than cores only fight (benchmarks/calls_an_hour.py)."""
    if settings.compute.threads or processes == 1:
        return settings
    threads = max(1, (os.cpu_count() or 1) // processes)
    return replace(settings, compute=replace(settings.compute, threads=threads))


def _loaded_once(settings: Settings) -> Callable[[Progress], Engines]:
    loaded: list[Engines] = []

    def engines(progress: Progress) -> Engines:
        if not loaded:
            progress("load models")
            loaded.append(load_engines(settings, progress))
        return loaded[0]

    return engines


def prepare_folder(out: Path) -> None:
    """Make the output folder and try it by writing. Raises SetupBroken."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out, prefix=".trial-"):
            pass
    except OSError as error:
        raise SetupBroken(
            f"{out}: the output folder can't be written ({error.strerror}); choose another with --out"
        ) from error
