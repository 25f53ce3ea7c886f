"""Where a row of averages changed its level, and that chance seldom says so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.change_point import ChangeTest, last_change

TEST = ChangeTest(chance=0.001, min_nights=3, permutations=5000)


def nights(*levels: tuple[int, float], seed: int = 1) -> np.ndarray:
    chance = np.random.default_rng(seed)
    return np.concatenate([chance.normal(level, 1.0, count) for count, level in levels])


def found(values: np.ndarray) -> object:
    return last_change(values, np.ones(len(values)), TEST)


def test_a_change_is_found_with_its_size() -> None:
    change = last_change(nights((20, 10.0), (11, 16.0)), np.ones(31), TEST)
    assert change is not None
    assert change.at == 20
    assert change.earliest <= 20 <= change.latest
    assert change.low < 6.0 < change.high
    assert (change.before, change.after) == (pytest.approx(10.0, abs=1), pytest.approx(16.0, abs=1))


def test_of_several_changes_the_last_is_told_with_the_level_before_it() -> None:
    change = last_change(nights((12, 10.0), (12, 20.0), (12, 15.0)), np.ones(36), TEST)
    assert change is not None
    assert (change.since, change.at) == (12, 24)
    assert change.before == pytest.approx(20.0, abs=1)


def test_what_was_bad_for_a_while_and_is_over_is_no_change_for_the_worse() -> None:
    change = last_change(nights((12, 10.0), (12, 20.0), (12, 10.0)), np.ones(36), TEST)
    assert change is None or change.after < change.before


@pytest.mark.parametrize("values", [[], [1.0], [3.0] * 30, [1.0] * 20 + [9.0, 9.0], [1.0, 2.0, 9.0, 9.0]])
def test_of_nothing_steady_or_two_nights_nothing_is_said(values: list[float]) -> None:
    assert found(np.array(values)) is None


def test_chance_is_seldom_called_a_change() -> None:
    assert sum(found(nights((31, 10.0), seed=seed)) is not None for seed in range(100)) <= 1


def test_a_clean_step_has_a_date_and_an_interval_of_no_width() -> None:
    change = last_change(np.array([1.0] * 20 + [2.0] * 10), np.ones(30), TEST)
    assert change is not None
    assert (change.at, change.earliest, change.latest) == (20, 20, 20)
    assert change.high - change.low == pytest.approx(0.0, abs=1e-6)


def test_a_night_of_few_calls_weighs_little() -> None:
    values = np.array([10.0, 10.2, 9.9, 10.1] * 6 + [30.0, 31.0, 30.0])
    weights = np.array([100.0] * 24 + [1e-6] * 3)
    assert last_change(values, weights, TEST) is None


@given(st.lists(st.floats(-1e6, 1e6), max_size=12), st.data())
def test_any_row_is_taken(values: list[float], data: st.DataObject) -> None:
    size = len(values)
    weights = data.draw(st.lists(st.floats(1e-3, 1e3), min_size=size, max_size=size))
    change = last_change(np.array(values), np.array(weights), ChangeTest(0.05, 2, 100))
    assert change is None or (0 <= change.since < change.earliest <= change.at <= change.latest < size)
