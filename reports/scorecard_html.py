"""Scorecards as one file that opens anywhere, offline."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from reports.page import content_policy, templates
from reports.scorecard_view import figure_rows, scales
from scorecards.cards import Scorecard
from store.agent_calls import Week

LOOKS = ("morning.css", "scorecards.css")
"""As the morning page looks, and what only scorecards have."""


def scorecards_html(
    cards: Sequence[Scorecard], weeks: Mapping[str, Sequence[Week]], scale_of: Sequence[Scorecard]
) -> str:
    """The page of `cards`, of one period; `scale_of` are the cards whose levels fit on the drawings (the team's)."""
    style, on = _style(), scales(scale_of)
    rows = [(card, figure_rows(card, weeks.get(card.agent_id, ()), on)) for card in cards]
    page = templates().get_template("scorecards.html.j2")
    return page.render(cards=rows, style=style, policy=content_policy(style))


@cache
def _style() -> str:
    folder = resources.files("reports").joinpath("templates")
    return "".join(folder.joinpath(name).read_text("utf-8") for name in LOOKS)
