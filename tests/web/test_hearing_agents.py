"""In a browser: from a number to its sound in two clicks; a colleague's moments one after another."""

import time
from collections.abc import Callable

import pytest
from made_desk import HASHED, NOW, Served, add_call
from made_team import Agent, fill
from playwright.sync_api import Page, expect
from test_moments_sound import moment, share, spoken_by

from store.accounts import Person, add_person
from store.audit import deeds

Browse = Callable[..., Page]
pytestmark = pytest.mark.browser
NOW_AT = "() => { const s = document.getElementById('sound'); return s.paused ? -1 : s.currentTime }"


def plays(page: Page, beyond_s: float, within_s: float = 20.0) -> None:
    """The sound runs, beyond this second of its file. (The page's policy lets no script wait for it.)"""
    until = time.monotonic() + within_s
    while (at := page.evaluate(NOW_AT)) <= beyond_s:
        assert time.monotonic() < until, f"the sound is at {at} s, not beyond {beyond_s} s"
        time.sleep(0.05)


def test_from_a_number_to_its_sound_in_two_clicks(served: Served, browse: Browse) -> None:
    page = browse("sam", "/agents/A117")
    page.get_by_role("link", name="Empathy score: the calls behind it").click()
    first = page.locator(".play").first
    start = float(first.get_attribute("data-start") or 0)
    assert start > 30, "the moment, not the call's start"
    first.click()
    plays(page, start)
    expect(first).to_have_attribute("aria-current", "true")
    listened = [deed for _, deed in deeds(served.desk.engine) if deed.action == "listened"]
    assert [deed.login for deed in listened] == ["sam"]


def test_a_stretch_ends_where_it_should_and_the_next_call_follows(served: Served, browse: Browse) -> None:
    page = browse("sam", "/agents/A117/calls?figure=empathy")
    links = page.locator(".play")
    expect(links).to_have_count(2)
    links.first.click()
    plays(page, float(links.first.get_attribute("data-start") or 0))
    page.evaluate(
        "s => { document.getElementById('sound').currentTime = s }", float(links.first.get_attribute("data-end") or 0)
    )
    expect(links.nth(1)).to_have_attribute("aria-current", "true", timeout=10_000)
    plays(page, float(links.nth(1).get_attribute("data-start") or 0))


def test_an_agent_learns_from_a_colleague_who_shares(served: Served, browse: Browse) -> None:
    desk = served.desk
    add_person(desk.engine, Person(0, "finn", "Finn", "agent", "A118", frozenset(), False, False, 0), HASHED)
    for name in ("one", "two"):
        add_call(desk, f"finn-{name}", "A118", "Finn", "Care North", NOW, spoken_by("A118"))
    fill(desk.engine, Agent("A117", "Noor", "Care North", missed={"repeat_contact": 0.8}), NOW, days=5)
    share(desk, "finn")
    page = browse("noor", "/my-scorecard")
    section = page.get_by_role("region", name="How colleagues met the like")
    expect(section.locator(".play")).to_have_count(2)
    section.get_by_role("button", name="Play all").press("Enter")
    plays(page, 0.2)
    expect(page.locator("#now")).to_contain_text("Colleagues, 1 of 2")
    page.evaluate("() => { const s = document.getElementById('sound'); s.currentTime = s.duration - 0.2 }")
    expect(page.locator("#now")).to_contain_text("Colleagues, 2 of 2", timeout=15_000)
    plays(page, 0.2)
    shared = [deed for _, deed in deeds(desk.engine) if deed.action == "listened to a shared moment"]
    assert {deed.call_id for deed in shared} == {"finn-one", "finn-two"}
    assert {deed.told["moment"] for deed in shared} == {moment(desk, "finn-one"), moment(desk, "finn-two")}
    assert page.locator('a[href*="finn-"]').count() == 0, "the moment, not the call"


def test_a_playlist_goes_on_after_a_moment_that_is_gone(served: Served, browse: Browse) -> None:
    page = browse("sam", "/agents/A117")
    section = page.get_by_role("region", name="Handled well")
    first = section.locator(".play").first.get_attribute("data-sound")
    page.route(f"**{first}", lambda route: route.fulfill(status=410))
    section.locator(".play").first.click()
    expect(page.locator("#now")).to_contain_text("was deleted when its time was over")
    expect(section.locator(".play").nth(1)).to_have_attribute("aria-current", "true", timeout=10_000)
    plays(page, 0.2)


def test_sound_that_is_gone_is_told_and_the_page_stays(served: Served, browse: Browse) -> None:
    fill(served.desk.engine, Agent("A117", "Noor", "Care North", missed={"distress": 0.9}), NOW, days=2)
    page = browse("sam", "/agents/A117")
    page.get_by_role("region", name="Hardest").locator(".play").first.click()
    expect(page.locator("#now")).to_contain_text("was deleted when its time was over")
