"""The recipe changes with what changes the findings, and with nothing else."""

from dataclasses import replace

from configs.settings import load_settings
from flows.recipe import code_hash, recipe_hash

SETTINGS = load_settings()
MODELS = {"whisper-base": "ab" * 32}


def recipe(phrases: str = "sorry", models: dict[str, str] = MODELS, **sections: object) -> str:
    return recipe_hash(replace(SETTINGS, **sections), phrases, models)  # type: ignore[arg-type]


def test_the_same_makes_the_same() -> None:
    assert recipe() == recipe()
    assert len(recipe()) == 64


def test_findings_settings_phrases_and_models_change_it() -> None:
    speech = replace(SETTINGS.speech, threshold=0.9)
    assert len({recipe(), recipe(speech=speech), recipe("so sorry"), recipe(models={"whisper-base": "cd" * 32})}) == 4


def test_settings_of_operation_do_not() -> None:
    assert recipe(batch=replace(SETTINGS.batch, workers=7)) == recipe()


def test_the_code_counts() -> None:
    assert len(code_hash()) == 64
