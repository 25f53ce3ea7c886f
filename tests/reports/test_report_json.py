"""report.json keeps the contract: every key, its unit, null where nothing was measurable."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from example import example_report, mono_report, speechless_report
from hypothesis import given
from hypothesis import strategies as st

from calls.errors import SetupBroken
from calls.measures import ToneMeasures
from calls.report import CallReport
from calls.scores import Score
from calls.sound import KeyPress
from calls.timeline import Segment, Timeline
from reports.report_json import report_dict, write_json

NUMBER = (int, float)
CONTRACT: dict[str, dict[str, tuple[type, ...]]] = {
    "call": {
        "id": (str,), "agent_id": (str, type(None)), "agent_name": (str, type(None)), "team": (str, type(None)),
        "queue": (str, type(None)), "started_at": (str, type(None)), "duration_s": NUMBER, "channels": (int,),
        "language": (str, type(None)),
    },
    "hold": {"count": (int,), "total_s": NUMBER, "longest_s": NUMBER},
    "ivr": {
        "total_s": NUMBER, "menus": (int,), "options": (int,), "options_changed": (int,), "invalid": (int,),
        "zero_presses": (int,), "seconds_to_human": (*NUMBER, type(None)),
    },
    "dynamics": {
        "agent_talk_share": (*NUMBER, type(None)), "interruptions": (int,), "response_latency_s": (*NUMBER, type(None)),
        "longest_silence_s": NUMBER, "agent_wpm": (*NUMBER, type(None)),
    },
    "tone": {
        "agent_pitch_median_hz": (*NUMBER, type(None)), "agent_pitch_sd_semitones": (*NUMBER, type(None)),
        "agent_loudness_sd_db": (*NUMBER, type(None)),
    },
    "provenance": {
        "warmline": (str,), "config": (str,), "models": (dict,), "recording_sha256": (str,), "analysed_at": (str,),
    },
}  # fmt: skip
REPORTS = [example_report(), mono_report(), speechless_report()]


def has(values: dict[str, Any], wanted: dict[str, tuple[type, ...]]) -> None:
    for key, types in wanted.items():
        assert key in values
        assert isinstance(values[key], types), f"{key}: {values[key]!r}"


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.recording.call_id)
def test_every_key_of_the_contract_is_there_with_its_type(report: CallReport) -> None:
    made = report_dict(report)
    assert made["schema"] == 1
    assert made["call"]["channels"] in (1, 2)
    has(made["call"], CONTRACT["call"])
    has(made["provenance"], CONTRACT["provenance"])
    for group in ("hold", "ivr", "dynamics", "tone"):
        has(made["measures"][group], CONTRACT[group])
    has(made["measures"]["queue"], {"total_s": NUMBER})
    for name in ("empathy", "delivery", "friction"):
        value = {"value": (*NUMBER, type(None)), "low": (*NUMBER, type(None)), "high": (*NUMBER, type(None))}
        has(made["scores"][name], value | {"parts": (list,)})
    for segment in made["timeline"]:
        assert segment["kind"] in ("ring", "ivr", "queue", "hold", "talk")
        assert segment["audio"] in ("music", "silence", "announcement", "speech", None)
    for turn in made["turns"]:
        assert turn["role"] in ("agent", "customer", "ivr")
        has(turn, {"speaker": (str,), "start": NUMBER, "end": NUMBER, "text": (str,), "markers": (list,)})
    for evidence in made["evidence"]:
        has(evidence, {"marker": (str,), "role": (str,), "start": NUMBER, "end": NUMBER, "text": (str,)})


def test_markers_stand_on_the_turn_they_were_found_in() -> None:
    turns = report_dict(example_report())["turns"]
    assert turns[4]["markers"] == ["apology", "acknowledgement", "ownership"]
    assert turns[7]["markers"] == []


def test_digits_that_may_be_a_pin_never_leave_even_if_a_detector_lets_them_through() -> None:
    report = example_report()
    leaky = replace(report, timeline=Timeline(report.timeline.segments, (KeyPress("7", 1.0, 1.1, 1),)))
    assert [key["key"] for key in report_dict(leaky)["keys"]] == ["masked"]


def test_no_folder_of_this_machine_is_told() -> None:
    assert "folder of the operator" not in json.dumps(report_dict(example_report()))


def test_too_little_to_judge_is_null_with_a_reason() -> None:
    delivery = report_dict(example_report())["scores"]["delivery"]
    assert delivery["value"] is None
    assert "20 s" in delivery["reason"]


@given(st.lists(st.floats(0.0002, 40.0), min_size=1, max_size=30))
def test_the_timeline_has_no_gaps_from_0_to_the_end(lengths: list[float]) -> None:
    ends = [sum(lengths[: index + 1]) for index in range(len(lengths))]
    segments = tuple(Segment("talk", start, end) for start, end in zip([0.0, *ends], ends, strict=False))
    report = replace(example_report(), duration_s=ends[-1], timeline=Timeline(segments, ()))
    made = report_dict(report)
    assert made["timeline"][0]["start"] == 0.0
    assert made["timeline"][-1]["end"] == made["call"]["duration_s"]
    for before, after in zip(made["timeline"], made["timeline"][1:], strict=False):
        assert before["end"] == after["start"]


@given(st.one_of(st.none(), st.floats()), st.text(), st.floats())
def test_any_number_and_any_text_survive_the_round_trip_without_nan(
    wild: float | None, text: str, value: float
) -> None:
    report = example_report()
    measures = replace(report.measures, tone=ToneMeasures(1.0, wild, wild, wild, wild, wild, wild))
    scores = replace(report.scores, empathy=Score(value, wild, wild, (), text))
    made = report_dict(replace(report, measures=measures, scores=scores, notes=(text,)))
    assert json.loads(json.dumps(made, allow_nan=False)) == made
    found = made["measures"]["tone"]["agent_pitch_median_hz"]
    assert found is None if wild is None or not math.isfinite(wild) else found == pytest.approx(wild, abs=6e-4)


def test_write_json_leaves_the_file_and_nothing_else(tmp_path: Path) -> None:
    path = write_json(example_report(), tmp_path / "new" / "report.json")
    assert json.loads(path.read_text("utf-8")) == report_dict(example_report())
    assert [found.name for found in path.parent.iterdir()] == ["report.json"]


def test_an_unwritable_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(SetupBroken, match=r"report\.json: the report can't be written .*--out"):
        write_json(example_report(), tmp_path / "taken" / "report.json")
