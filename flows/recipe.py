"""What makes a report what it is: code, config, models. The same recipe on the same bytes finds the same."""

import hashlib
import json
from functools import cache
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable

from audio.line import line_hash
from configs.phrases import phrases_text
from configs.settings import Settings, config_hash
from models.manifest import model_hashes

ANALYSING_ROOMS = ("calls", "configs", "audio", "models", "sounds", "transcripts", "timeline", "measures", "scores")
"""A change in the others (store, reports, cli) does not change what is found."""
ENGINE_PACKAGES = ("faster-whisper", "ctranslate2", "onnxruntime", "swift-f0")
"""Libraries whose version changes what networks answer."""


def recipe_of(settings: Settings) -> str:
    """The recipe that these settings make here and now."""
    phrases = phrases_text(settings.markers.own_folder)
    return recipe_hash(settings, phrases, model_hashes(settings) | line_hash(settings.store.line))


def recipe_hash(settings: Settings, phrases: str, models: dict[str, str]) -> str:
    """sha256 over the analysing rooms' code, what of the settings decides the findings, phrases, and models."""
    parts = {"code": code_hash(), "config": config_hash(settings, phrases), "models": models, "engines": _engines()}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def code_hash() -> str:
    """sha256 over the Python files of the analysing rooms, as installed."""
    found = hashlib.sha256()
    for room in ANALYSING_ROOMS:
        for name, source in sorted(_sources(resources.files(room), room)):
            found.update(f"{name}\0".encode())
            found.update(source)
    return found.hexdigest()


@cache
def _engines() -> dict[str, str]:
    return {package: version(package) for package in ENGINE_PACKAGES}


def _sources(folder: Traversable, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        inside = f"{name}/{entry.name}"
        if entry.is_dir():
            found += _sources(entry, inside)
        elif entry.name.endswith(".py"):
            found.append((inside, entry.read_bytes()))
    return found
