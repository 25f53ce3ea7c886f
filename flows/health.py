"""Whether the next night would go well, asked from outside: store, last night, models, room on the disk, sources."""

import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from calls.errors import WarmlineError
from calls.location import object_path
from configs.settings import Settings
from flows.order import Order, settings_of
from intake.bucket import listed
from models.fetch import fetched_already
from store.connect import open_store, store_url

GB = 1e9
MORNING = "morning.md"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at; `problem` says what is wrong and what to do, None where it is well."""

    name: str
    found: str
    problem: str | None = None


def check_health(order: Order, sources: Iterable[Path]) -> Iterator[Check]:
    """Every check, in order; none stops the others. Nothing is analysed, fetched or written but the store's tables.

    Raises SetupBroken where the settings can't be read.
    """
    settings = settings_of(order)
    yield _store(order, settings)
    yield _last_night(order, settings)
    yield _models(settings)
    yield _room(order, settings)
    for source in sources:
        yield _source(source, settings)


def _store(order: Order, settings: Settings) -> Check:
    try:
        url = store_url(settings.store, order.out)
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
            return Check("store", f"{url.database} is not there yet; the first run makes it")
        open_store(url, settings.store).dispose()
    except WarmlineError as error:
        return Check("store", "out of reach", str(error))
    return Check("store", f"{url.render_as_string(hide_password=True)} answers")


def _last_night(order: Order, settings: Settings) -> Check:
    path, limit_h = order.out / MORNING, settings.health.max_age_h
    try:
        age_h = (time.time() - path.stat().st_mtime) / 3600
    except OSError:
        why = f"{path} is not there; has `warmline nightly` run with --out {order.out}?"
        return Check("last night", "none", why)
    found = f"ended {age_h:.1f} h ago"
    if age_h <= limit_h:
        return Check("last night", found)
    return Check("last night", found, f"no night has ended for {limit_h:g} h; look at the scheduler and its log")


def _models(settings: Settings) -> Check:
    try:
        missing = [name for name, is_here in fetched_already(settings).items() if not is_here]
    except WarmlineError as error:
        return Check("models", "broken", str(error))
    if missing:
        return Check("models", f"missing: {', '.join(missing)}", "run `warmline models fetch` before the night")
    return Check("models", "all here and verified")


def _room(order: Order, settings: Settings) -> Check:
    folder = next((f for f in (order.out, *order.out.absolute().parents) if f.exists()), Path("/"))
    free = shutil.disk_usage(folder).free / GB
    found = f"{free:.1f} GB free at {folder}"
    if free >= settings.health.min_free_gb:
        return Check("disk", found)
    return Check("disk", found, f"less than {settings.health.min_free_gb:g} GB; free space or choose another --out")


def _source(source: Path, settings: Settings) -> Check:
    prefix = object_path(source)
    name = f"source {prefix or source}"
    try:
        if prefix is not None:
            next(listed(prefix, settings.buckets), None)
        elif source.is_dir():
            next(source.iterdir(), None)
        else:
            source.stat()
    except WarmlineError as error:
        return Check(name, "out of reach", str(error))
    except OSError as error:
        return Check(name, "out of reach", f"{source}: can't be read ({error.strerror}); check the path or its mount")
    return Check(name, "can be read")
