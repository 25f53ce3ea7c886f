"""What isn't labelled isn't judged; what is invented among what is labelled counts."""

from evaluation.figures import compare
from evaluation.marks import marker_counts
from evaluation.records import Found, SaidTurn, Stretch, Truth
from evaluation.summary import figures
from evaluation.timing import boundary_errors, frame_counts, labelled_stages, wait_error
from evaluation.words import word_errors
from scores.marker_figures import Figures as Counts

FOUND = (Stretch("queue", 0, 10), Stretch("talk", 10, 20), Stretch("hold", 20, 25), Stretch("talk", 25, 30))


def test_where_only_holds_are_labelled_only_holds_are_judged() -> None:
    stages = labelled_stages(Truth("call", segments=(Stretch("hold", 20, 24),)), FOUND)
    assert stages
    assert frame_counts(stages, FOUND) == {"hold": Counts(40, 10, 0)}
    assert boundary_errors(stages, FOUND)["hold"].ends == (1.0,)
    assert wait_error(stages, FOUND, "hold") == 1.0
    assert wait_error(stages, FOUND, "queue") is None


def test_a_hold_invented_after_the_last_labelled_one_counts() -> None:
    stages = labelled_stages(Truth("call", segments=(Stretch("hold", 12, 14),)), FOUND)
    assert stages
    assert frame_counts(stages, FOUND) == {"hold": Counts(0, 50, 20)}
    assert wait_error(stages, FOUND, "hold") == 3.0


def test_that_there_is_no_hold_is_said_by_an_empty_list_and_its_kind() -> None:
    truth = Truth("call", segments=(), labelled=("hold",))
    found = figures([compare(truth, Found(2, segments=FOUND))])
    assert found["F1 of hold"].value == 0.0
    assert found["hold error, s a call"].value == 5.0
    assert "F1 of talk" not in found
    assert "queue error, s a call" not in found


def test_segments_without_gaps_label_every_kind_up_to_their_end() -> None:
    stages = labelled_stages(Truth("call", segments=(Stretch("queue", 0, 10), Stretch("talk", 10, 22))), FOUND)
    assert stages
    counts = frame_counts(stages, FOUND)
    assert counts["hold"] == Counts(0, 20, 0)
    assert counts["talk"] == Counts(100, 0, 20)
    assert wait_error(stages, FOUND, "hold") == 2.0, "what was found after the labels' end is not judged"


def test_segments_with_a_gap_label_the_kinds_that_occur() -> None:
    stages = labelled_stages(Truth("call", segments=(Stretch("queue", 0, 8), Stretch("hold", 20, 25))), FOUND)
    assert stages
    assert set(stages.kinds) == {"queue", "hold"}
    assert frame_counts(stages, FOUND)["queue"] == Counts(80, 20, 0)


def test_turns_without_markers_are_not_labelled_for_them() -> None:
    found = (SaidTurn("agent", 0, 2, "", ("apology",)),)
    assert marker_counts((SaidTurn("agent", 0, 2),), found) is None
    assert marker_counts((SaidTurn("agent", 0, 2, markers=()),), found) == {"apology": Counts(0, 1, 0)}
    assert marker_counts((), found) == {"apology": Counts(0, 1, 0)}, "nobody spoke"


def test_of_some_turns_only_those_with_markers_are_judged() -> None:
    true = (SaidTurn("agent", 0, 2, markers=("apology",)), SaidTurn("agent", 4, 6))
    found = (SaidTurn("agent", 0, 6, "", ("offer",)), SaidTurn("agent", 8, 9, "", ("refusal",)))
    counts = marker_counts(true, found)
    assert counts == {"apology": Counts(0, 0, 1), "refusal": Counts(0, 1, 0)}, "the offer may be of the second turn"


def test_a_party_without_all_its_words_has_no_word_errors() -> None:
    true = (SaidTurn("agent", 0, 2, "Hello."), SaidTurn("customer", 2, 3), SaidTurn("customer", 3, 4, "Hi."))
    found = figures([compare(Truth("call", turns=true), Found(2, turns=true))])
    assert set(word_errors(true, true)) == {"agent"}
    assert found["word error rate"].value == 0.0
    assert "word error rate, customer" not in found


def test_recorded_voices_among_the_turns_are_not_compared() -> None:
    person = SaidTurn("agent", 5, 7, "Hello.")
    prompt = SaidTurn("ivr", 0, 4, "Press one.", ())
    call = compare(Truth("call", turns=(prompt, person)), Found(2, turns=(person,)))
    found = figures([call])
    assert call.markers is None
    assert (found["word error rate"].value, found["role accuracy"].value) == (0.0, 1.0)
    assert found["diarisation error rate"].value == 0.0
