"""What happens between people: the customer's turn, earlier contacts, questions listened to."""

from made_call import SETTINGS, made_turns, phrases
from test_scores import COLD, GREETING, WARM, empathy_of, part

from calls.scores import Score, ScorePart
from calls.transcript import Role
from scores.markers import find_markers

ORDER: tuple[Role, str] = ("agent", "May I have your order number please?")
NUMBER: tuple[Role, str] = ("customer", "It is on the invoice, seven four nine, I ordered a copper kettle.")
CALLED_BEFORE: tuple[Role, str] = ("customer", "This is the third time I have called about it and nobody did anything.")


def the(scored: Score, name: str) -> ScorePart:
    return next(p for p in scored.parts if p.name == name)


def test_a_customer_who_came_upset_and_thanks_is_told_so_with_both_proofs() -> None:
    turned = the(empathy_of(*WARM), "customer_turn")
    assert turned.explanation == "The customer came upset and leaves with thanks."
    assert turned.points > 0
    assert {e.marker for e in turned.evidence} >= {"distress", "thanks"}


def test_a_customer_who_leaves_upset_costs_what_thanks_give() -> None:
    assert the(empathy_of(*COLD), "customer_turn").points == -the(empathy_of(*WARM), "customer_turn").points


def test_calming_someone_gives_half() -> None:
    calm: tuple[Role, str] = ("customer", "Right, then I will wait for the letter in the post.")
    turned = the(empathy_of(*WARM[:3], calm), "customer_turn")
    assert turned.explanation == "The customer came upset and leaves calm."
    assert 0 < turned.points < the(empathy_of(*WARM), "customer_turn").points


def test_an_earlier_contact_taken_up_raises_and_one_passed_over_lowers() -> None:
    taken = empathy_of(GREETING, CALLED_BEFORE, ("agent", "I am so sorry that you have to call again about this."))
    passed = empathy_of(GREETING, CALLED_BEFORE, ("agent", "What is the postcode of the house, and the street?"))
    assert the(taken, "repeat_contact").points > 0 > the(passed, "repeat_contact").points
    assert the(passed, "repeat_contact").evidence[0].text.startswith("This is the third time")
    assert part(empathy_of(*WARM), "repeat_contact") is None


def test_a_question_asked_again_after_its_answer_is_marked() -> None:
    scored = empathy_of(
        GREETING, ("customer", "Hello, something is wrong with it."), ORDER, NUMBER,
        ("agent", "One moment please, the computer is slow today."), ("customer", "All right then."),
        ("agent", "And can I have the order number please?"), ("customer", "I have told you that already."),
    )  # fmt: skip
    again = the(scored, "answers")
    assert again.points < 0
    assert [e.text for e in again.evidence] == ["And can I have the order number please?"]
    assert again.explanation == "1 question asked again though answered."


def test_an_answer_that_comes_back_in_the_agents_words_was_heard() -> None:
    scored = empathy_of(
        GREETING, ("customer", "Hello, something is wrong with it."), ORDER, NUMBER,
        ("agent", "Then a new kettle leaves our house this evening."), ("customer", "Thanks."),
    )  # fmt: skip
    assert the(scored, "answers").points > 0
    assert the(scored, "answers").explanation == "1 answer taken up later."


def test_two_different_questions_are_not_the_same_asked_again() -> None:
    scored = empathy_of(
        GREETING, ("customer", "Hello, something is wrong with it."),
        ("agent", "What is your house number?"), ("customer", "Nine, beside the chapel."),
        ("agent", "And what is your phone number?"), ("customer", "Two two four, nine one."),
    )  # fmt: skip
    assert part(scored, "answers") is None


def test_an_offer_made_twice_and_a_question_never_answered_are_no_unheard_answers() -> None:
    anything: tuple[Role, str] = ("agent", "Is there anything else I can help you with today?")
    scored = empathy_of(
        GREETING, ("customer", "My kettle leaks water."), anything, ("customer", "Yes, the toaster smokes as well."),
        ("agent", "I will send a new toaster."), ("customer", "Good, thanks."), anything, ("customer", "No, thanks."),
        ("agent", "May I have your order number please?"), ("agent", "May I have your order number please?"),
    )  # fmt: skip
    assert part(scored, "answers") is None


def test_distress_is_not_told_a_second_time_as_a_quiet_trouble() -> None:
    turns = made_turns(GREETING, ("customer", "My father died and I am so upset, I can not sleep, I am desperate."))
    found = find_markers(turns, None, None, SETTINGS, phrases())
    assert "distress" in {e.marker for e in found}
    assert "trouble_told" not in {e.marker for e in found}
