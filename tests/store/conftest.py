"""Both databases, and the made-up report of the reports' tests."""

import importlib.util
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine

from configs.operation_settings import StoreSettings
from configs.settings import load_settings
from store.connect import open_store, store_url

EXAMPLE = Path(__file__).parents[1] / "reports" / "example.py"
SETTINGS = load_settings().store


@pytest.fixture(scope="session")
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("example_of_reports", EXAMPLE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=["sqlite", "postgresql"])
def store_settings(request: pytest.FixtureRequest) -> StoreSettings:
    """Settings of either database."""
    if request.param == "sqlite":
        return SETTINGS
    return replace(SETTINGS, url=request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(store_settings: StoreSettings, tmp_path: Path) -> Iterator[Engine]:
    engine = open_store(store_url(store_settings, tmp_path), store_settings)
    yield engine
    engine.dispose()
