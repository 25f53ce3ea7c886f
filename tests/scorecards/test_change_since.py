"""Change since an initiative: the known effect of made-up calls, its interval, and what must not pass for one."""

from collections.abc import Sequence

import numpy as np
import pytest

from scorecards.initiative import Cell, change_since

LEAST = 3


def made(
    draw: np.random.Generator, trained: int, others: int, effect: float = 0.0, *, drift: float = 3.0,
    uneven: float = 0.0, harder: float = 0.0, crowd: float = 0.0,
) -> list[Cell]:  # fmt: skip
    """Calls of agents whose levels differ, and move by themselves (`drift`) between the windows.

    `uneven`: spread of the effect between the trained; `harder`: what befalls the calls of queue "q1" afterwards;
    `crowd`: how many times as many calls of "q1" the trained get afterwards.
    """
    cells = []
    for number in range(trained + others):
        name, is_trained, level = f"A{number:02}", number < trained, draw.normal(60, 8)
        own = effect + draw.normal(0, uneven) if is_trained else 0.0
        for after in (False, True):
            here = level + after * (draw.normal(0, drift) + own)
            for queue, upset in (("q0", False), ("q0", True), ("q1", False)):
                many = draw.integers(4, 25) * (int(crowd) if crowd and queue == "q1" and after and is_trained else 1)
                mean = here - 15 * upset - 10 * (queue == "q1") - harder * (after and queue == "q1")
                values = draw.normal(mean, 14, many)
                cells.append(Cell(name, (queue, upset), after, int(many), float(values.sum())))
    return cells


def trained_of(cells: Sequence[Cell], trained: int) -> list[str]:
    return sorted({cell.agent_id for cell in cells})[:trained]


@pytest.mark.parametrize("trained", [1, 2, 4, 6, 12])
@pytest.mark.parametrize(("others", "effect", "harder"), [(8, 0.0, 0.0), (25, 6.0, 8.0)])
def test_the_interval_holds_the_true_effect_some_nineteen_times_in_twenty(
    trained: int, others: int, effect: float, harder: float
) -> None:
    draw, held, rounds = np.random.default_rng(trained), 0, 500
    for _ in range(rounds):
        cells = made(draw, trained, others, effect, harder=harder)
        found = change_since(cells, trained_of(cells, trained), LEAST)
        assert found
        held += found.effect.low <= effect <= found.effect.high
    assert 0.925 <= held / rounds <= 0.975


def test_agents_whom_it_helps_unevenly_make_it_less_sure() -> None:
    draw, held, rounds = np.random.default_rng(3), 0, 500
    for _ in range(rounds):
        cells = made(draw, 8, 20, 5.0, uneven=6.0)
        found = change_since(cells, trained_of(cells, 8), LEAST)
        assert found
        held += found.effect.low <= 5.0 <= found.effect.high
    assert held / rounds >= 0.92


def test_more_of_the_hard_calls_is_not_taken_for_a_change_for_the_worse() -> None:
    draw = np.random.default_rng(4)
    effects = []
    for _ in range(100):
        cells = made(draw, 6, 15, 0.0, crowd=5)
        found = change_since(cells, trained_of(cells, 6), LEAST)
        assert found
        effects.append(found.effect.value)
    raw = np.mean(effects)
    assert abs(raw) < 0.6, "plain means would say 4 points worse: queue q1 is 10 points lower"


def test_what_befalls_all_is_nobodys_change() -> None:
    draw, shown = np.random.default_rng(5), 0
    for _ in range(200):
        cells = made(draw, 6, 15, 0.0, harder=20.0)
        found = change_since(cells, trained_of(cells, 6), LEAST)
        assert found
        shown += found.effect.is_shown
    assert shown <= 20


def test_a_large_change_is_shown_with_what_it_rests_on() -> None:
    cells = made(np.random.default_rng(6), 8, 20, 12.0)
    found = change_since(cells, trained_of(cells, 8), LEAST)
    assert found
    assert found.effect.is_shown
    assert found.effect.low < 12 < found.effect.high
    assert (found.those.agents, found.others.agents, found.left_out) == (8, 20, 0)
    assert found.effect.calls == found.those.calls_before + found.those.calls_after
    assert found.effect.others == sum(cell.calls for cell in cells) - found.effect.calls


def test_who_was_chosen_for_a_low_level_is_told_to_have_begun_apart() -> None:
    draw = np.random.default_rng(7)
    cells = made(draw, 0, 30)
    before = {c.agent_id: 0.0 for c in cells}
    for cell in cells:
        if not cell.after and cell.kind == ("q0", False):
            before[cell.agent_id] = cell.total / cell.calls
    lowest = sorted(before, key=lambda name: before[name])[:6]
    found = change_since(cells, lowest, LEAST)
    assert found
    assert found.apart.high < 0


def test_calls_without_a_like_one_are_left_out_and_counted() -> None:
    cells = made(np.random.default_rng(8), 4, 10)
    own = [Cell("A00", ("only here", False), after, 50, 50.0) for after in (False, True)]
    with_own, without = (change_since(c, trained_of(cells, 4), LEAST) for c in ([*cells, *own], cells))
    assert with_own
    assert without
    assert with_own.left_out == 100
    assert with_own.effect == without.effect


def test_too_few_calls_agents_or_others_are_no_change_at_all() -> None:
    cells = made(np.random.default_rng(9), 2, 2)
    assert change_since(cells, ["A00", "A01"], LEAST)
    assert change_since(cells, ["A00", "A01"], 10_000) is None
    assert change_since(cells, ["A00", "A01", "A02"], LEAST) is None
    assert change_since(cells, [], LEAST) is None
    assert change_since([], ["A00"], LEAST) is None
    assert change_since([cell for cell in cells if not cell.after], ["A00"], LEAST) is None
