"""The reviewer's and the agent's journeys in Chromium, by keys and by buttons; nothing typed is lost."""

import time
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_desk import PASSWORD, Served
from playwright.sync_api import Page, expect
from sqlalchemy import true

from store.accounts import end_sessions, password_of
from store.comments import comments_of
from store.corrections import corrections_of
from store.drafts import drafts_at
from store.judged import known_call
from store.reviews import reviews_of
from store.verdicts import verdicts_of
from web.desk import Desk

pytestmark = pytest.mark.browser
Browse = Callable[..., Page]
CALL = "/calls/call-0"


def recording_of(desk: Desk) -> int:
    call = known_call(desk.engine, true(), "call-0")
    assert call
    return call.recording_id


def id_of(desk: Desk, login: str) -> int:
    found = password_of(desk.engine, login)
    assert found
    return found[0].id


def told(page: Page, text: str) -> None:
    expect(page.locator("#review-told")).to_contain_text(text)


def leave_field(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")


def opened(browse: Browse, login: str, path: str = CALL, **how: object) -> Page:
    page = browse(login, path, **how)
    expect(page.locator("#review-work .work")).to_be_attached()
    return page


def until(true_: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true_():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def test_marks_are_judged_by_keys_on_the_calls_page(browse: Browse, desk: Desk) -> None:
    page = opened(browse, "rita")
    page.keyboard.press("n")  # the key pressed in the menu
    page.keyboard.press("n")
    page.keyboard.press("a")
    told(page, "You agree: Greeting at 0:31")
    expect(page.locator("#rows .tag", has_text="Greeting")).to_have_attribute("aria-description", "you agree")
    page.keyboard.press("a")
    told(page, "You agree already")
    page.keyboard.press("d")
    told(page, "You dispute: Greeting at 0:31")
    page.keyboard.press("n")
    page.keyboard.press("d")
    told(page, "You dispute: Open question")
    page.keyboard.press("p")
    page.keyboard.press("u")
    told(page, "Taken back: Greeting")
    said = {(v.key.marker, v.verdict) for v in verdicts_of(desk.engine, recording_of(desk))}
    assert said == {("exploration", "dispute")}


def test_every_deed_has_a_button_too(browse: Browse, desk: Desk) -> None:
    page = opened(browse, "rita")
    page.locator("#rows .tag", has_text="Apology").click()
    page.click("#current-mark >> text=Dispute")
    told(page, "You dispute: Apology at 0:46")
    expect(page.locator("#current-mark button", has_text="Dispute")).to_have_attribute("aria-pressed", "true")
    page.select_option("#add-marker", "reassurance")
    page.fill("#add-at", "51.5")
    page.click("#add-mark button")
    told(page, "Added: Reassurance at 0:50")
    assert len(verdicts_of(desk.engine, recording_of(desk))) == 2


def test_a_mark_a_comment_and_a_correction_at_the_playing_second(browse: Browse, desk: Desk) -> None:
    page = opened(browse, "rita", f"{CALL}?t=51.5")
    page.keyboard.press("m")
    expect(page.locator("#add-marker")).to_be_focused()
    assert page.input_value("#add-at") == "51.5"
    page.select_option("#add-marker", "reassurance")
    page.click("#add-mark button")
    told(page, "Added: Reassurance")
    leave_field(page)
    page.keyboard.press("c")
    expect(page.locator("#comment-text")).to_be_focused()
    page.keyboard.type("A dead microphone, a map")  # letters are letters in a field
    page.click("#add-comment button")
    told(page, "Your comment at 0:51 is kept")
    leave_field(page)
    page.keyboard.press("e")
    expect(page.locator("#right-word")).to_be_visible()
    page.select_option("#wrong-word", label="today. (0:52)")
    page.fill("#right-word", "at once.")
    page.click("text=Correct the word")
    told(page, "is corrected")
    expect(page.locator("#rows .corrected")).to_have_text("at once.")
    page.click("text=Correct who speaks")
    told(page, "reads so already")
    page.fill("#comment-text", "without the key")
    assert page.input_value("#comment-at") == "51.5"
    page.fill("#comment-text", "")
    (comment,) = comments_of(desk.engine, recording_of(desk))
    assert (comment.text, comment.at_s) == ("A dead microphone, a map", 51.5)
    assert [c.kind for c in corrections_of(desk.engine, recording_of(desk))] == ["word"]
    page.reload()
    expect(page.locator("#rows .words", has_text="take this on myself at once.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Reviewers corrected words; the scores and measures are the machine's")


def test_letters_are_no_shortcuts_when_switched_off(browse: Browse, desk: Desk) -> None:
    page = opened(browse, "rita")
    page.click("#shortcuts summary")
    expect(page.locator("#shortcuts")).to_contain_text("agree with the current mark")
    page.uncheck("#letters")
    page.click("#shortcuts summary")
    page.locator("#rows .tag", has_text="Apology").click()
    for key in "adm":
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert verdicts_of(desk.engine, recording_of(desk)) == ()
    expect(page.locator("#add-marker")).not_to_be_focused()


def test_what_is_typed_after_the_session_ended_is_sent_once_signed_in_again(browse: Browse, desk: Desk) -> None:
    page, user, recording = opened(browse, "rita"), id_of(desk, "rita"), recording_of(desk)
    page.fill("#comment-text", "typed before")
    until(lambda: drafts_at(desk.engine, user, "call:").get(f"call:{recording}:comment") == "typed before")
    end_sessions(desk.engine, user)
    page.fill("#comment-text", "typed after the session ended")
    expect(page.locator("#drafts-told")).to_contain_text("Your session is over")
    assert drafts_at(desk.engine, user, "call:")[f"call:{recording}:comment"] == "typed before"
    page.fill("#comment-at", "12")
    page.click("#add-comment button")  # nothing is sent, nothing is lost, the page stays
    expect(page.locator("#comment-text")).to_have_value("typed after the session ended")
    with page.context.expect_page() as tab:
        page.click("#drafts-told a")
    tab.value.fill("#login", "rita")
    tab.value.fill("#password", PASSWORD)
    tab.value.click("button:has-text('Sign in')")
    expect(tab.value.locator("h1")).to_be_visible()
    tab.value.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    until(
        lambda: drafts_at(desk.engine, user, "call:").get(f"call:{recording}:comment")
        == "typed after the session ended"
    )
    expect(page.locator("#drafts-told")).to_be_hidden()
    page.click("#add-comment button")
    told(page, "Your comment at 0:12 is kept")
    assert [c.text for c in comments_of(desk.engine, recording)] == ["typed after the session ended"]
    assert drafts_at(desk.engine, user, "call:") == {}


def test_filters_look_like_what_can_be_opened(browse: Browse) -> None:
    page = browse("rita", "/queue")
    assert page.evaluate("getComputedStyle(document.querySelector('.fold summary')).display") == "list-item"


def test_a_comment_that_was_begun_keeps_its_second_when_the_page_is_left(browse: Browse, desk: Desk) -> None:
    page, user, recording = opened(browse, "rita", f"{CALL}?t=83.5"), id_of(desk, "rita"), recording_of(desk)
    page.keyboard.press("c")
    page.keyboard.type("the bill is doubled here")
    kept = {f"call:{recording}:comment": "the bill is doubled here", f"call:{recording}:comment-at": "83.5"}
    until(lambda: drafts_at(desk.engine, user, "call:") == kept)
    page.goto(page.url.split("?")[0])
    expect(page.locator("#comment-at")).to_have_value("83.5")
    page.click("#add-comment button")
    told(page, "Your comment at 1:23 is kept")
    assert [c.at_s for c in comments_of(desk.engine, recording)] == [83.5]
    assert drafts_at(desk.engine, user, "call:") == {}


def test_what_was_typed_offline_survives_leaving_the_page(browse: Browse, desk: Desk, served: Served) -> None:
    page, user = opened(browse, "rita"), id_of(desk, "rita")
    end_sessions(desk.engine, user)
    page.click("#evaluation-part summary")
    page.fill("#evaluation-note", "written while signed out")
    page.check("input[name=q_correct][value=no]")
    expect(page.locator("#drafts-told")).to_be_visible()
    page.goto(f"{served.address}/sign-in")
    page.fill("#login", "rita")
    page.fill("#password", PASSWORD)
    page.click("button:has-text('Sign in')")
    page.goto(served.address + CALL)
    expect(page.locator("#evaluation-note")).to_have_value("written while signed out")
    expect(page.locator("input[name=q_correct][value=no]")).to_be_checked()
    until(lambda: "written while signed out" in "".join(drafts_at(desk.engine, user, "call:").values()))


def test_two_tabs_on_one_evaluation_lose_nothing(browse: Browse, desk: Desk, served: Served) -> None:
    here = opened(browse, "rita", f"{CALL}/review")
    there = here.context.new_page()
    there.goto(f"{served.address}{CALL}/review")
    here.fill("#evaluation-note", "from here")
    there.fill("#evaluation-note", "from there")
    there.click("#evaluation-form button:has-text('Save')")
    told(there, "Saved")
    here.click("#evaluation-form button:has-text('Save')")
    told(here, "Both are kept and shown")
    expect(here.locator(".both tbody tr", has_text="Note")).to_contain_text("from here")
    expect(here.locator(".both tbody tr", has_text="Note")).to_contain_text("from there")
    expect(here.locator("#evaluation-note")).to_have_value("from here")
    (review,) = reviews_of(desk.engine, recording_of(desk))
    assert review.note == "from there"
    here.click("#evaluation-form button:has-text('Save')")
    told(here, "Saved")
    (review,) = reviews_of(desk.engine, recording_of(desk))
    assert review.note == "from here"


def test_from_evaluation_to_the_agents_reply(browse: Browse, desk: Desk) -> None:
    rita = opened(browse, "rita")
    expect(rita.locator("#evaluation")).to_contain_text("Not begun")
    rita.click("#evaluation-part summary")
    rita.locator(".proposal", has_text="greeting once").locator("[data-hear-from]").click()
    assert rita.evaluate("document.getElementById('sound').currentTime") == pytest.approx(31.0, abs=1.5)
    rita.click("text=Confirm all 10 proposals")
    told(rita, "2 questions are open")
    for question in ("correct", "private"):
        rita.check(f"input[name=q_{question}][value=yes]")
    rita.fill("#q-keep_doing", "Taking it on.")
    rita.click("#evaluation-form button:has-text('Finish')")
    told(rita, "Finished")
    rita.click("text=Open again")
    told(rita, "Open again")
    rita.click("#evaluation-form button:has-text('Finish')")
    told(rita, "Finished")
    noor = browse("noor", "/my-reviews")
    expect(noor.locator("main")).to_contain_text("Nothing was handed to you yet")
    rita.click("text=Hand to Noor")
    told(rita, "Handed to Noor")
    noor.reload()
    noor.click("a:has-text('call-0')")
    expect(noor.locator("#handed")).to_contain_text("Taking it on.")
    noor.fill("textarea", "Thank you, I will.")
    noor.click("text=Send the reply")
    told(noor, "Your reply is sent")
    expect(noor.locator("textarea")).to_have_count(0)
    rita.reload()
    expect(rita.locator("#evaluation")).to_contain_text("Thank you, I will.")


def test_the_agents_own_call_page_shows_what_was_handed_and_no_keys(browse: Browse) -> None:
    noor = opened(browse, "noor")
    expect(noor.locator("#review-work")).to_contain_text("Nobody has handed you an evaluation")
    expect(noor.locator("#shortcuts")).not_to_contain_text("agree with")
    noor.keyboard.press("a")
    expect(noor.locator("#review-told")).to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 400])
def test_pages_of_reviewing_are_accessible(browse: Browse, served: Served, width: int, scheme: str) -> None:
    page = opened(browse, "rita", f"{CALL}/review?at=47", width=width, scheme=scheme)
    page.fill("#comment-at", "3")
    page.fill("#comment-text", "heard")
    page.click("#add-comment button")
    told(page, "kept")
    for path in (f"{CALL}/review?at=47", CALL, "/reviews", "/agreement"):
        page.goto(served.address + path)
        if path == CALL:
            expect(page.locator("#review-work .work")).to_be_attached()
            page.click("#evaluation-part summary")
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
