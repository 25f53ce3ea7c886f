"""A change as a sentence and as figures."""

from scorecards.fair import Difference
from scorecards.initiative import Change
from scorecards.table import NAMES

WARMER = {"empathy": 1, "delivery": 1, "met": 1, "warm_marks": 1, "friction": -1, "hold_s": -1, "cold_marks": -1}
"""Which way is better; the rest has none."""


def level(figure: str, value: float) -> str:
    """As scorecards write it."""
    return NAMES[figure][1].format(value)


def signed(figure: str, value: float) -> str:
    """A difference: points of a hundred for shares."""
    form = NAMES[figure][1]
    text = f"{100 * value:+.0f} points" if form.endswith("%}") else form.replace(":", ":+").format(value)
    number = text.removesuffix(" points")
    is_nothing = not any(digit in number for digit in "123456789")
    return text.lstrip("+-") if is_nothing else text.replace("-", "−")


def interval(figure: str, found: Difference) -> str:
    """`+2 to +9`."""
    low, high = signed(figure, found.low).removesuffix(" points"), signed(figure, found.high)
    return f"{low} to {high}"


def verdict(figure: str, change: Change) -> str:
    """What may be said of it."""
    if not change.effect.is_shown:
        return "no change shown"
    way = "up" if change.effect.value > 0 else "down"
    better = WARMER.get(figure, 0) * change.effect.value
    return f"{way} against the others" + (", for the better" if better > 0 else ", for the worse" if better < 0 else "")
