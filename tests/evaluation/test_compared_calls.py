"""Figures worked out by hand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from evaluation.delivery import delivery_pairs
from evaluation.figures import CallFigures, compare
from evaluation.folder import Evaluation, evaluate_labels, read_labels
from evaluation.marks import FactCounts, ivr_facts, key_counts, marker_counts
from evaluation.records import Found, Key, SaidTurn, Stretch, Truth
from evaluation.speakers import role_seconds
from evaluation.summary import figures
from evaluation.table import as_lines
from evaluation.timing import boundary_errors, frame_counts, labelled_stages, wait_error
from evaluation.words import WordCounts, edit_distance, plain_words, word_errors
from scores.marker_figures import Figures as Counts

SCORE = Path(__file__).parents[3] / "shared" / "calls" / "score.py"
TRUE_TURNS = (
    SaidTurn("agent", 10.0, 14.0, "How can I help you today?", ("greeting",)),
    SaidTurn("customer", 15.0, 19.0, "My parcel is late again.", ("distress",)),
    SaidTurn("agent", 20.0, 22.0, "I am so sorry.", ("apology",)),
)
FOUND_TURNS = (
    SaidTurn("agent", 10.0, 14.0, "How can I help you?", ("greeting", "offer")),
    SaidTurn("customer", 15.0, 18.0, "My parcel is late again", ("distress",)),
    SaidTurn("customer", 20.0, 22.0, "I am so sorry.", ()),
)
TRUE_SEGMENTS = (Stretch("ivr", 0, 4), Stretch("queue", 4, 10), Stretch("talk", 10, 22))
FOUND_SEGMENTS = (Stretch("ivr", 0, 5), Stretch("queue", 5, 10), Stretch("talk", 10, 22))
TRUTH = Truth(
    "call",
    turns=TRUE_TURNS,
    segments=TRUE_SEGMENTS,
    keys=(Key("3", 2.0),),
    ivr={"menus": 1, "options": 3},
    agent_delivery="flat",
)
FOUND = Found(2, FOUND_TURNS, FOUND_SEGMENTS, (Key("masked", 2.1),), {"menus": 1, "options": 2}, {"delivery": 30.0})
TRUE_STAGES = labelled_stages(TRUTH, FOUND_SEGMENTS)
assert TRUE_STAGES


def test_words_of_the_wrong_party_count_as_left_out_and_as_put_in() -> None:
    errors = word_errors(TRUE_TURNS, FOUND_TURNS)
    assert errors["agent"] == WordCounts(errors=1 + 4, words=10), "today; the apology"
    assert errors["customer"] == WordCounts(errors=4, words=5), "the agent's apology"


def test_role_seconds_are_those_in_turns_of_the_same_role() -> None:
    seconds = role_seconds(TRUE_TURNS, FOUND_TURNS)
    assert (seconds.right, seconds.spoken) == (7.0, 10.0)


def test_numbers_are_the_same_spelled_or_not() -> None:
    assert plain_words("Press four, one ONE!") == plain_words("press 411")
    assert edit_distance(["a", "b", "c"], ["a", "x", "c", "d"]) == 2
    assert edit_distance([], ["a"]) == 1


def test_frames_are_counted_for_each_kind() -> None:
    counts = frame_counts(TRUE_STAGES, FOUND_SEGMENTS)
    assert counts["ivr"] == Counts(40, 10, 0)
    assert counts["queue"] == Counts(50, 0, 10)
    assert counts["talk"] == Counts(120, 0, 0)
    assert counts["ivr"].f1 == pytest.approx(80 / 90)
    assert counts["hold"].f1 is None


def test_no_frame_is_dropped_at_the_end_whatever_the_float() -> None:
    for tenths in range(1, 400):
        segments = (Stretch("talk", 0, tenths / 10),)
        stages = labelled_stages(Truth("call", segments=segments), segments)
        assert stages
        assert frame_counts(stages, segments)["talk"] == Counts(tenths, 0, 0)


def test_boundaries_leave_out_the_call_s_own_ends_and_say_too_early_or_too_late() -> None:
    errors = boundary_errors(TRUE_STAGES, FOUND_SEGMENTS)
    assert (errors["ivr"].starts, errors["ivr"].ends) == ((), (1.0,))
    assert (errors["queue"].starts, errors["queue"].ends) == ((1.0,), (0.0,))
    assert (errors["talk"].starts, errors["talk"].ends) == ((0.0,), ())
    assert wait_error(TRUE_STAGES, FOUND_SEGMENTS, "queue") == 1.0


def test_a_segment_is_matched_once_and_one_that_was_not_found_is_far() -> None:
    true = (Stretch("talk", 0, 4), Stretch("hold", 4, 6), Stretch("talk", 6, 12), Stretch("talk", 12, 13))
    found = (Stretch("talk", 0, 13),)
    stages = labelled_stages(Truth("call", segments=true), found)
    assert stages
    errors = boundary_errors(stages, found)
    assert (errors["talk"].labelled, errors["talk"].found, errors["talk"].matched) == (3, 1, 1)
    assert (errors["talk"].starts, errors["talk"].ends) == ((-6.0,), (1.0,))
    assert (errors["hold"].labelled, errors["hold"].matched) == (1, 0)
    near = figures([compare(Truth("call", segments=true), Found(2, segments=found))])["boundaries within 1 s"]
    assert near.value == 1 / 8


def test_a_masked_key_is_right_for_a_digit_and_wrong_for_zero() -> None:
    assert key_counts((Key("3", 2.0),), (Key("masked", 2.1),)) == Counts(1, 0, 0)
    assert key_counts((Key("0", 2.0),), (Key("masked", 2.1),)) == Counts(0, 1, 1)
    assert key_counts((), (Key("0", 5.0),)) == Counts(0, 1, 0)


def test_markers_are_compared_turn_by_turn_within_a_role() -> None:
    counts = marker_counts(TRUE_TURNS, FOUND_TURNS)
    assert counts
    assert counts["greeting"] == counts["distress"] == Counts(1, 0, 0)
    assert counts["apology"] == Counts(0, 0, 1)
    assert counts["offer"] == Counts(0, 1, 0)
    assert ivr_facts({"menus": 1, "options": 3}, {"menus": 1, "options": 2}) == FactCounts(1, 2)


def test_a_figure_rests_on_the_calls_that_are_labelled_for_it() -> None:
    only_stages = compare(Truth("other", segments=TRUE_SEGMENTS), FOUND)
    found = figures([compare(TRUTH, FOUND), only_stages])
    assert found["F1 of talk"].calls == 2
    assert (found["word error rate"].value, found["word error rate"].calls) == (pytest.approx(9 / 15), 1)
    assert found["markers, micro F1"].value == pytest.approx(4 / 6)
    assert "flat delivery below livelier" not in found
    assert "F1 of hold" not in found


def scored(name: str, delivery: str | None, score: float | None) -> CallFigures:
    return compare(Truth(name, agent_delivery=delivery), Found(2, scores={"delivery": score}))  # type: ignore[arg-type]


def test_flat_delivery_is_compared_with_every_livelier_call() -> None:
    calls = [scored("a", "flat", 20), scored("b", "lively", 60), scored("c", "natural", 10), scored("d", "flat", None)]
    calls.append(scored("not labelled", None, 0))
    assert figures(calls)["flat delivery below livelier"].value == 0.5
    (wrong,) = [pair for pair in delivery_pairs(calls) if not pair.right]
    assert (wrong.flat.call_id, wrong.livelier.call_id) == ("a", "c")


def test_the_table_says_of_each_flat_call_which_livelier_ones_it_is_not_below() -> None:
    calls = (scored("dull", "flat", 20), scored("warm", "lively", 60), scored("plain", "natural", 10))
    lines = as_lines(Evaluation(calls, (), ()))
    assert lines[-2:] == [
        "delivery of flat calls: 1 of 2 pairs in order",
        "dull (20.0): below 1 of 2 livelier calls, not below plain (10.0)",
    ]


def test_the_tables_fit_a_terminal_of_eighty_columns(tmp_path: Path) -> None:
    truths, reports = written(tmp_path)
    lines = as_lines(evaluate_labels(read_labels(truths), reports), per_call=True)
    assert len(lines) > 30
    assert max(map(len, lines)) <= 80


def test_equal_delivery_is_not_below() -> None:
    assert figures([scored("a", "flat", 50), scored("b", "lively", 50)])["flat delivery below livelier"].value == 0


def test_calls_of_one_label_have_no_order() -> None:
    assert "flat delivery below livelier" not in figures([scored("a", "flat", 20), scored("b", "flat", 30)])


def test_an_empty_truth_and_report_of_nobody_give_no_figure_and_no_fault() -> None:
    nobody = compare(Truth("call", turns=(), keys=()), Found(1))
    assert set(figures([nobody])) == {"keys invented"}
    assert figures([]) == {}


def written(folder: Path) -> tuple[Path, Path]:
    """A truth and a report of one call, in the files' own formats."""
    truths, reports = folder / "truth", folder / "reports"
    truths.mkdir()
    (reports / "call").mkdir(parents=True)
    turn = lambda t: {"role": t.role, "start": t.start, "end": t.end, "text": t.text, "markers": list(t.markers or ())}  # noqa: E731
    stretch = lambda s: {"kind": s.kind, "start": s.start, "end": s.end}  # noqa: E731
    key = lambda k: {"key": k.key, "start": k.start, "end": k.start + 0.1}  # noqa: E731
    ivr = {"menus": 1, "options": 2, "options_changed": 0, "invalid": 0, "zero_presses": 0}
    truth = {
        "id": "call",
        "duration": 22.0,
        "agent_delivery": "flat",
        "turns": [turn(t) for t in TRUE_TURNS],
        "segments": [stretch(s) for s in TRUE_SEGMENTS],
        "keys": [key(k) for k in TRUTH.keys or ()],
        "ivr": ivr | {"options": 3},
    }
    report = {
        "call": {"channels": 2},
        "turns": [turn(t) for t in FOUND_TURNS],
        "timeline": [stretch(s) for s in FOUND_SEGMENTS],
        "keys": [key(k) for k in FOUND.keys],
        "measures": {"ivr": ivr, "hold": {"total_s": 0.0, "count": 0}, "queue": {"total_s": 5.0}, "tone": {}},
        "scores": {name: {"value": 30.0} for name in ("empathy", "delivery", "friction")},
    }
    (truths / "call.json").write_text(json.dumps(truth))
    (reports / "call" / "report.json").write_text(json.dumps(report))
    return truths, reports


