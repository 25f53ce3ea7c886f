"""Phrases and network together: paraphrases are found, look-alikes are not, and who speaks decides."""

from dataclasses import replace
from pathlib import Path

import pytest
from made_call import SETTINGS, made_turns, phrases

from calls.transcript import Role
from configs.examples import read_labelled
from configs.settings import Settings
from scores.marker_figures import mark_all, micro
from scores.markers import MARKERS, find_markers, mark_line
from scores.network_markers import marker_weights

DATA = Path(__file__).parent.parent / "data"
HELD_OUT = read_labelled(Path(__file__).parents[2] / "samples" / "truth" / "markers_held_out.tsv")
BLIND = read_labelled(DATA / "markers_en_blind.tsv")
SECOND_BLIND = read_labelled(DATA / "markers_en_blind2.tsv")


def asking(voices: str) -> Settings:
    return replace(SETTINGS, markers=replace(SETTINGS.markers, voices=voices))


def f1(lines: tuple, voices: str) -> float:
    value = micro(mark_all(lines, asking(voices), phrases())).f1
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("role", "text", "marker"),
    [
        ("agent", "That must have been a real mess.", "acknowledgement"),
        ("agent", "I would be annoyed too.", "acknowledgement"),
        ("agent", "An oxygen machine, let us get your mum safe first.", "personalisation"),
        ("agent", "Blimey, what a palaver that's been for you.", "acknowledgement"),
        ("agent", "Our system says no, so there you go.", "policy_shield"),
        ("agent", "Our policy is ten days, but I will call you myself on Thursday.", "policy_shield"),
        ("agent", "Our policy is ten days, but I will call you myself on Thursday.", "ownership"),
        ("customer", "Sod this, I'm off to one of your rivals.", "churn_risk"),
        ("customer", "You lot have had me ringing every day since Sunday.", "repeat_contact"),
    ],
)
def test_paraphrases_count(role: Role, text: str, marker: str) -> None:
    assert marker in mark_line(role, text, SETTINGS, phrases())


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("agent", "I'm sorry, could you repeat that?"),
        ("agent", "Our privacy policy is on the site."),
        ("agent", "I understand you want to change the address."),
        ("agent", "That must be the number on the back."),
        ("agent", "You can transfer the money in the app."),
        ("customer", "Sorry, one second."),
        ("customer", "I'm not annoyed at all."),
        ("customer", "My manager asked me to ring."),
        ("customer", "I'd like to cancel Tuesday's appointment."),
    ],
)
def test_look_alikes_do_not(role: Role, text: str) -> None:
    assert mark_line(role, text, SETTINGS, phrases()) == ()


@pytest.mark.parametrize("text", ["I am so sorry about all of this.", "You have every right to be angry."])
def test_the_agents_words_from_the_customer_are_no_mark_of_the_agent(text: str) -> None:
    assert mark_line("agent", text, SETTINGS, phrases())
    assert not set(mark_line("customer", text, SETTINGS, phrases())) & {"apology", "acknowledgement"}


def test_both_together_are_better_than_phrases_on_words_never_tuned_on() -> None:
    assert f1(BLIND, "both") >= 0.8
    assert f1(BLIND, "both") > f1(BLIND, "phrases") + 0.2
    assert f1(SECOND_BLIND, "both") >= 0.85


def test_there_are_lines_enough_over_every_marker_and_many_that_bear_none() -> None:
    lines = [*read_labelled(DATA / "markers_en.tsv"), *HELD_OUT, *BLIND, *SECOND_BLIND]
    assert len({(line.role, line.text) for line in lines}) >= 1000
    assert {marker for line in SECOND_BLIND for marker in line.true} == set(MARKERS)
    assert sum(not line.true for line in SECOND_BLIND) > len(SECOND_BLIND) / 3


def test_both_together_keep_what_the_lists_know() -> None:
    assert f1(HELD_OUT, "both") >= 0.93
    assert f1(HELD_OUT, "network") >= 0.85


def test_a_marks_neighbours_change_nothing_of_its_confidence() -> None:
    alone = find_markers(made_turns(("agent", "That is a horrid thing.")), None, None, SETTINGS, phrases())
    among = find_markers(
        made_turns(("agent", "The code is nine two. That is a horrid thing. Shall I spell it?")),
        None,
        None,
        SETTINGS,
        phrases(),
    )
    assert alone[0].confidence == next(e.confidence for e in among if e.marker == alone[0].marker)


def test_confidence_is_a_probability_above_the_threshold() -> None:
    found = find_markers(made_turns(("agent", "I hear you, that's rough.")), None, None, SETTINGS, phrases())
    assert all(marker_weights()[e.marker].threshold - 0.001 <= e.confidence <= 1 for e in found)


def test_every_marker_has_weights() -> None:
    assert set(marker_weights()) == set(MARKERS)


def test_an_apology_quoted_as_printed_matter_is_none() -> None:
    assert mark_line("agent", "The card says sorry we missed you.", SETTINGS, phrases()) == ()
