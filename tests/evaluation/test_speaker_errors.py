"""Diarisation errors worked out by hand, as NIST's md-eval counts them."""

from dataclasses import replace

from evaluation.records import SaidTurn
from evaluation.speakers import SpeakerErrors, role_seconds, speaker_errors

TRUE = (SaidTurn("agent", 0, 10), SaidTurn("customer", 10, 20))


def test_what_is_right_has_no_error() -> None:
    assert speaker_errors(TRUE, TRUE) == SpeakerErrors(0, 0, 0, 20)


def test_missed_invented_and_confused_seconds_are_told_apart() -> None:
    found = (SaidTurn("agent", 0, 12), SaidTurn("customer", 12, 18), SaidTurn("customer", 25, 26))
    errors = speaker_errors(TRUE, found)
    assert errors == SpeakerErrors(missed=2, invented=1, confused=2, spoken=20)
    assert errors.errors / errors.spoken == 0.25


def test_swapped_roles_are_no_speaker_error_but_no_role_is_right() -> None:
    swapped = (replace(TRUE[0], role="customer"), replace(TRUE[1], role="agent"))
    assert speaker_errors(TRUE, swapped).errors == 0
    assert role_seconds(TRUE, swapped).right == 0


def test_where_two_speak_at_once_both_count() -> None:
    both = (SaidTurn("agent", 0, 10), SaidTurn("customer", 4, 6))
    assert speaker_errors(both, both[:1]) == SpeakerErrors(missed=2, invented=0, confused=0, spoken=12)
    assert speaker_errors(both[:1], both) == SpeakerErrors(missed=0, invented=2, confused=0, spoken=10)


def test_agents_are_told_apart_where_the_truth_names_them() -> None:
    true = (SaidTurn("agent", 0, 10, speaker="Ada"), SaidTurn("agent", 10, 20, speaker="Ben"))
    one = (SaidTurn("agent", 0, 20, speaker="agent 1"),)
    assert speaker_errors(true, one).confused == 10
    assert speaker_errors((replace(true[0], speaker=None), true[1]), one).confused == 0


def test_a_turn_overlapping_another_of_its_speaker_counts_once() -> None:
    twice = (SaidTurn("agent", 0, 10), SaidTurn("agent", 5, 12))
    assert speaker_errors(twice, (SaidTurn("agent", 0, 12),)) == SpeakerErrors(0, 0, 0, 12)
    assert role_seconds((SaidTurn("agent", 0, 20),), twice).right == 12


def test_silence_and_a_call_with_one_speaker() -> None:
    assert speaker_errors((), ()) == SpeakerErrors(0, 0, 0, 0)
    assert speaker_errors((), TRUE) == SpeakerErrors(0, 20, 0, 0)
    assert speaker_errors(TRUE[:1], ()) == SpeakerErrors(10, 0, 0, 10)
