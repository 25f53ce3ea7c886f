"""Changes as people read them."""

import pytest

from scorecards.fair import Difference
from web.initiatives.words import interval, signed


@pytest.mark.parametrize(
    ("figure", "value", "text"),
    [
        ("empathy", 6.2, "+6"),
        ("empathy", -6.2, "−6"),
        ("empathy", -0.3, "0"),
        ("met", 0.084, "+8 points"),
        ("met", -0.001, "0 points"),
        ("latency_s", -0.04, "0.0"),
        ("latency_s", 0.06, "+0.1"),
    ],
)
def test_a_difference_has_its_sign_and_nothing_has_none(figure: str, value: float, text: str) -> None:
    assert signed(figure, value) == text


def test_an_interval_names_its_unit_once() -> None:
    assert interval("met", Difference(1, 1, 0.05, -0.02, 0.12)) == "−2 to +12 points"
