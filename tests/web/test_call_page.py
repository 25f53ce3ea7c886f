"""The journey through a call at the desk, in a browser: listen, seek, skip, loop, mute, link, read with any eyes."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from hour_call import HOUR_S, long_report
from made_desk import NOW, Served, add_call
from playwright.sync_api import Page

from calls.sound import Audio
from reports.report_html import write_html
from reports.report_json import write_json
from reports.withdraw import withdraw_sound
from store.audit import deeds
from store.ledger import save_report

pytestmark = pytest.mark.browser
CALL = "/calls/call-0"


@dataclass
class Opened:
    """A call's page with what it complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def sound(self, what: str) -> float:
        return float(self.page.evaluate(f"Number(document.getElementById('sound').{what})"))

    def pressed(self, button: str) -> bool:
        return self.page.locator(f"#{button}").get_attribute("aria-pressed") == "true"

    def wait(self, true: Callable[[], bool], seconds: float = 15.0) -> None:
        until = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < until, "it did not come to pass"
            time.sleep(0.03)


@pytest.fixture
def open_call(browse: Callable[..., Page], served: Served) -> Iterator[Callable[..., Opened]]:
    """`open_call("?t=60", login="rita", width=400, scheme="dark")`; nothing may complain but where told."""
    every: list[Opened] = []

    def opened(query: str = "", path: str = CALL, login: str = "rita", **how: Any) -> Opened:
        page = browse(login, "/account", **how)
        call = Opened(page)
        page.on("console", lambda message: call.complaints.append(message.text))
        page.on("pageerror", lambda error: call.complaints.append(str(error)))
        page.goto(served.address + path + query)
        every.append(call)
        return call

    yield opened
    for call in every:
        assert not [told for told in call.complaints if "410" not in told]


def test_opening_fetches_no_sound_and_playing_is_listening(open_call: Callable, served: Served) -> None:
    call = open_call()

    def actions() -> list[str]:
        return [deed.action for _, deed in deeds(served.desk.engine, call_id="call-0")]

    assert actions() == ["opened"]
    call.page.locator("#play").click()
    call.wait(lambda: call.sound("currentTime") > 0.3)
    for second in (100, 20, 60):
        call.page.evaluate(f"warmlinePlayer.seek({second})")
        call.wait(lambda: call.sound("seeking") == 0)
    assert actions() == ["listened", "opened"]


def test_a_link_to_a_second_opens_there_and_plays_when_asked(open_call: Callable) -> None:
    call = open_call("?t=46.5")
    assert call.sound("currentTime") == pytest.approx(46.5)
    assert call.sound("paused") == 1
    assert call.page.locator("#rows li.now").inner_text().startswith("0:46")
    call.page.locator("#link").click()
    assert call.page.url.endswith("?t=46.5")
    call.page.locator("#play").click()
    call.wait(lambda: call.sound("currentTime") > 46.8)
    assert call.sound("currentTime") < 60, "the first sound heard is that of the second linked to"


def test_a_hit_of_the_queue_plays_at_once(open_call: Callable, served: Served) -> None:
    call = open_call(path="/queue")
    call.page.evaluate(
        """() => { const a = document.createElement("a"); a.href = "/calls/call-0?t=100.2&play=1"; a.id = "hit";
        a.textContent = "hit"; document.querySelector("main").prepend(a); }"""
    )
    call.page.click("#hit")
    call.page.wait_for_url("**/calls/**")
    call.wait(lambda: call.sound("currentTime") > 100.5)
    call.page.locator("#link").click()
    assert "play" not in call.page.url


def test_words_times_arrows_and_the_timeline_seek(open_call: Callable) -> None:
    call = open_call()
    call.page.locator("#rows .words span", has_text="tether").click()
    assert call.sound("currentTime") == pytest.approx(44.4, abs=0.6)
    call.page.keyboard.press("ArrowRight")
    assert call.sound("currentTime") == pytest.approx(49.4, abs=0.6)
    call.page.keyboard.press("ArrowLeft")
    call.page.locator("#rows .at", has_text="1:32").click()
    assert call.sound("currentTime") == pytest.approx(92.4, abs=0.05)
    box = call.page.locator("#strip").bounding_box()
    call.page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] - 8)
    assert call.sound("currentTime") == pytest.approx(31.0, abs=0.3)


def test_speed_goes_from_three_quarters_to_double(open_call: Callable) -> None:
    call = open_call()
    speeds = call.page.locator("#speed option").all_text_contents()
    assert (speeds[0], speeds[-1]) == ("0.75×", "2×")
    call.page.select_option("#speed", "2")
    call.page.locator("#play").click()
    call.wait(lambda: call.sound("currentTime") > 0.2)
    assert call.sound("playbackRate") == 2


def test_skipping_leaves_out_hold_and_silence(open_call: Callable) -> None:
    call = open_call("?t=63")
    call.page.keyboard.press("s")
    call.page.keyboard.press("Space")
    call.wait(lambda: call.sound("currentTime") > 91)
    call.page.evaluate("warmlinePlayer.seek(104.4)")
    call.wait(lambda: call.sound("currentTime") > 107.9)
    assert call.sound("currentTime") < 112


def test_a_side_can_be_muted(open_call: Callable) -> None:
    call = open_call("?t=36")
    call.page.locator(".mute", has_text="Mute customer").click()
    call.page.locator("#play").click()
    call.wait(lambda: call.sound("currentTime") > 36.3)
    assert call.page.locator(".mute[aria-pressed=true]").all_text_contents() == ["Mute customer"]


