"""Scores in words: why, how sure, with what proof."""

from dataclasses import fields, replace

from example import empty_measures, example_measures, example_report

from calls.measures import Measures
from calls.scores import Score, ScorePart
from reports.marker_names import MARKERS, marker_name
from reports.measure_table import COLUMNS, NOT_MEASURABLE, measure_groups
from reports.score_view import score_views, signed, why

SHOWN_ELSEWHERE = {("ivr", "prompts")}


def test_one_sentence_says_what_moved_a_score_most_each_way() -> None:
    empathy, delivery, friction = score_views(example_report().scores)
    assert empathy.why == "Raised most by moments met (+14), lowered most by policy without help (−7)."
    assert delivery.why == "The agent speaks for 18 s; 20 s of voice are needed to judge delivery."
    assert friction.why == "Worsened most by hold (+9), eased most by one agent (−4)."


def test_points_that_harden_a_call_are_bad_and_those_that_warm_it_good() -> None:
    empathy, _, friction = score_views(example_report().scores)
    assert [(part.name, part.effect) for part in empathy.parts][:2] == [
        ("Moments met", "good"),
        ("Policy without help", "bad"),
    ]
    assert [(part.points, part.effect) for part in friction.parts] == [("+9", "bad"), ("+8", "bad"), ("−4", "good")]


def test_parts_without_occasion_are_named_apart_and_not_as_zero() -> None:
    empathy = score_views(example_report().scores)[0]
    assert [name for name, _ in empathy.not_judged] == ["Paraphrase"]
    assert "Paraphrase" not in [part.name for part in empathy.parts]


def test_a_score_nothing_moved_says_so() -> None:
    assert "Nothing moved it" in why(Score(50.0, 40.0, 60.0, ()), worse_when_up=False)
    still = ScorePart("pace", 0.5, 0.0, "")
    assert "Nothing moved it" in why(Score(50.0, 40.0, 60.0, (still,)), worse_when_up=False)


def test_points_are_signed_with_a_true_minus_and_nothing_is_plus_minus_zero() -> None:
    assert [signed(points) for points in (6.54, -7.0, 0.01, -0.0)] == ["+6.5", "−7", "±0", "±0"]


def test_names_of_abbreviations_keep_their_capitals() -> None:
    friction = Score(60.0, 50.0, 70.0, (ScorePart("ivr_time", 1.0, 5.0, ""),))
    assert why(friction, worse_when_up=True) == "Worsened most by IVR time (+5)."
    *_, shown = score_views(replace(example_report().scores, friction=friction))
    assert [part.name for part in shown.parts] == ["IVR time"]
    assert marker_name("ivr").label == "IVR"


def test_every_measure_is_in_the_table_with_its_meaning() -> None:
    defined = {
        (section.name, field.name)
        for section in fields(Measures)
        for field in fields(type(getattr(example_measures(), section.name)))
    }
    shown = {(section, column[0]) for section, columns in COLUMNS.items() for column in columns}
    assert shown == defined - SHOWN_ELSEWHERE
    assert all(row.help for group in measure_groups(example_measures()) for row in group.rows)


def test_what_could_not_be_measured_says_so() -> None:
    rows = {row.name: row for group in measure_groups(empty_measures()) for row in group.rows}
    assert rows["Pitch spread"].value == NOT_MEASURABLE
    assert not rows["Pitch spread"].measured
    assert rows["Times on hold"].value == "0"


def test_measures_carry_their_units() -> None:
    rows = {row.name: row.value for group in measure_groups(example_measures()) for row in group.rows}
    assert rows["Pitch spread"] == "2.3 semitones"
    assert rows["Loudness after distress"] == "−1.2 dB"
    assert rows["Agent's pace"] == "161 words/min"
    assert rows["Share of the call"] == "23%"


def test_a_marker_this_page_does_not_know_is_shown_by_its_own_name() -> None:
    assert "new_marker" not in MARKERS
    assert marker_name("new_marker").label == "New marker"
    assert marker_name("new_marker").effect == "fact"


def test_evidence_buttons_stand_in_the_order_it_was_said() -> None:
    report = example_report()
    turned = replace(report.scores.empathy.parts[0], evidence=report.scores.empathy.parts[0].evidence[::-1])
    scores = replace(report.scores, empathy=replace(report.scores.empathy, parts=(turned,)))
    starts = [proof.start for proof in score_views(scores)[0].parts[0].proofs]
    assert starts == sorted(starts)
