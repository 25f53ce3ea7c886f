from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_call import SETTINGS, all_talk, made_turns, phrases

from calls.errors import SetupBroken
from calls.recording import CallMetadata
from calls.scores import Evidence
from calls.transcript import Role, Turn
from configs.examples import Labelled, read_labelled
from scores.marker_figures import Marked, figures, mark_all, micro
from scores.markers import MARKERS, find_markers, mark_line

DATA = Path(__file__).parent.parent / "data"
TUNED = read_labelled(DATA / "markers_en.tsv")
HELD_OUT = read_labelled(Path(__file__).parents[2] / "samples" / "truth" / "markers_held_out.tsv")
BLIND = read_labelled(DATA / "markers_en_blind.tsv")


def marks_of(*lines: tuple[Role, str], metadata: CallMetadata | None = None) -> list[set[str]]:
    turns = made_turns(*lines)
    found = find_markers(turns, all_talk(turns), metadata, SETTINGS, phrases())
    return [{e.marker for e in found if e.turn == index} for index in range(len(turns))]


def f1(lines: tuple[Labelled, ...]) -> float:
    value = micro(mark_all(lines, SETTINGS, phrases())).f1
    assert value is not None
    return value


def test_labelled_lines_know_only_markers_of_the_design() -> None:
    assert {marker for line in (*TUNED, *HELD_OUT, *BLIND) for marker in line.true} == set(MARKERS)


def test_marks_on_the_third_left_out_of_tuning() -> None:
    assert f1(HELD_OUT) >= 0.85


def test_marks_on_the_lines_tuned_on() -> None:
    assert f1(TUNED) >= 0.95


def test_marks_on_lines_written_after_the_lists_do_not_get_worse() -> None:
    assert f1(BLIND) >= 0.5


@pytest.mark.parametrize(
    ("role", "text", "markers"),
    [
        ("agent", "I'm sorry, could you repeat that?", set()),
        ("agent", "Our privacy policy is on the site.", set()),
        ("agent", "I understand you want to change the address.", set()),
        ("customer", "Sorry, what was that?", set()),
        ("customer", "I'm not angry with you.", set()),
        ("customer", "I am not upset at all.", set()),
        ("agent", "I can't understand why it does that.", set()),
        ("agent", "I am so sorry.", {"apology"}),
        ("agent", "I’m so sorry", {"apology"}),
        ("customer", "I will take my business elsewhere.", {"churn_risk"}),
    ],
)
def test_look_alikes_are_told_from_marks(role: Role, text: str, markers: set[str]) -> None:
    assert set(mark_line(role, text, SETTINGS, phrases())) == markers


def test_a_mark_carries_its_sentence_and_its_seconds() -> None:
    turns = made_turns(("agent", "Right. I am so sorry about that. What is the colour?"))
    apology = next(e for e in find_markers(turns, None, None, SETTINGS, phrases()) if e.marker == "apology")
    assert apology.text == "I am so sorry about that."
    assert (apology.start, apology.end) == pytest.approx((0.4, 2.8))
    assert (apology.turn, apology.role) == (0, "agent")


def test_a_customers_name_used_is_personal_and_the_agents_own_is_not() -> None:
    lines: tuple[tuple[Role, str], ...] = (
        ("agent", "Hello, this is Rachel, how can I help?"),
        ("customer", "Hi Rachel. My name is Tom Alvarez."),
        ("agent", "I found it, Tom."),
        ("agent", "I am Rachel, as I said."),
        ("agent", "Can you spell the name Alvarez?"),
    )
    assert ["personalisation" in found for found in marks_of(*lines)] == [False, False, True, False, False]


def test_the_name_may_come_from_the_metadata() -> None:
    found = marks_of(("agent", "The form for grace is ready."), metadata=CallMetadata(customer_name="Grace Hill"))
    assert "personalisation" in found[0]


