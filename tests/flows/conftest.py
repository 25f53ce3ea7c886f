"""A run with a made-up analysis in place of the networks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from made_up import RECIPE, MadeUpAnalysis

import flows.produce
from flows.order import Order
from flows.run import Run, open_run


@pytest.fixture
def analysis(monkeypatch: pytest.MonkeyPatch) -> MadeUpAnalysis:
    made_up = MadeUpAnalysis()
    monkeypatch.setattr(flows.produce, "analyse_recording", made_up)
    monkeypatch.setattr(flows.produce, "write_html", lambda _report, _audio, path, _settings: path.write_text("page"))
    monkeypatch.setattr("flows.run.load_engines", lambda *_: None)
    monkeypatch.setattr("flows.run.recipe_of", lambda _: RECIPE)
    return made_up


@pytest.fixture
def recordings(tmp_path: Path) -> Callable[..., Path]:
    """A folder with recordings of these names; their bytes are made up, nothing decodes them."""

    def write(*names: str) -> Path:
        folder = tmp_path / "calls"
        folder.mkdir(exist_ok=True)
        for name in names:
            (folder / f"{name}.wav").write_text(name)
        return folder

    return write


@pytest.fixture
def run(analysis: MadeUpAnalysis, tmp_path: Path) -> Run:
    return open_run(Order(tmp_path / "out"))
