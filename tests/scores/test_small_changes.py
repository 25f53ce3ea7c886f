"""The same call scored twice gives the same score; a small change of words moves it a little."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_call import SETTINGS, all_talk, made_turns, measured, phrases

from calls.scores import Evidence
from calls.transcript import Role
from scores.empathy import score_empathy
from scores.markers import find_markers
from scores.sureness import sureness, surest, worth

Lines = tuple[tuple[Role, str], ...]
WARM: Lines = (
    ("agent", "Good afternoon, you're through to Ana at the bike shop."),
    ("customer", "Hello, my bike was stolen from your workshop last night and I'm in bits about it."),
    ("agent", "Oh no, that's horrible, I'm so sorry. I'll find out from the workshop what happened."),
    ("customer", "I need it for work, I've got a shift at six."),
    ("agent", "So you need to be on the road by six. I've set a loan bike aside for you and it costs you nothing."),
    ("customer", "That's brilliant, thank you ever so much."),
    ("agent", "Is there anything else I can do for you?"),
)
COLD: Lines = (
    ("agent", "Repairs."),
    ("customer", "My bike was stolen from your workshop last night and I'm in bits about it."),
    ("agent", "It's in the terms that we are not liable for bikes left overnight."),
    ("customer", "But you told me to leave it. I rang twice yesterday about it."),
    ("agent", "You should have collected it. There is nothing I can do."),
    ("customer", "This is ridiculous, I'm never coming to you again."),
)
FILLERS = ("um", "well", "you know", "okay", "so", "right")


def empathy(lines: Lines) -> float:
    turns = made_turns(*lines)
    found = find_markers(turns, all_talk(turns), None, SETTINGS, phrases())
    value = score_empathy(turns, measured(turns), found, SETTINGS.empathy).value
    assert value is not None
    return value


def without_a_word(lines: Lines) -> Iterator[Lines]:
    for index, (role, text) in enumerate(lines):
        words = text.split()
        for k in range(len(words) if len(words) > 3 else 0):
            yield (*lines[:index], (role, " ".join([*words[:k], *words[k + 1 :]])), *lines[index + 1 :])


@pytest.mark.parametrize("lines", [WARM, COLD])
def test_the_same_call_twice_has_the_same_score(lines: Lines) -> None:
    turns = made_turns(*lines)
    marks = [find_markers(turns, all_talk(turns), None, SETTINGS, phrases()) for _ in range(2)]
    assert marks[0] == marks[1]
    scores = [score_empathy(turns, measured(turns), found, SETTINGS.empathy) for found in marks]
    assert scores[0] == scores[1]


@pytest.mark.parametrize("lines", [WARM, COLD])
def test_a_word_left_out_anywhere_moves_the_score_a_little(lines: Lines) -> None:
    before = empathy(lines)
    moved = np.array([abs(empathy(changed) - before) for changed in without_a_word(lines)])
    assert len(moved) > 40
    assert moved.mean() < 1.5
    assert np.percentile(moved, 95) < 7.0


@pytest.mark.parametrize("lines", [WARM, COLD])
@given(place=st.integers(0, 6), filler=st.sampled_from(FILLERS))
def test_a_filler_before_a_turn_moves_the_score_a_little(lines: Lines, place: int, filler: str) -> None:
    place %= len(lines)
    role, text = lines[place]
    changed = (*lines[:place], (role, f"{filler.capitalize()}, {text[0].lower()}{text[1:]}"), *lines[place + 1 :])
    assert abs(empathy(changed) - empathy(lines)) < 10.0


def mark(confidence: float) -> Evidence:
    return Evidence("apology", "agent", 0.0, 1.0, "sorry", confidence, 0)


@given(st.floats(0, 1), st.floats(0, 0.05))
def test_a_mark_counts_more_the_surer_it_is_and_never_jumps(confidence: float, step: float) -> None:
    weights = SETTINGS.empathy
    lower, higher = sureness(mark(confidence), weights), sureness(mark(min(1.0, confidence + step)), weights)
    assert 0 <= lower <= higher <= 1
    assert higher - lower <= step / (weights.sure - weights.doubtful) + 1e-9


def test_a_mark_that_is_only_just_found_counts_nothing_and_a_sure_one_whole() -> None:
    weights = SETTINGS.empathy
    assert worth((mark(weights.doubtful), mark(weights.sure), mark(1.0)), weights) == 2.0
    assert surest((), weights) == 0.0
    assert weights.doubtful >= SETTINGS.markers.min_confidence, "else marks that count something would be left out"


@given(st.floats(0.3, 1.0), st.floats(0, 0.05))
def test_the_whole_score_never_jumps_with_a_marks_confidence(confidence: float, step: float) -> None:
    turns = made_turns(*WARM)
    found = find_markers(turns, all_talk(turns), None, SETTINGS, phrases())
    heard = measured(turns)

    def scored(own: float) -> float:
        changed = tuple(
            Evidence(e.marker, e.role, e.start, e.end, e.text, own, e.turn) if e.marker == "distress" else e
            for e in found
        )
        value = score_empathy(turns, heard, changed, SETTINGS.empathy).value
        assert value is not None
        return value

    assert abs(scored(min(1.0, confidence + step)) - scored(confidence)) <= 40 * step / 0.4 + 0.2
