"""Reviewers' labels against reports: figures of agreement, proposed weights, and what is refused."""

import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score
from typer.testing import CliRunner

from calibration.agreement import kappa, proportion
from calibration.calibrate import calibrate
from calibration.labels import Labels, MarkLabel, ScoreLabel, read_labels
from calibration.marks import marker_figures
from calibration.reports import Mark, Part, Report, Scored, Spoken
from calibration.table import as_json, as_lines, as_toml
from calibration.weights import propose
from calls.errors import SetupBroken
from cli.main import app
from configs.settings import load_settings

SETTINGS = load_settings()
HEAD = "call,item,reviewer,verdict,at,turn\n"


def report(marked: tuple[int, ...] = (), turns: int = 10, empathy: Scored | None = None) -> Report:
    """Ten turns of 5 s, agent and customer by turns; `marked` ones carry an apology."""
    spoken = tuple(Spoken("agent" if i % 2 == 0 else "customer", 5.0 * i, 5.0 * i + 4) for i in range(turns))
    marks = tuple(Mark("apology", 5.0 * i + 1, 5.0 * i + 2, i) for i in marked)
    none = Scored(None, ())
    return Report(spoken, marks, {"empathy": empathy or none, "delivery": none, "friction": none})


def said(turn: int, present: bool, reviewer: str = "Ann", call: str = "a") -> MarkLabel:
    return MarkLabel(call, "apology", reviewer, present, None, turn)


def test_wilson_holds_for_a_full_share() -> None:
    share = proportion(10, 10)
    assert share is not None
    assert (share.value, share.high) == (1.0, pytest.approx(1.0))
    assert share.low == pytest.approx(0.722, abs=0.001)  # Wilson's formula: 10 / (10 + 1.96 ** 2)


def test_nothing_judged_has_no_share_and_no_kappa() -> None:
    assert proportion(0, 0) is None
    assert kappa([]) is None
    assert kappa([(True, True)] * 5) is None


def test_kappa_is_the_one_of_scikit_learn() -> None:
    random = np.random.default_rng(3)
    one = random.random(60) < 0.4
    other = np.where(random.random(60) < 0.8, one, ~one)
    found = kappa(list(zip(one.tolist(), other.tolist(), strict=True)))
    assert found is not None
    assert found.value == pytest.approx(cohen_kappa_score(one, other))
    assert found.low < found.value < found.high


def test_verdicts_become_precision_recall_and_kappa() -> None:
    labels = [said(0, True), said(2, False), said(4, True)]  # agree, dispute, missed
    (found,) = marker_figures(labels, {"a": report(marked=(0, 2))}, 2.0)
    assert (found.right, found.wrong, found.missed) == (1, 1, 1)
    assert found.precision is not None and found.precision.value == 0.5
    assert found.recall is not None and found.recall.value == 0.5
    # Turns 6 and 8 were left alone by both; the customer's turns don't count.
    assert found.kappa_machine is not None and found.kappa_machine.of == 5
    assert found.kappa_reviewers is None


def test_a_missed_mark_that_is_found_by_now_is_right() -> None:
    (found,) = marker_figures([said(4, True)], {"a": report(marked=(4,))}, 2.0)
    assert (found.right, found.missed) == (1, 0)


def test_a_moment_means_the_mark_or_the_turn_it_is_in() -> None:
    by_time = [MarkLabel("a", "apology", "Ann", True, at, None) for at in (1.5, 21.0)]
    (found,) = marker_figures(by_time, {"a": report(marked=(0,))}, 2.0)
    assert (found.right, found.missed) == (1, 1)


def test_reviewers_who_disagree_are_tied_and_have_a_low_kappa() -> None:
    labels = [said(0, True, "Ann"), said(0, False, "Bea"), said(2, True, "Ann"), said(2, True, "Bea")]
    (found,) = marker_figures(labels, {"a": report(marked=(0, 2))}, 2.0)
    assert (found.right, found.tied) == (1, 1)
    assert found.kappa_reviewers is not None and 0 < found.kappa_reviewers.value < 1


def scored_calls(factor: float, count: int = 24) -> tuple[dict[str, Report], list[ScoreLabel]]:
    """Calls whose reviewers hold `policy` for `factor` times as heavy as the machine does."""
    random = np.random.default_rng(7)
    reports, labels = {}, []
    for index in range(count):
        policy, action = -float(random.uniform(0, 7)), float(random.uniform(0, 4))
        value = SETTINGS.empathy.start + policy + action
        parts = (Part("policy", 1.0, policy), Part("action", 1.0, action), Part("blame", None, 0.0))
        reports[f"c{index}"] = report(empathy=Scored(value, parts))
        labels.append(ScoreLabel(f"c{index}", "empathy", "Ann", value + (factor - 1) * policy))
    return reports, labels


