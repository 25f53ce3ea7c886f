import re
from importlib import resources

import pytest

from calls.errors import SetupBroken
from configs.settings import load_settings
from models.manifest import load_manifest, model_hashes, model_of, models_needed


def test_every_model_has_a_licence_a_purpose_and_a_main_file_in_each_source() -> None:
    for model in load_manifest().values():
        assert model.licence
        assert model.purpose
        assert model.sources
        assert all(model.main in source.files for source in model.sources)


def test_every_file_has_a_sha256() -> None:
    hashes = [f.sha256 for m in load_manifest().values() for s in m.sources for f in s.files.values()]
    assert hashes
    assert all(re.fullmatch("[0-9a-f]{64}", sha256) for sha256 in hashes)


def test_pypi_packages_are_pinned_and_the_hub_has_a_revision() -> None:
    for model in load_manifest().values():
        for source in model.sources:
            if source.kind == "pypi":
                assert all("==" in package for package in source.packages)
            if source.kind == "hub":
                assert re.fullmatch("[0-9a-f]{40}", source.revision)


def test_an_unknown_model_names_those_there_are() -> None:
    with pytest.raises(SetupBroken, match=r"no model 'whisper-huge'.*whisper-base"):
        model_of("whisper-huge")


def test_models_of_an_extra_are_needed_only_where_it_is_chosen() -> None:
    settings = load_settings()
    assert "segmentation-torch" not in models_needed(settings)
    assert set(model_hashes(settings)) == set(models_needed(settings))


def test_no_registry_and_no_address_stands_in_the_manifest() -> None:
    text = resources.files("models").joinpath("manifest.toml").read_text("utf-8")
    assert "://" not in text
