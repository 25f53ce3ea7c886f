"""morning.html: the morning summary as one file that opens anywhere, offline."""

from functools import cache
from importlib import resources

from configs.operation_settings import NightlySettings
from reports import night_words
from reports.morning import LISTS, Night, worse_than_limits
from reports.page import content_policy, templates
from reports.sparkline import HEIGHT, WIDTH, sparkline


def morning_html(night: Night, settings: NightlySettings) -> str:
    """The page; links as in the Markdown."""
    style = _style()

    def link(call_id: str) -> str | None:
        return night_words.report_link(call_id, night.reports, night.out, settings.address)

    return templates().get_template("morning.html.j2").render(
        night=night,
        problem=worse_than_limits(night, settings),
        settings=settings,
        lists=LISTS,
        words=night_words,
        link=link,
        sparkline=sparkline,
        width=WIDTH,
        height=HEIGHT,
        style=style,
        policy=content_policy(style),
    )  # fmt: skip


@cache
def _style() -> str:
    return resources.files("reports").joinpath("templates", "morning.css").read_text("utf-8")
