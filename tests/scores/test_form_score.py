"""The form's score is the documented weighted mean; proposals follow marks and measures and show their proof."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.scores import Evidence
from calls.transcript import Role, Turn
from configs.forms import EvaluationForm, Question, load_form
from scores.form_answers import FormFacts, Proposed, marks_asked, propose
from scores.form_score import form_score, unanswered

HOUSE = load_form("house.toml")
QUESTIONS = (
    Question(id="a", text="?", kind="yes_no", weight=1.0),
    Question(id="b", text="?", kind="scale", top=4, weight=3.0),
    Question(id="c", text="?", kind="yes_no", weight=1.0, fatal=True),
    Question(id="d", text="?", kind="text"),
)
NOTHING = FormFacts((), (), {}, (), 10.0)


def turns(*roles: Role) -> tuple[Turn, ...]:
    return tuple(Turn(role, role, 10.0 * i, 10.0 * i + 8, ()) for i, role in enumerate(roles))


def mark(marker: str, turn: int, role: Role = "agent", after: float = 0.0) -> Evidence:
    return Evidence(marker, role, 10.0 * turn + after, 10.0 * turn + after + 2, marker, 1.0, turn)


def proposed(question: str, facts: FormFacts) -> Proposed:
    return propose(HOUSE, facts)[question]


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ({"a": "yes", "b": "4", "c": "yes"}, 100.0),
        ({"a": "no", "b": "0", "c": "yes"}, 20.0),
        ({"a": "yes", "b": "2", "c": "na"}, 100 * (1 + 1.5) / 4),
        ({"a": "na", "b": "na", "c": "yes"}, 100.0),
        ({"a": "yes", "b": "4", "c": "no"}, 0.0),
        ({"a": "na", "b": "na", "c": "na"}, None),
        ({"a": "yes", "b": "4"}, None),
        ({"a": "yes", "b": "5", "c": "yes"}, None),
        ({}, None),
    ],
)
def test_the_score_is_the_weighted_mean(answers: dict[str, str], score: float | None) -> None:
    assert form_score(QUESTIONS, answers) == score


def test_a_text_need_not_be_answered() -> None:
    assert [question.id for question in unanswered(QUESTIONS, {"a": "na"})] == ["b", "c"]


@given(st.fixed_dictionaries({q.id: st.sampled_from(q.values) for q in HOUSE.questions if q.kind != "text"}))
def test_a_complete_form_scores_within_0_and_100_and_a_better_answer_never_lowers_it(answers: dict[str, str]) -> None:
    score = form_score(HOUSE.questions, answers)
    assert score is None or 0 <= score <= 100
    better = form_score(HOUSE.questions, answers | {"greeted": "yes"})
    if score is not None and answers["greeted"] == "no":
        assert better is not None and better >= score


def test_every_proposal_is_an_answer_its_question_takes() -> None:
    for question, found in propose(HOUSE, NOTHING).items():
        assert found.value in next(q for q in HOUSE.questions if q.id == question).values


def test_a_greeting_counts_near_the_agents_first_word() -> None:
    facts = replace(NOTHING, turns=turns("ivr", "customer", "agent", "customer", "agent", "agent", "agent"))
    assert proposed("greeted", replace(facts, evidence=(mark("greeting", 2),))).value == "yes"
    assert proposed("greeted", replace(facts, evidence=(mark("greeting", 6),))).value == "no"


def test_moments_met_are_a_share_of_the_scale_with_their_proof() -> None:
    facts = replace(
        NOTHING,
        turns=turns("customer", "agent", "customer", "agent"),
        evidence=(mark("distress", 0, "customer"), mark("acknowledgement", 1), mark("distress", 2, "customer")),
    )
    found = proposed("distress_met", facts)
    assert (found.value, found.why) == ("2", "1 of 2 moments that called for empathy were met")
    assert [e.marker for e in found.evidence] == ["distress", "acknowledgement", "distress"]


def test_what_gave_no_occasion_is_not_applicable() -> None:
    for question in ("distress_met", "policy_softened", "apology_followed", "hold_courtesy", "silence"):
        assert proposed(question, NOTHING).value == "na", question


def test_a_rule_is_softened_in_the_same_answer_only() -> None:
    facts = replace(NOTHING, turns=turns("customer", "agent", "agent", "customer", "agent"))
    same = replace(facts, evidence=(mark("policy_shield", 1), mark("ownership", 2)))
    later = replace(facts, evidence=(mark("policy_shield", 1), mark("ownership", 4)))
    assert proposed("policy_softened", same).value == "yes"
    assert proposed("policy_softened", later).value == "no"


def test_an_apology_is_followed_by_an_action_not_led_by_one() -> None:
    facts = replace(NOTHING, turns=turns("agent", "customer", "agent"))
    after = replace(facts, evidence=(mark("apology", 0), mark("action", 2)))
    before = replace(facts, evidence=(mark("action", 0), mark("apology", 2)))
    assert proposed("apology_followed", after).value == "yes"
    assert proposed("apology_followed", before).value == "no"


@pytest.mark.parametrize(("announced", "thanked", "value"), [(2, 2, "yes"), (2, 1, "no"), (1, 2, "no")])
def test_each_hold_is_asked_for_and_thanked_for(announced: int, thanked: int, value: str) -> None:
    measures: dict[str, float | None] = {"hold_count": 2, "hold_announced": announced, "hold_thanked": thanked}
    assert proposed("hold_courtesy", replace(NOTHING, measures=measures)).value == value


def test_a_measure_is_held_against_its_limit() -> None:
    found = proposed("silence", replace(NOTHING, measures={"longest_silence_s": 10.5}))
    assert (found.value, found.why) == ("no", "longest silence 10.5 s, at most 10")


def test_all_marks_of_the_house_form_are_known() -> None:
    assert marks_asked(HOUSE) >= {"greeting", "policy_shield", "ownership"}
    assert isinstance(HOUSE, EvaluationForm)
