"""`warmline markers test`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    file = tmp_path / "lines.tsv"
    file.write_text(
        "# role, text, markers\nagent\tI am so sorry about that.\tapology\ncustomer\tIt is the blue one.\tdistress\n"
    )
    return file


def run(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["markers", "test", *map(str, words)])
    return done.exit_code, done.output


def test_it_prints_each_line_and_figures(labelled: Path) -> None:
    code, said = run(labelled)
    assert code == 0
    assert "agent: I am so sorry about that." in said
    assert "true: distress" in said
    assert said.splitlines()[-1].split() == ["all", "(micro)", "1.00", "0.50", "0.67", "1", "0", "1"]


def test_json_is_a_list_of_lines(labelled: Path) -> None:
    code, said = run(labelled, "--json")
    assert code == 0
    assert json.loads(said) == [
        {"role": "agent", "text": "I am so sorry about that.", "true": ["apology"], "found": ["apology"]},
        {"role": "customer", "text": "It is the blue one.", "true": ["distress"], "found": []},
    ]


@pytest.mark.parametrize("voices", ["phrases", "network", "both"])
def test_each_voice_can_be_asked_alone(labelled: Path, voices: str) -> None:
    assert run(labelled, "--voices", voices)[0] == 0


def test_own_examples_count_at_once(labelled: Path, tmp_path: Path) -> None:
    (tmp_path / "house" / "en").mkdir(parents=True)
    (tmp_path / "house" / "en" / "examples.tsv").write_text("customer\tIt is the blue one.\tdistress\n")
    (tmp_path / "mine.toml").write_text(f'[markers]\nown = "{tmp_path / "house"}"\n')
    said = run(labelled, "--config", tmp_path / "mine.toml")[1]
    assert said.splitlines()[-1].split()[2:5] == ["1.00", "1.00", "1.00"]


@pytest.mark.parametrize(("content", "named"), [("agent\tonly two\n", "line 1"), ("agent\tHello.\twarmth\n", "warmth")])
def test_a_wrong_line_is_named(tmp_path: Path, content: str, named: str) -> None:
    file = tmp_path / "lines.tsv"
    file.write_text(content)
    code, said = run(file)
    assert code == 2
    assert named in said


def test_a_language_without_lists_is_said(labelled: Path) -> None:
    code, said = run(labelled, "--language", "xx")
    assert code == 2
    assert "xx" in said


def test_a_file_that_is_not_there_and_one_that_is_no_text_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "sound.tsv").write_bytes(b"RIFF\xff\xfe")
    for name, said in (("away.tsv", "can't be read (No such file or directory)"), ("sound.tsv", "is no UTF-8 text")):
        code, told = run(tmp_path / name)
        assert code == 2
        assert f"{name}: {said}" in told
