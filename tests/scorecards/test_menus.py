"""Prompts over many calls: what is one prompt, what was never chosen; shares and their intervals."""

import numpy as np
import pytest

from scorecards.menus import Heard, prompts
from scorecards.shares import differ, share

MENU = "For billing, press 1. For a fault, press 2. For anything else, press 3."


def heard(text: str, times: int, *, menu: bool = True, zeroed: int = 0, **chosen: int) -> Heard:
    keys = {key.removeprefix("k"): count for key, count in chosen.items()}
    return Heard(text, menu, times, zeroed, zeroed, 0, 0, 0, keys)


def test_a_menu_heard_a_little_differently_is_one_menu() -> None:
    (menu,) = prompts(
        [
            heard(MENU, 40, zeroed=8, k1=20),
            heard("For billing press one, for the fault press 2, anything else press 3", 3),
            heard("Four billing, press 1. For a fault, press two. For anything else, press three.", 2, zeroed=1, k2=1),
        ]
    )
    assert (menu.text, menu.wordings, menu.heard, menu.zeroed.count) == (MENU, 3, 45, 9)


def test_which_option_nobody_takes_is_told_with_how_sure_that_is() -> None:
    (menu,) = prompts([heard(MENU, 60, k1=30, k2=10)])
    assert [(option.key, option.taken.count) for option in menu.options] == [("1", 30), ("2", 10), ("3", 0)]
    assert [option.key for option in menu.never] == ["3"]
    assert 0.05 < menu.never[0].taken.high < 0.1


def test_where_no_choice_is_known_none_is_called_never_chosen() -> None:
    (menu,) = prompts([heard(MENU, 60)])
    assert [option.key for option in menu.options] == ["1", "2", "3"]
    assert menu.never == ()


def test_menus_with_other_keys_are_other_menus_however_alike() -> None:
    found = prompts(
        [heard("For billing, press 1. For faults, press 2.", 5), heard("For billing, press 3. For faults, press 4.", 4)]
    )
    assert [prompt.heard for prompt in found] == [5, 4]


def test_an_announcement_has_no_options_and_nothing_is_nothing() -> None:
    (said,) = prompts([heard("Your call is important to us.", 9, menu=False)])
    assert (said.options, said.never) == ((), ())
    assert prompts([]) == ()


@pytest.mark.parametrize("truth", [0.02, 0.3, 0.9])
def test_intervals_of_shares_hold_the_truth(truth: float) -> None:
    draw = np.random.default_rng(1)
    counts = draw.binomial(80, truth, 2000)
    held = [share(int(count), 80).low <= truth <= share(int(count), 80).high for count in counts]
    assert np.mean(held) >= 0.93


def test_the_interval_of_a_difference_holds_the_truth() -> None:
    draw, held = np.random.default_rng(2), 0
    for _ in range(1500):
        low, high = differ(share(int(draw.binomial(60, 0.1)), 60), share(int(draw.binomial(90, 0.25)), 90))
        held += low <= 0.15 <= high
    assert held / 1500 >= 0.93


def test_of_no_call_nothing_is_known() -> None:
    assert (share(0, 0).low, share(0, 0).high, share(0, 0).value) == (0.0, 1.0, 0.0)
