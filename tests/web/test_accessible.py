"""Every page by axe: nothing serious on a wide and a narrow screen, in light and dark; none wider than its screen."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_desk import Served
from playwright.sync_api import Page

PAGES = {
    "rita": (
        "/queue",
        "/calls?words=tether",
        "/calls/call-0",
        "/waits",
        "/agreement",
        "/reviews",
        "/calls/call-0/review",
    ),
    "sam": ("/agents", "/agents/A117", "/initiatives", "/agents/A117/calls?figure=empathy", "/api"),
    "noor": ("/my-scorecard", "/calls", "/my-reviews", "/account"),
    "omar": ("/nights", "/waits"),
    "ada": ("/people", "/audit", "/account", "/password"),
}
SCREENS = ((1400, "light"), (1400, "dark"), (400, "light"))
GRAVE = ("serious", "critical")


@pytest.mark.browser
@pytest.mark.parametrize("login", PAGES)
def test_every_page_is_accessible(browse: Callable[..., Page], served: Served, login: str) -> None:
    axe, found, complaints = Axe(), [], []
    for width, scheme in SCREENS:
        page = browse(login, "/account", width=width, scheme=scheme)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        for path in PAGES[login]:
            answer = page.goto(served.address + path)
            assert answer, path
            assert answer.status == 200, path
            result = axe.run(page)
            found += [
                f"{path} {width} {scheme}: {each['id']} {each['nodes'][0]['target']} {each['help']}"
                for each in result.response["violations"]
                if each["impact"] in GRAVE
            ]
            assert "Macro" not in page.inner_text("body"), f"{path} shows a template's own name"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} is wider than {width}"
    assert complaints == []
    assert found == []


@pytest.mark.browser
def test_the_way_in_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse("", "/sign-in")
    result = Axe().run(page)
    assert [each["id"] for each in result.response["violations"] if each["impact"] in GRAVE] == []
