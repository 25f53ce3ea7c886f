"""docs/empathy.md tells every part of the score, with the points that the settings give."""

import re
from pathlib import Path

from configs.settings import load_settings
from scores.empathy import PARTS
from scores.empathy_costs import COSTS

PAGE = (Path(__file__).parents[2] / "docs" / "empathy.md").read_text()
NAMES = {"stock": "stock_phrases"}
SETTINGS_OF = {"opportunities_met": "opportunities", "apology_then_action": "apology_action", "answers": "taken_up"}


def rows() -> dict[str, str]:
    return dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", PAGE, flags=re.MULTILINE))


def test_every_part_is_told() -> None:
    assert set(rows()) == {NAMES.get(part.__name__, part.__name__) for part in (*PARTS, *COSTS)}


def test_the_points_are_those_of_the_settings() -> None:
    weights = load_settings().empathy
    for part in (*PARTS, *COSTS):
        told = rows()[NAMES.get(part.__name__, part.__name__)]
        asked = getattr(weights, SETTINGS_OF.get(part.__name__, part.__name__))
        assert float(re.findall(r"\d+", told)[0]) == asked, part.__name__
    assert rows()["answers"].endswith(f"−{weights.asked_again:g}")
