"""The house's form loads; a broken one is refused in a sentence that says where."""

from pathlib import Path

import pytest

from calls.errors import SetupBroken
from configs.forms import load_form

QUESTION = '[[section.question]]\nid = "a"\ntext = "Well?"\nkind = "yes_no"\nweight = 1.0\n'
HEAD = 'name = "Ours"\n[[section]]\ntitle = "One"\n'


def form(tmp_path: Path, text: str) -> str:
    path = tmp_path / "ours.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_the_house_form_asks_and_proposes() -> None:
    house = load_form("house.toml")
    assert house.name == "House evaluation"
    assert {question.kind for question in house.questions} == {"yes_no", "scale", "text"}
    assert sum(question.proposed is not None for question in house.questions) == 10
    assert [question.id for question in house.questions if question.fatal] == ["private"]


def test_a_form_of_ones_own_is_read_by_its_path(tmp_path: Path) -> None:
    (question,) = load_form(form(tmp_path, HEAD + QUESTION)).questions
    assert question.values == ("yes", "no", "na")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = ", "not valid TOML"),
        ('name = "Ours"\n', "'section' of the evaluation form"),
        (HEAD + QUESTION.replace("yes_no", "maybe"), "kind"),
        (HEAD + QUESTION.replace("yes_no", "scale"), "'top' belongs to a scale"),
        (HEAD + QUESTION + "top = 4\n", "'top' belongs to a scale"),
        (HEAD + QUESTION.replace("yes_no", "text"), "no weight"),
        (HEAD + QUESTION + QUESTION, "two questions of the evaluation form have the id 'a'"),
        (HEAD + QUESTION + "colour = 1\n", "colour"),
        (HEAD + QUESTION + "weight_ = 1\n", "weight_"),
        (HEAD + QUESTION.replace('"a"', '"A b"'), "id"),
        (HEAD + QUESTION + 'proposed = { rule = "guess" }\n', "proposed"),
        (HEAD + QUESTION + 'proposed = { rule = "present", marks = [] }\n', "marks"),
        (HEAD + QUESTION + 'proposed = { rule = "measure", measure = "agent_wpm" }\n', "either at_most or at_least"),
    ],
)
def test_a_broken_form_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = form(tmp_path, text)
    with pytest.raises(SetupBroken) as refused:
        load_form(path)
    assert str(refused.value).startswith(path)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_form_that_is_not_there_names_the_setting() -> None:
    with pytest.raises(SetupBroken, match=r"missing\.toml.*\[desk\] form"):
        load_form("missing.toml")