def test_weights_move_to_what_reviewers_hold_heavy() -> None:
    reports, labels = scored_calls(factor=3.0)
    found = calibrate(Labels((), tuple(labels)), reports, SETTINGS)
    (proposal,) = found.proposals
    assert proposal.is_better and proposal.error_after < proposal.error_before / 2
    assert proposal.proposed["policy"] > 1.5 * proposal.present["policy"]
    assert "blame" not in proposal.proposed
    assert tomllib.loads(as_toml(found.proposals))["empathy"]["policy"] == proposal.proposed["policy"]


def test_weights_stay_where_reviewers_agree() -> None:
    reports, labels = scored_calls(factor=1.0)
    found = calibrate(Labels((), tuple(labels)), reports, SETTINGS)
    assert as_toml(found.proposals) == ""
    assert any("nothing is proposed" in line for line in as_lines(found))


def test_a_weight_never_falls_below_zero_and_a_firmer_hand_moves_less() -> None:
    reports, labels = scored_calls(factor=-3.0)
    present = {"start": 50.0, "policy": 7.0, "action": 4.0}
    loose, firm = (propose("empathy", labels, reports, present, firmness) for firmness in (0.1, 1000.0))
    assert loose.proposed["policy"] >= 0
    assert abs(firm.proposed["policy"] - 7.0) < abs(loose.proposed["policy"] - 7.0)


def test_delivery_weights_keep_their_sum() -> None:
    random = np.random.default_rng(2)
    reports, labels = {}, []
    for index in range(20):
        share, loud = random.uniform(0, 100, 2)
        parts = (Part("pitch_spread", share, 0.9 * (share - 50)), Part("loudness_spread", loud, 0.1 * (loud - 50)))
        scores = {"delivery": Scored(50 + sum(part.points for part in parts), parts)}
        reports[f"c{index}"] = Report((), (), scores)
        labels.append(ScoreLabel(f"c{index}", "delivery", "Ann", 0.5 * share + 0.5 * loud))
    present = {"pitch_spread": 62.0, "loudness_spread": 6.0}
    found = propose("delivery", labels, reports, present, 8.0)
    assert sum(found.proposed.values()) == pytest.approx(68.0, abs=0.05)
    assert found.proposed["loudness_spread"] > 6.0


def test_too_few_labels_are_refused() -> None:
    with pytest.raises(SetupBroken, match="apology: 1 judged, 5 are needed"):
        calibrate(Labels((said(0, True),), ()), {"a": report(marked=(0,))}, SETTINGS)
    with pytest.raises(SetupBroken, match="too few labels"):
        calibrate(Labels((), ()), {}, SETTINGS)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("a,apology,Ann,yes,1,", "is no verdict"),
        ("a,apology,Ann,agree,,", "needs 'at'"),
        ("a,kindness,Ann,agree,1,", "is no marker"),
        ("a,empathy,Ann,101,,", "between 0 and 100"),
        ("a,empathy,Ann,nan,,", "must be a number"),
        (",empathy,Ann,50,,", "'call' is empty"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, sentence: str) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(HEAD + line + "\n", "utf-8")
    with pytest.raises(SetupBroken, match=f"line 2: .*{sentence}"):
        read_labels(path)


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("a;b\n", "utf-8")
    with pytest.raises(SetupBroken, match="no column 'call'"):
        read_labels(path)


def test_the_command_prints_writes_and_does_not_overwrite(tmp_path: Path) -> None:
    reports, labels = scored_calls(factor=3.0)
    rows = HEAD
    for label in labels:
        folder = tmp_path / "out" / label.call
        folder.mkdir(parents=True)
        kept = reports[label.call]
        table = {
            "turns": [],
            "evidence": [],
            "scores": {n: {"value": s.value, "parts": [vars_of(p) for p in s.parts]} for n, s in kept.scores.items()},
        }
        (folder / "report.json").write_text(json.dumps(table), "utf-8")
        rows += f"{label.call},empathy,Ann,{min(100, max(0, label.value))},,\n"
    (tmp_path / "labels.csv").write_text(rows, "utf-8")
    own = tmp_path / "own.toml"
    order = ["calibrate", str(tmp_path / "labels.csv"), "--reports", str(tmp_path / "out"), "--write", str(own)]
    first = CliRunner().invoke(app, order)
    assert first.exit_code == 0, first.output
    assert load_settings(own).empathy.policy > SETTINGS.empathy.policy
    written = own.read_text("utf-8")
    again = CliRunner().invoke(app, order)
    assert again.exit_code != 0 and "already" in again.output
    assert own.read_text("utf-8") == written


def vars_of(part: Part) -> dict[str, object]:
    return {"name": part.name, "value": part.value, "points": part.points}


def test_json_holds_what_the_table_does() -> None:
    found = calibrate(Labels(tuple(said(i, True) for i in range(0, 10, 2)), ()), {"a": report((0, 2))}, SETTINGS)
    (marker,) = as_json(found)["markers"]
    assert (marker["right"], marker["missed"]) == (2, 3)
    assert json.dumps(as_json(found), allow_nan=False)
    assert "apology" in as_lines(found)[1]
