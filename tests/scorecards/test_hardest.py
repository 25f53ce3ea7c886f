"""What an agent finds hardest is told by what is sure, not by what is extreme."""

import pytest

from scorecards.hardest import hardest, kinds


def test_many_missed_moments_weigh_more_than_a_few_that_were_all_missed() -> None:
    found = hardest(kinds({"distress": (20, 14), "repeat_contact": (3, 3), "trouble_told": (40, 10)}), least=3)
    assert found is not None
    assert (found.name, found.share) == ("distress", 0.7)
    assert found.low == pytest.approx(0.481, abs=0.001)


def test_too_few_moments_or_none_missed_name_none() -> None:
    assert hardest(kinds({"distress": (4, 4)}), least=5) is None
    assert hardest(kinds({"distress": (30, 0)}), least=5) is None
    assert hardest(kinds({}), least=5) is None
