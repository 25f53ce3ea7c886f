"""What stays the same for every call of a run: where results go, by which settings, with which models."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.engines import Engines, load_engines
from sqlalchemy import Engine

from calls.errors import SetupBroken
from configs.settings import Settings
from flows.order import Order, settings_of
from flows.recipe import recipe_of
from store.connect import open_store, store_url


@dataclass(frozen=True, slots=True)
class Run:
    """An order made ready. `engines` loads the models at its first call and hands out the same ones ever after."""

    out: Path
    settings: Settings
    store: Engine
    recipe: str
    engines: Callable[[], Engines]
    again: bool = False


def open_run(order: Order) -> Run:
    """Check that results can be kept before any work is done. Raises SetupBroken or TryAgain."""
    settings = settings_of(order)
    prepare_folder(order.out)
    return Run(
        out=order.out,
        settings=settings,
        store=open_store(store_url(settings.store, order.out), settings.store),
        recipe=recipe_of(settings),
        engines=cache(lambda: load_engines(settings)),
        again=order.again,
    )


def prepare_folder(out: Path) -> None:
    """Make the output folder and try it by writing. Raises SetupBroken."""
    trial = out / f".trial-{os.getpid()}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise SetupBroken(
            f"{out}: the output folder can't be written ({error.strerror}); choose another with --out"
        ) from error
