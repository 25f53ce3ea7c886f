from dataclasses import replace
from pathlib import Path

import pytest

from calls.errors import SetupBroken
from configs.operation_settings import ModelSettings
from configs.settings import Settings
from models import engines
from models.engines import load_engines


def test_a_model_that_can_not_be_had_stops_the_loading_with_a_sentence(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WARMLINE_MODELS", raising=False)
    (tmp_path / "whisper-base").mkdir()
    (tmp_path / "whisper-base" / "model.bin").write_bytes(b"")
    with pytest.raises(SetupBroken, match="whisper-base"):
        load_engines(replace(settings, models=ModelSettings(folder=str(tmp_path))))


@pytest.mark.slow
def test_engines_name_their_models_and_device_and_leave_the_diariser_for_later(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "load_diariser", lambda *_: pytest.fail("loaded without need"))
    loaded = load_engines(settings)
    assert loaded.device == "cpu"
    assert {"whisper-base", "segmentation", "campplus"} <= set(loaded.models)
    assert all(len(sha256) == 64 for sha256 in loaded.models.values())
