"""The figures of calibration against scikit-learn's, and whether their intervals hold what they promise.

The reports are those of real code over made turns: the machine's own marks and scores, judged by simulated reviewers.
"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.metrics import cohen_kappa_score, precision_score, recall_score
from typer.testing import CliRunner

from calibration.agreement import kappa, proportion
from calibration.calibrate import present_weights
from calibration.labels import MarkLabel
from calibration.marks import marker_figures
from calibration.reports import Mark, Report, Scored, Spoken
from calibration.weights import Scorings, fitted
from cli.main import app
from configs.settings import load_settings
from scores.parts import saturating

SETTINGS = load_settings()
TURNS, CALLS = 12, 15


def judged_calls(seed: int) -> tuple[dict[str, Report], list[MarkLabel], np.ndarray, np.ndarray]:
    """Calls of agent turns, every one judged: reports, labels, and what machine and reviewer say of each turn."""
    random = np.random.default_rng(seed)
    true = random.random((CALLS, TURNS)) < 0.3
    machine = np.where(random.random(true.shape) < 0.85, true, ~true)
    reports, labels = {}, []
    for index in range(CALLS):
        call = f"c{index}"
        spoken = tuple(Spoken("agent", 5.0 * i, 5.0 * i + 4) for i in range(TURNS))
        marks = tuple(Mark("apology", 5.0 * i + 1, 5.0 * i + 2, i) for i in range(TURNS) if machine[index, i])
        reports[call] = Report(spoken, marks, dict.fromkeys(("empathy", "delivery", "friction"), Scored(None, ())))
        labels += [MarkLabel(call, "apology", "Ann", bool(true[index, i]), None, i) for i in range(TURNS)]
    return reports, labels, machine.ravel(), true.ravel()


@pytest.mark.parametrize("seed", range(5))
def test_precision_recall_and_kappa_are_scikit_learns(seed: int) -> None:
    reports, labels, machine, true = judged_calls(seed)
    (found,) = marker_figures(labels, reports, 2.0)
    assert found.precision is not None and found.recall is not None and found.kappa_machine is not None
    assert found.precision.value == pytest.approx(precision_score(true, machine))
    assert found.recall.value == pytest.approx(recall_score(true, machine))
    assert found.kappa_machine.value == pytest.approx(cohen_kappa_score(machine, true))
    assert found.kappa_machine.of == len(true)


def test_turns_left_alone_by_reviewer_and_machine_are_a_no_of_both() -> None:
    reports, labels, machine, true = judged_calls(1)
    verdicts = [label for label in labels if label.present or machine[int(label.call[1:]) * TURNS + (label.turn or 0)]]
    (all_judged,), (by_verdicts,) = (marker_figures(given, reports, 2.0) for given in (labels, verdicts))
    assert by_verdicts.kappa_machine is not None and all_judged.kappa_machine is not None
    assert by_verdicts.kappa_machine.value == pytest.approx(all_judged.kappa_machine.value)
    assert by_verdicts.kappa_machine.value == pytest.approx(cohen_kappa_score(machine, true))


@pytest.mark.parametrize(("share", "judged"), [(0.5, 20), (0.8, 30), (0.95, 40)])
def test_nineteen_of_twenty_intervals_of_a_share_hold_the_true_one(share: float, judged: int) -> None:
    rights = np.random.default_rng(4).binomial(judged, share, 1000)
    found = [proportion(int(right), judged) for right in rights]
    held = np.mean([f.low <= share <= f.high for f in found if f])
    assert 0.92 <= held <= 0.99


def test_nineteen_of_twenty_intervals_of_kappa_hold_the_true_one() -> None:
    random = np.random.default_rng(6)
    agree, yes, turns = 0.85, 0.3, 150
    one = random.random(400_000) < yes
    other = np.where(random.random(one.shape) < agree, one, ~one)
    true = cohen_kappa_score(one, other)
    found = [
        kappa(list(zip(one[i : i + turns].tolist(), other[i : i + turns].tolist(), strict=True)))
        for i in range(0, 600 * turns, turns)
    ]
    held = np.mean([f.low <= true <= f.high for f in found if f])
    assert 0.92 <= held <= 0.99


def test_factors_are_scikit_learns_least_squares_of_the_same_rows() -> None:
    random = np.random.default_rng(8)
    points = random.normal(0, 4, (30, 6))
    wanted = 50 + points @ np.array([2.0, 1.0, 0.0, 0.5, 3.0, -1.0]) + random.normal(0, 3, 30)
    found = Scorings(points, points != 0, np.full(30, 50.0), wanted, np.ones(6), shared=False)
    firmness = 8.0
    rows = np.vstack([points, firmness * np.eye(6)])
    aims = np.concatenate([wanted - 50.0, np.full(6, firmness)])
    theirs = LinearRegression(positive=True, fit_intercept=False).fit(rows, aims).coef_
    assert fitted(found, firmness) == pytest.approx(theirs, abs=1e-6)
    assert theirs[-1] == pytest.approx(0.0, abs=1e-9), "the reviewers' minus becomes nothing, not a plus"


def test_what_a_person_accepts_changes_the_score_and_nothing_before_that(tmp_path: Path) -> None:
    """Reviewers who hold policy for thrice as heavy: unaccepted, then accepted, then used."""
    random = np.random.default_rng(9)
    rows = ["call,item,reviewer,verdict,at,turn"]
    weights = present_weights("empathy", SETTINGS)
    for index in range(24):
        rules, steps = random.integers(0, 4, 2)
        policy, action = -saturating(weights["policy"], rules, 1.0), saturating(weights["action"], steps, 1.0)
        parts = [{"name": "policy", "value": 1.0, "points": policy}, {"name": "action", "value": 1.0, "points": action}]
        scores = {"empathy": {"value": 50 + policy + action, "parts": parts}}
        scores |= {key: {"value": None, "parts": []} for key in ("delivery", "friction")}
        folder = tmp_path / "out" / f"c{index}"
        folder.mkdir(parents=True)
        (folder / "report.json").write_text(json.dumps({"turns": [], "evidence": [], "scores": scores}), "utf-8")
        rows.append(f"c{index},empathy,Ann,{50 + 3 * policy + action},,")
    labels, accepted = tmp_path / "labels.csv", tmp_path / "own.toml"
    labels.write_text("\n".join(rows), "utf-8")
    order = ["calibrate", str(labels), "--reports", str(tmp_path / "out")]
    shown = CliRunner().invoke(app, order)
    assert shown.exit_code == 0, shown.output
    assert "[empathy]" in shown.output
    assert not accepted.exists(), "a proposal is only shown"
    assert CliRunner().invoke(app, [*order, "--write", str(accepted)]).exit_code == 0
    taken = load_settings(accepted)
    assert taken.empathy.policy == pytest.approx(3 * SETTINGS.empathy.policy, rel=0.25)
    assert replace(taken.empathy, policy=0, action=0, start=0) == replace(SETTINGS.empathy, policy=0, action=0, start=0)
