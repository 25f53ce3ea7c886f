"""A label that would be judged wrongly, or by nobody, is told before anything is analysed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
from calls.errors import RecordingRejected, SetupBroken
from evaluation.folder import read_labels
from evaluation.reading import read_found, read_truth
from evaluation.records import Key, SaidTurn, Stretch

TURN = {"role": "agent", "start": 1, "end": 2}


def truth(folder: Path, text: str) -> Path:
    file = folder / "call.json"
    file.write_text(text)
    return file


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([], "a JSON object is expected"),
        ({"turns": [TURN | {"start": "soon"}]}, "'turns.0.start': input should be a valid number"),
        ({"turns": [TURN | {"start": float("nan")}]}, "'turns.0.start': input should be a finite number"),
        ({"turns": [TURN | {"end": float("inf")}]}, "'turns.0.end': input should be a finite number"),
        ({"turns": [TURN | {"start": -1}]}, "'turns.0.start': input should be greater than or equal to 0"),
        ({"turns": [TURN | {"start": 3}]}, "'turns.0': end 2 is before start 3"),
        ({"turns": [TURN, TURN | {"role": "agnt"}]}, "'turns.1.role': input should be 'agent', 'customer' or 'ivr'"),
        ({"turns": [TURN | {"markers": ["sorry"]}]}, "'turns.0.markers.0': no marker is called 'sorry'"),
        ({"turns": [TURN | {"marker": ["apology"]}]}, "'turns.0.marker'; do you mean 'markers'?"),
        ({"turns": {"role": "agent"}}, "'turns'"),
        ({"turns": ["hello"]}, "'turns.0'"),
        ({"segments": [{"kind": "music", "start": 0, "end": 2}]}, "'segments.0.kind': input should be 'ring', 'ivr'"),
        ({"segments": [{"kind": "talk", "start": 2, "end": 0}]}, "'segments.0': end 0 is before start 2"),
        (
            {"segments": [{"kind": "hold", "start": 1, "end": 4}, {"kind": "talk", "start": 3, "end": 5}]},
            "overlap at 3",
        ),
        ({"segments": []}, "say in 'labelled' of which kinds there are none"),
        ({"segments": [], "labelled": ["holds"]}, "'labelled.0': input should be 'ring'"),
        ({"segments": [{"kind": "talk", "start": 0, "end": 1}], "labelled": ["hold"]}, "'labelled' leaves out talk"),
        ({"keys": [], "labelled": ["hold"]}, "'labelled' needs 'segments'"),
        ({"keys": [{"key": "12", "start": 1}]}, "'keys.0.key'"),
        ({"ivr": {"menu": 1}}, "'ivr.menu'; do you mean 'menus'?"),
        ({"ivr": {"menus": -1}}, "'ivr.menus'"),
        ({"agent_delivery": "bored"}, "'agent_delivery': input should be 'flat', 'natural' or 'lively'"),
        ({"segmnts": []}, "no field is called 'segmnts'; do you mean 'segments'?"),
        ({"wer": 0.1}, "no field is called 'wer'; the fields are turns, segments"),
    ],
)
def test_a_faulty_truth_is_named_with_its_field(tmp_path: Path, labels: object, said: str) -> None:
    with pytest.raises(RecordingRejected, match=r"call\.json") as caught:
        read_truth(truth(tmp_path, json.dumps(labels)))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_json_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecordingRejected, match="not JSON"):
        read_truth(truth(tmp_path, "{"))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(
    field=st.sampled_from(["turns", "segments", "labelled", "keys", "ivr", "agent_delivery", "id"]), value=json_values
)
def test_wild_values_are_refused_in_a_sentence_or_read(
    tmp_path_factory: pytest.TempPathFactory, field: str, value: object
) -> None:
    file = truth(tmp_path_factory.mktemp("wild"), json.dumps({"keys": []} | {field: value}))
    try:
        read_truth(file)
    except RecordingRejected as error:
        assert str(error).startswith(str(file))


def test_the_kinds_of_a_report_and_of_a_sidecar_may_stand_beside_the_labels(tmp_path: Path) -> None:
    labels = {
        "call_id": "house-7",
        "agent_id": "A1",
        "duration": 9.0,
        "channels": {"0": "mixed"},
        "prompts": [],
        "turns": [TURN | {"words": [], "text": "Hello."}],
        "segments": [{"kind": "hold", "start": 0, "end": 2, "audio": "music", "announcements": []}],
        "keys": [{"key": 1, "start": 1, "end": 1.1}],
    }
    read = read_truth(truth(tmp_path, json.dumps(labels)))
    assert read
    assert read.id == "house-7"
    assert read.turns == (SaidTurn("agent", 1, 2, "Hello."),)
    assert read.turns[0].markers is None, "not labelled is not 'none'"
    assert (read.segments, read.keys) == ((Stretch("hold", 0, 2),), (Key("1", 1),))


def test_a_sidecar_without_labels_is_no_truth_and_no_problem(tmp_path: Path) -> None:
    truth(tmp_path, '{"agent_id": "A1"}')
    (tmp_path / "labelled.json").write_text('{"keys": []}')
    (tmp_path / "faulty.json").write_text('{"keys": 1}')
    labels = read_labels(tmp_path)
    assert set(labels.truths) == {"labelled"}
    assert labels.truths["labelled"].id == "labelled"
    assert labels.unlabelled == ("call",)
    (problem,) = labels.problems
    assert "faulty.json: 'keys'" in problem


def test_two_truths_of_one_call_are_told(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_text('{"id": "same", "keys": []}')
    labels = read_labels(tmp_path)
    assert set(labels.truths) == {"one"}
    assert "two.json: its id 'same' is that of one.json too" in labels.problems[0]


def test_a_folder_of_sidecars_alone_is_said_to_label_nothing(tmp_path: Path) -> None:
    truth(tmp_path, '{"agent_id": "A1"}')
    with pytest.raises(SetupBroken, match="label nothing; expected one of turns, segments"):
        read_labels(tmp_path)


def test_the_sample_truths_are_read() -> None:
    labels = read_labels(Path(samples.__file__).parent / "truth")
    assert len(labels.truths) == 3
    assert labels.problems == ()


def test_what_is_no_report_says_to_analyse_again(tmp_path: Path) -> None:
    for text in ("{}", '{"turns": 3}', '{"turns": [{"role": []}]}'):
        with pytest.raises(RecordingRejected, match="analyse the call again"):
            read_found(truth(tmp_path, text))