def test_the_command_prints_a_table_and_the_same_as_json(tmp_path: Path) -> None:
    truths, reports = written(tmp_path)
    shown = CliRunner().invoke(app, ["evaluate", str(truths), "--reports", str(reports), "--per-call"])
    assert shown.exit_code == 0, shown.output
    (line,) = [line for line in shown.output.splitlines() if line.startswith("word error rate  ")]
    assert line.split()[3:5] == ["0.600", "(1)"]
    as_json = CliRunner().invoke(app, ["evaluate", str(truths), "--reports", str(reports), "--json"])
    found = json.loads(as_json.output)
    assert found["figures"]["stereo"]["word error rate"] == {"value": 0.6, "calls": 1}
    assert found["markers"]["all"]["apology"] == {
        "right": 0,
        "invented": 0,
        "missed": 1,
        "precision": None,
        "recall": 0.0,
        "f1": 0.0,
    }
    assert found["segments"]["all"]["queue"]["starts"] == [1.0]
    assert found["by_call"][0]["figures"]["diarisation error rate"] == pytest.approx(3 / 10)
    assert found["problems"] == []


def test_a_labelled_call_without_a_report_is_missing_and_the_command_fails(tmp_path: Path) -> None:
    truths, reports = written(tmp_path)
    (truths / "other.json").write_text('{"keys": []}')
    ended = CliRunner().invoke(app, ["evaluate", str(truths), "--reports", str(reports)])
    assert ended.exit_code == 1
    assert "missing: other" in ended.output


