"""Labelled lines beside the calls, and calls that people call warm or cold."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from evaluation.figures import CallFigures, compare
from evaluation.records import Empathy, Found, Truth
from evaluation.summary import figures
from evaluation.warmth import warmth_pairs

LINES = "agent\tI'm so sorry about that.\tapology\nagent\tOur privacy policy is on the site.\tpolicy_shield\n"


def call(name: str, label: Empathy | None, empathy: float | None) -> CallFigures:
    return compare(Truth(name, agent_empathy=label), Found(2, scores={"empathy": empathy}))


def test_every_cold_call_is_held_against_every_warm_one() -> None:
    calls = [call("a", "cold", 20.0), call("b", "cold", 40.0), call("c", "warm", 60.0), call("d", None, 90.0)]
    pairs = {(p.cold.call_id, p.warm.call_id): (p.points, p.right) for p in warmth_pairs(calls)}
    assert pairs == {("a", "c"): (40.0, True), ("b", "c"): (20.0, False)}
    figure = figures(calls)["cold empathy 25 points below warm"]
    assert (figure.value, figure.calls) == (0.5, 3)


def test_a_call_without_an_empathy_score_is_in_no_pair() -> None:
    calls = [call("a", "cold", None), call("c", "warm", 60.0)]
    assert warmth_pairs(calls) == ()
    assert "cold empathy 25 points below warm" not in figures(calls)


@pytest.fixture
def truths(tmp_path: Path) -> Path:
    folder = tmp_path / "truths"
    folder.mkdir()
    (folder / "call.json").write_text('{"keys": []}')
    (folder / "markers_ours.tsv").write_text(LINES)
    (tmp_path / "more.tsv").write_text("customer\tI want your manager.\tescalation_request\n")
    return folder


def evaluated(folder: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["evaluate", str(folder), "--reports", str(folder), *arguments])
    return result.exit_code, result.output


def test_lines_in_the_folder_and_named_ones_are_judged(truths: Path) -> None:
    _, shown = evaluated(truths, "--lines", str(truths.parent / "more.tsv"))
    head = next(line for line in shown.splitlines() if line.startswith("markers_ours.tsv, 2 lines"))
    assert head.split()[-6:] == ["right", "invented", "missed", "precision", "recall", "F1"]
    totals = [line.split()[3:] for line in shown.splitlines() if line.startswith("all markers (micro)")]
    assert totals == [["1", "0", "1", "1.00", "0.50", "0.67"], ["1", "0", "0", "1.00", "1.00", "1.00"]]


def test_lines_are_in_the_json_as_well(truths: Path) -> None:
    _, shown = evaluated(truths, "--json")
    found = json.loads(shown)
    assert found["lines"]["markers_ours.tsv"]["lines"] == 2
    assert found["lines"]["markers_ours.tsv"]["markers"]["all"]["f1"] == pytest.approx(2 / 3)
    assert found["voices"] is None


def test_a_line_that_is_no_labelled_one_is_told_before_anything_is_analysed(truths: Path) -> None:
    (truths / "markers_ours.tsv").write_text("agent\tHello.\tgreetings\n")
    code, shown = evaluated(truths)
    assert code == 2
    assert "markers_ours.tsv: there is no marker 'greetings'" in shown


def test_a_warmth_that_is_no_label_is_told() -> None:
    with pytest.raises(ValueError, match="agent_empathy"):
        replace(Truth("a"), agent_empathy="icy")  # type: ignore[arg-type]
