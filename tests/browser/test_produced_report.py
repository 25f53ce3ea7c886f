"""Reports of the sample calls as the command wrote them, in a real browser."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CALLS = ("clinic_mono", "lamp_warm", "water_robotic")


@pytest.fixture
def open_sample(produced_samples: Any, chromium: Browser, open_file: Callable) -> Callable:
    def opened(call: str, **how: Any) -> Any:
        return open_file(produced_samples.out / call / "report.html", **how)

    return opened


def marks_of(folder: Path) -> list[dict[str, Any]]:
    evidence: list[dict[str, Any]] = json.loads((folder / "report.json").read_text("utf-8"))["evidence"]
    return evidence


@pytest.mark.parametrize("call", CALLS)
def test_a_click_on_a_word_seeks_the_sound_to_where_it_was_said(open_sample: Callable, call: str) -> None:
    report = open_sample(call)
    words = report.page.locator("#rows .words span")
    for index in (0, words.count() // 2, words.count() - 1):
        word = words.nth(index)
        word.click()
        assert report.sound("currentTime") == pytest.approx(float(word.get_attribute("data-start-ms")) / 1000, abs=0.1)


@pytest.mark.parametrize("call", CALLS)
def test_every_mark_is_visible_in_its_words_and_plays_its_seconds(
    open_sample: Callable, produced_samples: Any, call: str
) -> None:
    report = open_sample(call)
    marks = marks_of(produced_samples.out / call)
    assert report.page.locator("#rows mark").count() > 0
    assert report.page.locator("#rows .tag").count() == len(marks)
    mark = report.page.locator("#rows mark").first
    mark.scroll_into_view_if_needed()
    assert mark.is_visible()
    tag = report.page.locator("#rows .tag").first
    tag.click()
    report.wait(lambda: report.sound("currentTime") >= float(tag.get_attribute("data-start-ms")) / 1000 - 0.1)


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_produced_page_needs_no_network_complains_of_nothing_and_fits_its_window(
    open_sample: Callable, width: int, scheme: str
) -> None:
    report = open_sample("water_robotic", width=width, scheme=scheme)
    assert report.complaints == []
    assert len([url for url in report.requests if not url.startswith("data:")]) == 1
    assert report.page.evaluate("document.documentElement.scrollWidth") <= width