def test_a_folder_without_labels_or_that_is_not_there_is_said(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["evaluate", str(tmp_path), "--reports", str(tmp_path)])
    assert ended.exit_code == 2
    assert "no labelled calls" in ended.output
    ended = CliRunner().invoke(app, ["evaluate", str(tmp_path / "away"), "--reports", str(tmp_path)])
    assert ended.exit_code == 2
    assert "away: no such folder" in ended.output
    ended = CliRunner().invoke(app, ["evaluate", str(tmp_path), "--reports", str(tmp_path / "far")])
    assert ended.exit_code == 2
    assert "far: no such folder" in ended.output


@pytest.mark.skipif(not SCORE.exists(), reason="the shared calls are not on this machine")
def test_figures_agree_with_the_developers_own_script(tmp_path: Path) -> None:
    truths, reports = written(tmp_path)
    printed = subprocess.run(
        [sys.executable, str(SCORE), str(reports), str(truths), "--json"], capture_output=True, text=True, check=True
    )
    theirs = json.loads(printed.stdout)["summary"]
    ours = {name: figure.value for name, figure in figures([compare(TRUTH, FOUND)]).items()}
    assert ours["word error rate"] == pytest.approx(theirs["wer"])
    assert ours["role accuracy"] == pytest.approx(theirs["role_accuracy"])
    assert ours["F1 of queue"] == pytest.approx(theirs["f1_queue"])
    assert ours["queue error, s a call"] == pytest.approx(theirs["queue_error_s"])
    assert ours["markers, micro F1"] == pytest.approx(theirs["marker_f1_micro"])
    assert ours["keys found"] == theirs["keys_recall"] == 1.0
    for kind in ("ivr", "queue", "talk"):
        assert ours[f"F1 of {kind}"] == pytest.approx(theirs[f"f1_{kind}"])
