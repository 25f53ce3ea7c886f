"""Scores in words: why, how sure, with what proof."""

from dataclasses import fields, replace

from example import empty_measures, example_measures, example_report

from calls.measures import Measures
from calls.scores import Evidence, Score, ScorePart
from reports.marker_names import MARKERS, marker_name
from reports.measure_table import COLUMNS, NOT_MEASURABLE, measure_groups
from reports.score_view import PartView, ScoreView, score_views, signed, why


def shown_parts(view: ScoreView) -> list[PartView]:
    return [part for _, parts in view.named for part in parts] + list(view.rest)


SHOWN_ELSEWHERE = {("ivr", "prompts")}


def test_one_sentence_says_what_moved_a_score_most_each_way() -> None:
    empathy, delivery, friction = score_views(example_report().scores)
    assert empathy.why == (
        "Raised most by moments met (+14) and ownership (+6.5); lowered most by policy without help (−7)."
    )
    assert delivery.why == "The agent speaks for 18 s; 20 s of voice are needed to judge delivery."
    assert friction.why == "Worsened most by hold (+9) and zero-outs (+8); eased most by one agent (−4)."


def test_points_that_harden_a_call_are_bad_and_those_that_warm_it_good() -> None:
    empathy, _, friction = score_views(example_report().scores)
    assert [(title, parts[0].name, parts[0].effect) for title, parts in empathy.named] == [
        ("Raised by", "Moments met", "good"),
        ("Lowered by", "Policy without help", "bad"),
    ]
    assert [(title, [(part.points, part.effect) for part in parts]) for title, parts in friction.named] == [
        ("Worsened by", [("+9", "bad"), ("+8", "bad")]),
        ("Eased by", [("−4", "good")]),
    ]


def test_three_parts_are_named_each_way_and_the_rest_stands_apart() -> None:
    parts = tuple(ScorePart(f"part_{n}", 1.0, float(n), "") for n in (-5, -4, -3, -2, 0, 1, 2, 3, 4))
    empathy = score_views(replace(example_report().scores, empathy=Score(50.0, 40.0, 60.0, parts)))[0]
    assert [[part.points for part in named] for _, named in empathy.named] == [["+4", "+3", "+2"], ["−5", "−4", "−3"]]
    assert [part.points for part in empathy.rest] == ["−2", "+1", "±0"]
    assert empathy.why == (
        "Raised most by part 4 (+4), part 3 (+3) and part 2 (+2); "
        "lowered most by part -5 (−5), part -4 (−4) and part -3 (−3)."
    )


def test_parts_without_occasion_are_named_apart_and_not_as_zero() -> None:
    empathy = score_views(example_report().scores)[0]
    assert [name for name, _ in empathy.not_judged] == ["Paraphrase"]
    assert "Paraphrase" not in [part.name for part in shown_parts(empathy)]


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
    assert [part.name for part in shown_parts(shown)] == ["IVR time"]
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
    starts = [proof.start for proof in shown_parts(score_views(scores)[0])[0].proofs]
    assert starts == sorted(starts)


def test_what_was_found_several_ways_in_the_same_seconds_is_one_button() -> None:
    said = [Evidence(marker, "customer", 4.0, 6.0, "And now this.") for marker in ("distress", "repeat_contact")]
    later = Evidence("distress", "customer", 8.0, 9.0, "Really.")
    parts = (ScorePart("opportunities_met", 1.0, 18.0, "", (later, *said)),)
    view = score_views(replace(example_report().scores, empathy=Score(68.0, 60.0, 76.0, parts)))[0]
    labels = [proof.label for proof in shown_parts(view)[0].proofs]
    assert labels == ["0:04 Distress, repeat contact", "0:08 Distress"]
