"""A house's own examples move what is said like them, and nothing else."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_call import SETTINGS

from calls.errors import SetupBroken
from configs.phrases import Phrases, load_phrases, phrases_text
from scores.markers import mark_line
from scores.own_examples import Fit, learn

FIT = Fit(SETTINGS.markers.own_width, SETTINGS.markers.own_firmness)


def house(tmp_path: Path, *lines: str) -> Phrases:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "examples.tsv").write_text("\n".join(lines) + "\n")
    phrases = load_phrases("en", tmp_path)
    assert phrases is not None
    return phrases


def vectors(*directions: tuple[float, ...]) -> np.ndarray:
    return np.array(directions, dtype=float)


def test_an_example_settles_its_own_sentence() -> None:
    at = vectors((1.0, 0.0, 0.0))
    for sign, true in ((-1.0, 1.0), (1.0, 0.0)):
        correction = learn(at, np.array([[4.0 * sign]]), np.array([[true]]), FIT)
        moved = 4.0 * sign + correction.of(at[0].astype(np.float32))[0]
        assert (moved > 0) == (true == 1.0)


def test_what_is_alike_moves_less_and_what_is_not_stays() -> None:
    correction = learn(vectors((1.0, 0.0)), np.array([[-4.0]]), np.array([[1.0]]), FIT)
    itself, alike, other = (
        correction.of(np.array((np.cos(a), np.sin(a)), np.float32))[0] for a in (0.0, np.arccos(0.9), np.arccos(0.3))
    )
    assert itself > alike > other
    assert alike > 0.4 * itself
    assert other < 0.02 * itself


def test_an_example_that_is_right_already_moves_little() -> None:
    correction = learn(vectors((1.0, 0.0)), np.array([[6.0]]), np.array([[1.0]]), FIT)
    assert abs(correction.of(np.array((1.0, 0.0), np.float32))[0]) < 0.2


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_contradicting_labels_of_one_sentence_settle_between(labels: list[bool]) -> None:
    at = np.ones((len(labels), 3))
    correction = learn(at, np.zeros((len(labels), 1)), np.array([[float(x)] for x in labels]), FIT)
    moved = correction.of(np.ones(3, np.float32))[0]
    assert np.sign(np.round(moved, 3)) == np.sign(2 * sum(labels) - len(labels))


def test_an_example_line_is_enough(tmp_path: Path) -> None:
    line = "We run on fourteen day cycles here."
    ours = load_phrases("en")
    assert ours is not None
    assert "policy_shield" not in mark_line("agent", line, SETTINGS, ours)
    own = house(tmp_path, f"agent\t{line}\tpolicy_shield")
    assert "policy_shield" in mark_line("agent", line, SETTINGS, own)
    assert "policy_shield" in mark_line("agent", "We run on fourteen day cycles over here.", SETTINGS, own)
    assert mark_line("agent", "I am so sorry.", SETTINGS, own) == ("apology",)
    assert mark_line("customer", line, SETTINGS, own) == ()


def test_a_look_alike_of_the_house_is_no_mark(tmp_path: Path) -> None:
    line = "We apologise in advance, that is the name of the show."
    own = house(tmp_path, f"agent\t{line}\t-")
    assert mark_line("agent", line, SETTINGS, own) == ()
    assert "apology" in mark_line("agent", "We apologise, that should not have happened.", SETTINGS, own)


def test_an_unknown_marker_is_named(tmp_path: Path) -> None:
    own = house(tmp_path, "agent\tHello.\twarmth")
    with pytest.raises(SetupBroken, match="warmth"):
        mark_line("agent", "Hello.", SETTINGS, own)


def test_own_examples_make_another_recipe(tmp_path: Path) -> None:
    house(tmp_path, "agent\tWe run on gnomes.\t-")
    assert "gnomes" in phrases_text(tmp_path)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SetupBroken, match="no such folder"):
        load_phrases("en", tmp_path / "nowhere")
