"""What axe finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def assert_accessible(page: Page) -> None:
    """No finding that axe calls serious or critical."""
    grave = [each for each in Axe().run(page).response["violations"] if each["impact"] in ("serious", "critical")]
    told = [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in grave]
    assert not told, f"{page.url}: {told}"
