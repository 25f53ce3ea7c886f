"""Getting a model and making sure it is the one the manifest names."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from filelock import FileLock
from filelock import Timeout as LockTimeout
from platformdirs import user_cache_path

from calls.errors import SetupBroken, TryAgain
from configs.operation_settings import ModelSettings
from configs.settings import Settings
from models.manifest import Model, ModelFile, Source, model_of, models_needed
from models.sources import SourceFailed, fetch, installed_file

Progress = Callable[[str], None]
"""Takes a sentence for the person who waits."""

FOLDER_VARIABLE = "WARMLINE_MODELS"
STAMP = "verified.json"
LOCK_TIMEOUT_S = 1800.0
"""For another process to finish fetching; 150 MB over a slow line."""


def ensure_model(name: str, settings: ModelSettings, progress: Progress | None = None) -> Path:
    """The verified main file of model `name`, its other files beside it; fetched if it isn't here yet.

    Raises SetupBroken naming the model and why no source could give it; TryAgain where another process holds it.
    """
    model = model_of(name)
    return installed_model(name, model) or kept_model(name, model, models_folder(settings), progress)


def fetch_all(settings: Settings, progress: Progress | None = None) -> dict[str, Path]:
    """Every model that `settings` make use of, verified, by name. Raises as ensure_model does."""
    return {name: ensure_model(name, settings.models, progress) for name in models_needed(settings)}


def fetched_already(settings: Settings) -> dict[str, bool]:
    """Whether each model that `settings` make use of is here, verified. Raises SetupBroken where it is a wrong one."""
    found = {}
    for name in models_needed(settings):
        model = model_of(name)
        here = installed_model(name, model) is not None
        found[name] = here or _is_verified(name, model, models_folder(settings.models) / name)
    return found


def hashes_in_use(settings: Settings) -> dict[str, str]:
    """Name to sha256 of the main file, as it is here, of each model that `settings` make use of, if it is here."""
    found = {}
    for name in models_needed(settings):
        model, folder = model_of(name), models_folder(settings.models) / name
        source = _source_in(model, folder) if model.sources[0].fetched else model.sources[0]
        if source:
            found[name] = source.files[model.main].sha256
    return found


def models_folder(settings: ModelSettings) -> Path:
    """Where fetched models are kept: WARMLINE_MODELS, else the settings' folder, else the user's cache."""
    given = os.environ.get(FOLDER_VARIABLE) or settings.folder
    return Path(given).expanduser() if given else user_cache_path("warmline") / "models"


def installed_model(name: str, model: Model) -> Path | None:
    """The main file of a model that comes with Warmline or a package; None where it has to be fetched."""
    source = model.sources[0]
    if source.fetched:
        return None
    try:
        found = {file: installed_file(source, file) for file in source.files}
        _check(found, source)
    except SourceFailed as error:
        raise SetupBroken(f"the model {name} can't be used: {error}; install Warmline again") from error
    return found[model.main]


def kept_model(name: str, model: Model, home: Path, progress: Progress | None) -> Path:
    """The main file of a model kept in `home`, fetched there by one process while the others wait."""
    folder = home / name
    if _is_verified(name, model, folder):
        return folder / model.main
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / f"{name}.lock", timeout=LOCK_TIMEOUT_S):
            if not _is_verified(name, model, folder):
                _fetch(name, model, home, progress)
    except LockTimeout as error:
        raise TryAgain(f"the model {name} is being fetched by another process for long; try again later") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise SetupBroken(
            f"the model {name} can't be kept in {home} ({reason}); free or choose a folder with {FOLDER_VARIABLE}"
        ) from error
    return folder / model.main


def _fetch(name: str, model: Model, home: Path, progress: Progress | None) -> None:
    """Fill `home`/`name` from the first source that gives the right files, aside first and then renamed."""
    reasons = []
    for source in model.sources:
        if progress:
            progress(f"fetching the model {name} from {source}")
        with tempfile.TemporaryDirectory(dir=home, prefix=f".{name}-") as aside:
            folder = Path(aside) / name
            folder.mkdir()
            try:
                fetch(source, folder)
                _check({file: folder / file for file in source.files}, source)
            except SourceFailed as error:
                reasons.append(f"{source}: {error}")
                continue
            _stamp(folder, source.files)
            folder.replace(home / name)
            return
    raise SetupBroken(
        f"the model {name} could not be fetched ({'; '.join(reasons)}); "
        f"connect to one of these or put its files into {home / name}"
    )


def _is_verified(name: str, model: Model, folder: Path) -> bool:
    """Whether `folder` holds the model; False if there is nothing. Raises SetupBroken if something else is there.

    Hashing 150 MB at each start is spared by a stamp with the size and time of each file as they were verified.
    """
    source = _source_in(model, folder)
    if source is None:
        if folder.is_dir() and any(folder.iterdir()):
            wanted = ", ".join(model.sources[0].files)
            raise SetupBroken(f"{folder} lacks files of the model {name} ({wanted}); add them, or delete the folder")
        return False
    if not _stamp_holds(folder, source.files):
        try:
            _check({file: folder / file for file in source.files}, source)
        except SourceFailed as error:
            raise SetupBroken(f"the model {name} is not the right one: {error}; delete {folder} to fetch it") from error
        _stamp(folder, source.files)
    return True


def _source_in(model: Model, folder: Path) -> Source | None:
    """The source whose files lie in `folder`; of several, the one that was verified there."""
    present = [s for s in model.sources if all((folder / file).is_file() for file in s.files)]
    return next((s for s in present if _stamp_holds(folder, s.files)), present[0] if present else None)


def _check(found: Mapping[str, Path], source: Source) -> None:
    """Raises SourceFailed naming the first file that isn't the one the manifest names."""
    for name, path in found.items():
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if sha256 != source.files[name].sha256:
            raise SourceFailed(f"{name} has the sha256 {sha256[:12]}…, not {source.files[name].sha256[:12]}…")


def _stamp(folder: Path, files: Mapping[str, ModelFile]) -> None:
    """Remember that `files` are verified; a folder that can't be written is verified anew each time."""
    try:
        (folder / STAMP).write_text(json.dumps(_state(folder, files)), "utf-8")
    except OSError:
        return


def _stamp_holds(folder: Path, files: Mapping[str, ModelFile]) -> bool:
    try:
        stamped = json.loads((folder / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamped == _state(folder, files))


def _state(folder: Path, files: Mapping[str, ModelFile]) -> dict[str, list[int | str]]:
    stats = {name: (folder / name).stat() for name in files}
    return {name: [stat.st_size, stat.st_mtime_ns, files[name].sha256] for name, stat in stats.items()}