def test_a_mark_goes_round_until_looping_is_off(open_call: Callable) -> None:
    call = open_call()
    tag = call.page.locator(".tag", has_text="Apology")
    begin, end = (float(tag.get_attribute(f"data-{edge}-ms")) / 1000 for edge in ("start", "end"))
    tag.click()
    assert tag.get_attribute("aria-current") == "true"
    assert call.page.evaluate("warmlinePlayer.mark().dataset.marker") == "apology"
    call.page.keyboard.press("r")
    assert call.pressed("loop")
    for _ in range(2):
        call.wait(lambda: call.sound("currentTime") > begin + 0.7)
        call.wait(lambda: begin - 0.1 <= call.sound("currentTime") < begin + 0.5)
    assert call.sound("paused") == 0
    call.page.keyboard.press("r")
    call.wait(lambda: call.sound("currentTime") > max(end, begin + 1) + 0.3)


def test_looping_without_a_chosen_mark_takes_the_last_begun(open_call: Callable) -> None:
    call = open_call("?t=95")
    call.page.locator("#loop").click()
    call.wait(lambda: call.sound("currentTime") < 95)
    assert call.page.evaluate("warmlinePlayer.mark().dataset.marker") == "policy_shield"


def test_other_scripts_play_and_seek_by_the_pages_player(open_call: Callable) -> None:
    call = open_call()
    call.page.evaluate("warmlinePlayer.play(35.6, 36.6)")
    call.wait(lambda: call.sound("currentTime") >= 36.6)
    call.wait(lambda: call.sound("paused") == 1)
    assert call.page.evaluate("warmlinePlayer.now()") == pytest.approx(36.7, abs=0.4)
    assert call.page.evaluate("warmlinePlayer.mark()") is None


def test_the_agents_pitch_and_loudness_are_told_at_the_second_one_is_at(open_call: Callable) -> None:
    call = open_call("?t=47")
    lanes = call.page.locator(".lane-names span").all_text_contents()
    assert [lane.split()[0] for lane in lanes if lane.strip()] == [
        "Marks", "Call", "IVR", "Agent", "Customer", "Pitch", "Loudness",
    ]  # fmt: skip
    assert call.page.locator("#pitch-now").text_content() == "−2"
    call.page.evaluate("warmlinePlayer.seek(40)")
    assert call.page.locator("#pitch-now").text_content() == "", "the agent is silent"
    assert (
        "around this voice's own median; the lane reaches 9 semitones"
        in call.page.locator(".curve title").first.text_content()
    )


def test_a_sound_that_was_deleted_is_told_when_the_page_opens_or_when_it_plays(
    open_call: Callable, served: Served
) -> None:
    add_call(served.desk, "own", "A117", "Noor", "Care North", NOW)
    call = open_call(path="/calls/own")
    withdraw_sound(served.desk.out / "own", served.desk.settings.buckets)  # while somebody has the page open
    call.page.locator("#play").click()
    call.wait(lambda: "was deleted" in call.page.locator("#status").text_content())


def test_letters_typed_into_a_field_are_no_shortcuts(open_call: Callable) -> None:
    call = open_call("?t=60")
    call.page.evaluate("""() => { const field = document.createElement("textarea"); field.id = "note";
        document.querySelector(".reasons").prepend(field); }""")
    call.page.locator("#note").press_sequentially("snarl p")
    assert call.page.locator("#note").input_value() == "snarl p"
    assert call.sound("currentTime") == 60
    assert not call.pressed("skip")
    assert not call.pressed("loop")


@pytest.mark.parametrize("login", ["rita", "noor"])
def test_links_to_take_the_call_away_are_for_who_may(open_call: Callable, login: str) -> None:
    call = open_call(login=login)
    assert call.page.locator("nav.keep a").count() == (2 if login == "rita" else 0)


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_its_window_and_axe_finds_nothing_serious(open_call: Callable, width: int, scheme: str) -> None:
    call = open_call("?t=46.5", width=width, scheme=scheme)
    assert call.page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(call.page).response["violations"]
    serious = [
        (each["id"], [node["target"] for node in each["nodes"]][:3])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_an_hour_opens_at_its_second_scrolls_and_is_heard_there(open_call: Callable, served: Served) -> None:
    report, desk = long_report(), served.desk
    folder = desk.out / report.recording.call_id
    write_json(report, folder / "report.json")
    silence = np.zeros((2, int(HOUR_S * 8000)), np.float32)
    write_html(report, Audio(silence, 8000), folder / "report.html", desk.settings.report)
    save_report(desk.engine, report, folder, desk.settings)
    call = open_call("?t=3000", path="/calls/an-hour")
    assert call.page.locator("#rows .words span").count() == 10_000
    row = call.page.locator("#rows li.now")
    call.wait(lambda: row.count() == 1 and 0 < row.bounding_box()["y"] < 900)
    assert float(row.get_attribute("data-start-ms")) <= 3_000_000 <= float(row.get_attribute("data-end-ms")) + 500
    call.page.locator("#play").click()
    call.wait(lambda: call.sound("currentTime") > 3000.3)
    call.page.keyboard.press("n")
    mark = call.page.evaluate("warmlinePlayer.mark().dataset.startMs")
    assert float(mark) > 3_000_000
