"""report.json read back gives the report again; older files are read too, others are one sentence."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from example import example_report, mono_report, speechless_report

from calls.errors import SetupBroken
from calls.report import CallReport
from calls.scores import Score
from configs.settings import load_settings
from reports.people import side_of_channel
from reports.report_json import report_dict, write_json
from reports.report_read import read_report, report_of

BUCKETS = load_settings().buckets
REPORTS = [example_report(), mono_report(), speechless_report()]


def by_name(report: CallReport) -> str:
    return report.recording.call_id


@pytest.mark.parametrize("report", REPORTS, ids=by_name)
def test_what_is_read_back_writes_the_same_file(report: CallReport) -> None:
    made = report_dict(report)
    assert report_dict(report_of(json.loads(json.dumps(made)))) == made


def test_the_example_comes_back_as_it_was_but_for_the_folder_it_lay_in() -> None:
    report = example_report()
    read = report_of(report_dict(report))
    assert (read.scores.friction.value, read.timeline) == (report.scores.friction.value, report.timeline)
    assert [mark.text for mark in read.evidence] == [mark.text for mark in report.evidence]
    assert [turn.text for turn in read.turns] == [turn.text for turn in report.turns]
    assert [word.channel for word in read.transcript.words] == [word.channel for word in report.transcript.words]
    assert read.curves == report.curves
    assert read.recording.path == Path("example-0117.wav")


def test_the_swapped_sides_of_a_recorder_stay_swapped() -> None:
    report = example_report()
    swapped = replace(report.recording, metadata=replace(report.recording.metadata, agent_channel=1))
    assert side_of_channel(report_of(report_dict(replace(report, recording=swapped)))) == ("Customer", "Agent")


def older(forget: Callable[[dict[str, Any]], object]) -> CallReport:
    made = report_dict(example_report())
    forget(made)
    return report_of(made)


def test_a_file_without_newer_keys_is_read_with_nothing_in_their_place() -> None:
    assert older(lambda made: made.pop("curves")).curves is None
    assert older(lambda made: made["measures"]["dynamics"].pop("pace_matching")).measures.dynamics.pace_matching is None
    assert older(lambda made: made["measures"].pop("tone")).measures.tone.agent_voiced_s == 0
    assert older(lambda made: made.pop("stages")).stages == ()
    assert side_of_channel(older(lambda made: made["call"].pop("agent_channel"))) == ("Left side", "Right side")


def test_turns_without_single_words_keep_their_text() -> None:
    read = older(lambda made: [turn.pop("words") for turn in made["turns"]])
    assert [turn.text for turn in read.turns] == [turn.text for turn in example_report().turns]


def test_a_score_that_could_not_be_judged_keeps_its_reason(tmp_path: Path) -> None:
    report = example_report()
    unjudged = replace(report, scores=replace(report.scores, empathy=Score(None, None, None, (), "Too short.")))
    write_json(unjudged, tmp_path / "report.json")
    assert read_report(tmp_path, BUCKETS).scores.empathy.reason == "Too short."


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1, "call": {}, "turns": []}', "no JSON"])
def test_a_file_that_is_no_report_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.json").write_text(text)
    with pytest.raises(SetupBroken, match="not a report of Warmline"):
        read_report(tmp_path, BUCKETS)


def test_a_folder_without_a_report_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_report(tmp_path, BUCKETS)
