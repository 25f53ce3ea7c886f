"""Pages beside a whole report: one whose sound was deleted, and the morning summary."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from test_morning import SETTINGS, failed, night

from reports.morning_html import morning_html
from reports.withdraw import without_sound

pytestmark = pytest.mark.browser


@pytest.fixture
def open_text(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """`open_text(html, width=400)`: a page from disk, which must ask for nothing else and complain of nothing."""
    pages: list[Page] = []
    told: list[str] = []

    def opened(html: str, width: int = 1400) -> Page:
        file = tmp_path / "page.html"
        file.write_text(html, "utf-8")
        page = chromium.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        page.on("request", lambda request: told.append(request.url))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield opened
    for page in pages:
        page.close()
    assert all(each.endswith("page.html") for each in told), told


def test_a_page_whose_sound_was_deleted_says_so_when_played_and_can_be_read(
    report_file: Path, open_text: Callable[..., Page]
) -> None:
    page = open_text(without_sound(report_file.read_text("utf-8")))
    assert page.locator("p[role=note]", has_text="was deleted").is_visible()
    page.locator("#play").click()
    assert "was deleted when its time was over" in (page.locator("#status").text_content() or "")
    page.locator("#rows .words span", has_text="tether").first.click()
    assert page.locator("#now").text_content() == "0:44"


@pytest.mark.parametrize("width", [1400, 400])
def test_the_morning_page_fits_the_window_and_lists_what_failed(open_text: Callable[..., Page], width: int) -> None:
    page = open_text(morning_html(night(failed("a long name of a recording that failed.wav")), SETTINGS), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").is_visible()
    assert page.locator("li", has_text="a long name of a recording").is_visible()
