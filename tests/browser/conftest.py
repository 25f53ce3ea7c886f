"""A Chromium and the example report, opened from disk as a reviewer does."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

# The example call is made beside the tests of its own room.
sys.path.insert(0, str(Path(__file__).parents[1] / "reports"))

from example import example_audio, example_report

from configs.settings import load_settings
from reports.report_html import write_html


@dataclass
class OpenReport:
    """A page with what it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def sound(self, what: str) -> float:
        """A property of the audio element: currentTime, duration, paused."""
        return float(self.page.evaluate(f"Number(document.getElementById('sound').{what})"))

    def word(self, text: str) -> Locator:
        """The first word of the transcript that reads `text`."""
        return self.page.locator("#rows .words span", has_text=text).first

    def wait(self, true: Callable[[], bool], seconds: float = 8.0) -> None:
        """Playwright's own waiting evaluates strings in the page, which the page's policy refuses."""
        until = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < until, "it did not come to pass"
            time.sleep(0.03)


@pytest.fixture(scope="session")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = example_report()
    path = tmp_path_factory.mktemp("page") / "report.html"
    return write_html(report, example_audio(report), path, load_settings().report)


@pytest.fixture
def open_file(chromium: Browser) -> Iterator[Callable[..., OpenReport]]:
    """`open_file(path, hash_="#t=5", width=400, scheme="dark", before="script run first")`."""
    pages: list[Page] = []

    def opened(path: Path, hash_: str = "", width: int = 1400, scheme: str = "light", before: str = "") -> OpenReport:
        page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        pages.append(page)
        report = OpenReport(page)
        page.on("request", lambda request: report.requests.append(request.url))
        page.on("console", lambda message: report.complaints.append(message.text))
        page.on("pageerror", lambda error: report.complaints.append(str(error)))
        if before:
            page.add_init_script(before)
        page.goto(path.as_uri() + hash_)
        report.wait(lambda: report.sound("readyState") >= 1)
        return report

    yield opened
    for page in pages:
        page.close()


@pytest.fixture
def open_report(open_file: Callable[..., OpenReport], report_file: Path) -> Callable[..., OpenReport]:
    """`open_file` of the example report: `open_report(hash_, width=..., scheme=..., before=...)`."""
    return partial(open_file, report_file)
