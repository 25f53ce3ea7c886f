"""The manifest: which networks there are, where each comes from, and the sha256 of its files."""

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as checked

from calls.errors import SetupBroken
from configs.settings import Settings

MANIFEST = "manifest.toml"
_STRICT = ConfigDict(extra="forbid")


@checked(frozen=True, config=_STRICT)
class ModelFile:
    """A file of a model. `parts` are where it lies in its source, to be joined in order; none: under its own name."""

    sha256: str
    parts: tuple[str, ...] = ()


@checked(frozen=True, config=_STRICT)
class Source:
    """A place that a model's `files` (by name) can be had from; manifest.toml describes the kinds."""

    kind: Literal["package", "repository", "hub", "pypi"]
    files: dict[str, ModelFile]
    packages: tuple[str, ...] = ()
    repository: str = ""
    revision: str = ""

    @property
    def fetched(self) -> bool:
        """Whether its files are copied to the models folder; the others are read where they lie."""
        return self.kind in ("hub", "pypi")

    def __str__(self) -> str:
        """The source as a person knows it."""
        match self.kind:
            case "hub":
                return f"the hub ({self.repository})"
            case "pypi":
                return f"pip ({', '.join(self.packages)})"
            case "package":
                return f"the installed package {self.packages[0]}"
            case "repository":
                return "this installation"


@checked(frozen=True, config=_STRICT)
class Model:
    """A network. `main` is the file whose sha256 names it in reports; `extra` the optional install that needs it."""

    purpose: str
    licence: str
    main: str
    sources: tuple[Source, ...]
    extra: str | None = None


def load_manifest(path: Path | None = None) -> dict[str, Model]:
    """All models by name; from our own manifest unless `path` names another."""
    text = path.read_text("utf-8") if path else resources.files("models").joinpath(MANIFEST).read_text("utf-8")
    return TypeAdapter(dict[str, Model]).validate_python(tomllib.loads(text))


@cache
def own_manifest() -> dict[str, Model]:
    """Our own manifest, read once."""
    return load_manifest()


def model_of(name: str) -> Model:
    """The model of that name. Raises SetupBroken."""
    models = own_manifest()
    if name not in models:
        raise SetupBroken(f"there is no model '{name}'; the manifest has {', '.join(sorted(models))}")
    return models[name]


def models_needed(settings: Settings) -> tuple[str, ...]:
    """The names of the models that these settings make use of."""
    extras = (None, settings.diarisation.diariser)
    return tuple(name for name, model in own_manifest().items() if model.extra in extras)


def model_hashes(settings: Settings) -> dict[str, str]:
    """Name to sha256 of each network these settings make use of, known before any is fetched.

    A network that comes in several packings is named by its first source's.
    """
    found = {name: model_of(name) for name in models_needed(settings)}
    return {name: model.sources[0].files[model.main].sha256 for name, model in found.items()}
