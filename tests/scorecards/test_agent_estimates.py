"""Estimates of agents: sure when they should be, shrunk where calls are few."""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards import estimate, fair
from scorecards.estimate import Estimate
from scorecards.fair import Difference
from store.agent_calls import Sums

Calls = Sequence[tuple[Hashable, float]]


def estimates(values: Mapping[str, Sequence[float]]) -> dict[str, Estimate]:
    return estimate.estimates({agent: Sums.of(calls) for agent, calls in values.items()})


def by_kind(calls: Calls) -> dict[Hashable, Sums]:
    return {kind: Sums.of([v for each, v in calls if each == kind]) for kind, _ in calls}


def against_team(own: Calls, team: Calls) -> Difference | None:
    return fair.against_team(by_kind(own), by_kind(team))


def trend(days: Sequence[float], values: Sequence[float]) -> Difference | None:
    return fair.trend(Sums.of(values, days))


def made_team(draw: np.random.Generator, agents: int, between: float) -> tuple[np.ndarray, dict[str, list[float]]]:
    """True levels, and calls around them: 3 to 40 an agent, with a spread of 12."""
    levels = draw.normal(60, between, agents)
    calls = {f"A{n}": list(draw.normal(level, 12, draw.integers(3, 41))) for n, level in enumerate(levels)}
    return levels, calls


@pytest.mark.parametrize("between", [0.0, 4.0, 12.0])
@pytest.mark.parametrize("agents", [5, 12])
def test_intervals_hold_the_truth_some_nineteen_times_in_twenty(agents: int, between: float) -> None:
    draw, held, seen = np.random.default_rng(1), 0, 0
    for _ in range(150):
        levels, calls = made_team(draw, agents, between)
        for level, found in zip(levels, estimates(calls).values(), strict=True):
            held += found.low <= level <= found.high
            seen += 1
    assert held / seen >= 0.93


def test_shrinking_is_nearer_the_truth_than_means() -> None:
    draw, shrunk, raw = np.random.default_rng(2), 0.0, 0.0
    for _ in range(150):
        levels, calls = made_team(draw, 10, 4.0)
        for level, found in zip(levels, estimates(calls).values(), strict=True):
            shrunk += (found.value - level) ** 2
            raw += (found.mean - level) ** 2
    assert shrunk < 0.8 * raw


def test_few_calls_are_less_sure_and_go_further_towards_the_team() -> None:
    draw = np.random.default_rng(3)
    calls = {f"A{n}": list(draw.normal(60 + 3 * n, 10, 30)) for n in range(6)}
    calls["few"], calls["many"] = [90.0, 88.0, 92.0], list(draw.normal(90, 10, 60))
    found = estimates(calls)
    few, many = found["few"], found["many"]
    assert few.high - few.low > many.high - many.low
    assert few.mean - few.value > many.mean - many.value > 0


def test_one_call_of_each_says_nothing_and_nobody_no_more() -> None:
    assert estimates({"A": [50.0], "B": [60.0]}) == {}
    assert estimates({}) == {}
    assert estimates({"A": []}) == {}


def test_an_agent_without_calls_of_a_figure_is_left_out() -> None:
    assert set(estimates({"A": [1.0, 2.0], "B": []})) == {"A"}


@given(st.dictionaries(st.text(max_size=3), st.lists(st.floats(-1e6, 1e6), max_size=8), max_size=8))
def test_whatever_the_calls_the_value_lies_in_its_interval(calls: dict[str, list[float]]) -> None:
    for found in estimates(calls).values():
        assert found.low <= found.value <= found.high
        assert np.isfinite([found.low, found.high]).all()


def test_equal_agents_show_a_difference_one_time_in_twenty() -> None:
    draw, shown = np.random.default_rng(4), 0
    for _ in range(600):
        own = [(kind, draw.normal(60 - 20 * kind, 10)) for kind in draw.integers(0, 2, 20)]
        team = [(kind, draw.normal(60 - 20 * kind, 10)) for kind in draw.integers(0, 2, 100)]
        found = against_team(own, team)
        assert found is not None
        shown += found.is_shown
    assert 0.02 <= shown / 600 <= 0.09


def test_who_gets_the_upset_callers_is_not_held_to_the_others_average() -> None:
    draw = np.random.default_rng(5)
    own = [("upset", draw.normal(40, 5)) for _ in range(40)]
    team = [("upset", draw.normal(40, 5)) for _ in range(40)] + [("calm", draw.normal(70, 5)) for _ in range(400)]
    found = against_team(own, team)
    assert found is not None
    assert not found.is_shown
    assert (found.calls, found.others) == (40, 40)


def test_a_real_difference_is_shown_with_its_size() -> None:
    draw = np.random.default_rng(6)
    found = against_team([(0, draw.normal(70, 8)) for _ in range(60)], [(0, draw.normal(60, 8)) for _ in range(200)])
    assert found is not None
    assert found.is_shown
    assert found.low < 10 < found.high


def test_calls_of_another_kind_compare_with_nothing() -> None:
    assert against_team([("a", 1.0), ("a", 2.0)], [("b", 1.0), ("b", 2.0)]) is None
    assert against_team([], []) is None
    assert against_team([("a", 1.0)], [("a", 2.0)]) is None


def test_a_trend_is_told_in_thirty_days_and_flat_calls_have_none() -> None:
    draw = np.random.default_rng(7)
    days = np.sort(draw.uniform(0, 60, 120))
    rising = trend(list(days), list(50 + days / 3 + draw.normal(0, 5, 120)))
    assert rising is not None
    assert rising.low < 10 < rising.high
    assert rising.is_shown
    flat = [trend(list(days), list(draw.normal(50, 5, 120))) for _ in range(200)]
    assert sum(found.is_shown for found in flat if found) <= 20


def test_a_day_of_calls_has_no_trend() -> None:
    assert trend([0.1 * n for n in range(50)], [float(n) for n in range(50)]) is None
    assert trend([0.0, 30.0], [1.0, 2.0]) is None


def test_a_spread_told_from_two_calls_is_hardly_told() -> None:
    found = estimates({"A": [50.0], "B": [40.0, 44.0]})
    assert found["A"].high - found["A"].low > 60
