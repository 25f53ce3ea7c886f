"""The timeline's shapes lie within the call and say what they are."""

from dataclasses import replace

import pytest
from example import example_report, mono_report, speechless_report
from hypothesis import given
from hypothesis import strategies as st

from calls.curves import Curves
from calls.report import CallReport
from reports.timeline_view import WAVE_HEIGHT, curve_path, timeline_view, wave_path


@pytest.mark.parametrize("report", [example_report(), mono_report(), speechless_report()])
def test_all_shapes_lie_within_the_call(report: CallReport) -> None:
    view = timeline_view(report)
    assert view.stages[0].percent == 0
    assert sum(stage.width_percent for stage in view.stages) == pytest.approx(100)
    assert all(0 <= tick.percent <= 100 for tick in (*view.marks, *view.keys, *view.axis))
    assert all(0 <= lane.wave < report.channels for lane in view.lanes)


def test_there_is_a_lane_for_each_party_the_ivr_first() -> None:
    view = timeline_view(example_report())
    assert [(lane.name, lane.wave) for lane in view.lanes] == [("IVR", 0), ("Agent Noor", 0), ("Customer", 1)]


def test_a_call_without_speech_keeps_one_lane_of_sound() -> None:
    assert [lane.name for lane in timeline_view(speechless_report()).lanes] == ["Sound"]


def test_a_key_is_drawn_once_though_it_is_marked_too() -> None:
    view = timeline_view(example_report())
    assert [key.label for key in view.keys] == ["•", "0"]
    assert not any("Zero out" in mark.label for mark in view.marks)


def test_narrow_stages_keep_their_name_in_the_title() -> None:
    ring = timeline_view(example_report()).stages[0]
    assert ring.label == ""
    assert ring.title == "Ringing 6.0 s, from 0:00"


def test_a_recording_of_no_length_is_drawn_too() -> None:
    empty = replace(speechless_report(), duration_s=0.0, curves=Curves(((),)))
    assert timeline_view(empty).wave_points == 1


def test_a_report_that_kept_no_curves_is_drawn_without_them() -> None:
    view = timeline_view(replace(example_report(), curves=None))
    assert (view.waves, view.curves) == ((), ())
    assert [lane.name for lane in view.lanes] == ["IVR", "Agent Noor", "Customer"]


def test_the_agents_voice_is_drawn_around_its_own_middle() -> None:
    pitch, loudness = timeline_view(example_report()).curves
    assert (pitch.name, loudness.name, pitch.step_s) == ("Pitch", "Loudness", 0.25)
    assert "semitones" in pitch.title
    assert "dB" in loudness.title
    assert pitch.path.count("M") == 5, "a stroke a turn of the agent"


def test_a_curve_breaks_where_there_is_no_voice_and_stays_within_its_lane() -> None:
    assert curve_path([0.0, 9.0, None, -99.0, None], 9.0) == "M0 50L1 3M3 97h.1"
    assert curve_path([], 9.0) == curve_path([None, None], 9.0) == ""


@given(st.lists(st.floats(allow_nan=True, allow_infinity=False, width=32), max_size=40))
def test_a_waveform_of_anything_stays_within_its_height(peaks: list[float]) -> None:
    path = wave_path(peaks)
    heights = [int(point.split()[1]) for point in path.strip("MZ").split("L") if point]
    assert all(0 <= height <= WAVE_HEIGHT for height in heights)
    assert len(heights) in (0, 2 * len(peaks))
