"""Figures worked out by hand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from calls.errors import RecordingRejected
from cli.main import app
from evaluation.figures import compare, figures
from evaluation.marks import ivr_facts, key_counts, marker_counts
from evaluation.records import Found, Key, SaidTurn, Stretch, Truth, read_truth
from evaluation.timing import boundary_errors, f1, frame_counts, wait_error
from evaluation.words import edit_distance, plain_words, role_seconds, word_errors

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
TRUTH = Truth("call", TRUE_TURNS, TRUE_SEGMENTS, (Key("3", 2.0, 2.1),), {"menus": 1, "options": 3}, "flat")
FOUND = Found(
    2, FOUND_TURNS, FOUND_SEGMENTS, (Key("masked", 2.1, 2.2),), {"menus": 1, "options": 2}, {"delivery": 30.0}
)


def test_words_of_the_wrong_party_count_as_left_out_and_as_put_in() -> None:
    errors = word_errors(TRUE_TURNS, FOUND_TURNS)
    assert errors.words == 15
    assert errors.errors == 1 + 4 + 4, "today; the agent's apology; the same as the customer's"


def test_role_seconds_are_those_in_turns_of_the_same_role() -> None:
    seconds = role_seconds(TRUE_TURNS, FOUND_TURNS)
    assert (seconds.right, seconds.spoken) == (7.0, 10.0)


def test_numbers_are_the_same_spelled_or_not() -> None:
    assert plain_words("Press four, one ONE!") == plain_words("press 411")
    assert edit_distance(["a", "b", "c"], ["a", "x", "c", "d"]) == 2
    assert edit_distance([], ["a"]) == 1


def test_frames_are_counted_for_each_kind() -> None:
    counts = frame_counts(TRUE_SEGMENTS, FOUND_SEGMENTS)
    assert counts["ivr"] == (40, 10, 0)
    assert counts["queue"] == (50, 0, 10)
    assert counts["talk"] == (120, 0, 0)
    assert f1(*counts["ivr"]) == pytest.approx(80 / 90)
    assert f1(0, 0, 0) is None


def test_boundaries_leave_out_the_call_s_own_ends() -> None:
    errors = boundary_errors(TRUE_SEGMENTS, FOUND_SEGMENTS)
    assert errors["ivr"] == [1.0]
    assert errors["queue"] == [1.0, 0.0]
    assert errors["talk"] == [0.0]
    assert wait_error(TRUE_SEGMENTS, FOUND_SEGMENTS, "queue") == 1.0


def test_a_masked_key_is_right_for_a_digit_and_wrong_for_zero() -> None:
    assert key_counts((Key("3", 2.0, 2.1),), (Key("masked", 2.1, 2.2),)) == (1, 0, 0)
    assert key_counts((Key("0", 2.0, 2.1),), (Key("masked", 2.1, 2.2),)) == (0, 1, 1)
    assert key_counts((), (Key("0", 5.0, 5.1),)) == (0, 1, 0)


def test_markers_are_compared_turn_by_turn_within_a_role() -> None:
    counts = marker_counts(TRUE_TURNS, FOUND_TURNS)
    assert counts["greeting"] == counts["distress"] == (1, 0, 0)
    assert counts["apology"] == (0, 0, 1)
    assert counts["offer"] == (0, 1, 0)
    assert ivr_facts({"menus": 1, "options": 3}, {"menus": 1, "options": 2}) == (1, 2)


def test_a_figure_rests_on_the_calls_that_are_labelled_for_it() -> None:
    only_stages = compare(Truth("other", segments=TRUE_SEGMENTS), FOUND)
    found = figures([compare(TRUTH, FOUND), only_stages])
    assert found["F1 of talk"].calls == 2
    assert (found["word error rate"].value, found["word error rate"].calls) == (pytest.approx(9 / 15), 1)
    assert found["markers, micro F1"].value == pytest.approx(4 / 6)
    assert "flat delivery below livelier" not in found
    assert "F1 of hold" not in found


def test_flat_delivery_is_compared_with_every_livelier_call() -> None:
    def call(name: str, delivery: str, score: float | None):
        return compare(Truth(name, agent_delivery=delivery), Found(2, (), (), (), {}, {"delivery": score}))

    calls = [call("a", "flat", 20), call("b", "lively", 60), call("c", "natural", 10), call("d", "flat", None)]
    assert figures(calls)["flat delivery below livelier"].value == 0.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "a JSON object is expected"),
        ("{", "not JSON"),
        ('{"turns": [{"role": "agent", "start": "soon", "end": 2}]}', "'turns.0.start'"),
        ('{"segments": [{"kind": "music", "start": 0, "end": 2}]}', "'segments.0.kind'"),
    ],
)
def test_a_broken_truth_is_named_with_its_field(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "call.json"
    file.write_text(text)
    with pytest.raises(RecordingRejected, match=r"call\.json") as caught:
        read_truth(file)
    assert said in str(caught.value)


def written(folder: Path) -> tuple[Path, Path]:
    """A truth and a report of one call, in the files' own formats."""
    truths, reports = folder / "truth", folder / "reports"
    truths.mkdir()
    (reports / "call").mkdir(parents=True)
    turn = lambda t: {"role": t.role, "start": t.start, "end": t.end, "text": t.text, "markers": list(t.markers)}  # noqa: E731
    stretch = lambda s: {"kind": s.kind, "start": s.start, "end": s.end}  # noqa: E731
    key = lambda k: {"key": k.key, "start": k.start, "end": k.end}  # noqa: E731
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
    (line,) = [line for line in shown.output.splitlines() if line.startswith("word error rate")]
    assert line.split()[3:6] == ["0.600", "(", "1)"]
    as_json = CliRunner().invoke(app, ["evaluate", str(truths), "--reports", str(reports), "--json"])
    found = json.loads(as_json.output)
    assert found["figures"]["stereo"]["word error rate"] == {"value": 0.6, "calls": 1}
    assert found["markers"]["apology"] == {"right": 0, "wrong": 0, "missed": 1, "f1": 0.0}


def test_a_labelled_call_without_a_report_is_missing_and_the_command_fails(tmp_path: Path) -> None:
    truths, reports = written(tmp_path)
    (truths / "other.json").write_text("{}")
    ended = CliRunner().invoke(app, ["evaluate", str(truths), "--reports", str(reports)])
    assert ended.exit_code == 1
    assert "missing: other" in ended.output


def test_a_folder_without_labels_is_said(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["evaluate", str(tmp_path), "--reports", str(tmp_path)])
    assert ended.exit_code != 0
    assert "no labelled calls" in ended.output


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