def test_saying_back_the_customers_words_is_a_paraphrase() -> None:
    heard: tuple[Role, str] = ("customer", "The tank was cracked and it leaked over the counter.")
    assert "paraphrase" in marks_of(heard, ("agent", "So the tank was cracked before you used it."))[1]
    assert "paraphrase" not in marks_of(heard, ("agent", "So the address is Garden Street."))[1]
    assert "paraphrase" not in marks_of(heard, ("agent", "So I ordered a tank without a cracked side."))[1]


def test_the_same_words_again_are_scripted() -> None:
    line: tuple[Role, str] = ("agent", "May I have your order number please.")
    found = marks_of(line, ("customer", "It is torn."), line)
    assert "scripted" not in found[0]
    assert "scripted" in found[2]


def test_an_offer_of_more_help_as_the_only_answer_to_distress_is_scripted() -> None:
    offer: tuple[Role, str] = ("agent", "Is there anything else I can help you with?")
    assert marks_of(("customer", "That is ridiculous."), offer)[1] == {"scripted"}
    assert marks_of(("customer", "Okay, that works."), offer)[1] == {"offer"}


def test_a_greeting_stands_at_the_start() -> None:
    line: tuple[Role, str] = ("agent", "Thank you for calling us.")
    found = marks_of(line, ("customer", "Hello."), ("agent", "Yes."), ("customer", "Bye."), line)
    assert "greeting" in found[0]
    assert "greeting" not in found[4]
    assert "gratitude" in found[4]


def test_recorded_voices_are_not_marked() -> None:
    assert marks_of(("ivr", "We apologise for the wait. I am sorry."))[0] == set()


@pytest.mark.parametrize("turns", [(), made_turns(("agent", "...")), made_turns(("customer", "Mhm."))])
def test_nothing_said_is_nothing_marked(turns: tuple[Turn, ...]) -> None:
    assert find_markers(turns, None, None, SETTINGS, phrases()) == ()


def test_a_language_without_lists_is_not_marked() -> None:
    assert find_markers(made_turns(("agent", "I am sorry.")), None, None, SETTINGS, None) == ()


@given(st.text(min_size=1, max_size=200).filter(lambda text: text.split()))
def test_any_text_can_be_marked(text: str) -> None:
    for role in ("agent", "customer"):
        assert set(mark_line(role, text, SETTINGS, phrases())) <= set(MARKERS)


def test_figures_count_right_invented_and_missed() -> None:
    line = Labelled("agent", "x", frozenset(("apology", "action")))
    marked = [Marked(line, frozenset(("apology", "offer")))]
    assert micro(marked).f1 == 0.5
    assert figures(marked)["apology"].precision == 1.0
    assert figures(marked)["offer"].precision == 0.0
    assert figures(marked)["action"].precision is None


@pytest.mark.parametrize("row", ["agent\tonly two", "boss\ttext\t-", "no tabs"])
def test_a_line_that_is_not_labelled_so_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "lines.tsv"
    path.write_text(f"# a comment\n{row}\n")
    with pytest.raises(SetupBroken, match="line 2"):
        read_labelled(path)


def test_evidence_is_in_order() -> None:
    turns = made_turns(("agent", "I am sorry. I have refunded it."), ("customer", "Great, thank you."))
    found: tuple[Evidence, ...] = find_markers(turns, None, None, SETTINGS, phrases())
    assert [e.marker for e in found] == ["apology", "action", "thanks"]


def test_an_exclamation_parted_from_its_sentence_still_counts() -> None:
    assert "thanks" in marks_of(("customer", "Great. Thank you."))[0]
    assert "thanks" not in marks_of(("customer", "Okay. Thank you."))[0]


def test_thanks_by_name_are_meant() -> None:
    lines: tuple[tuple[Role, str], ...] = (("agent", "Hello, this is Julia."), ("customer", "Thank you, Julia."))
    assert "thanks" in marks_of(*lines)[1]
    assert "thanks" not in marks_of(lines[0], ("customer", "Thank you, yes."))[1]


def test_no_before_a_feeling_is_an_answer_and_no_negation() -> None:
    assert "distress" in marks_of(("customer", "No, forget it."))[0]
