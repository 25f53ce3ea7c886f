"""report.html in a real browser, from disk: what a reviewer does with it."""

import time
from collections.abc import Callable

import pytest

pytestmark = pytest.mark.browser
EARS = """
// Listens at the speakers: the level of each ear, whatever the page puts before them.
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (to, ...rest) {
  if (to === this.context.destination) {
    const splitter = this.context.createChannelSplitter(2);
    connect.call(this, splitter);
    window.ears = [0, 1].map((i) => {
      const analyser = this.context.createAnalyser();
      connect.call(splitter, analyser, i);
      return analyser;
    });
  }
  return connect.call(this, to, ...rest);
};
window.earLevel = (i) => {
  const samples = new Float32Array(window.ears[i].fftSize);
  window.ears[i].getFloatTimeDomainData(samples);
  return Math.max(...samples.map(Math.abs));
};
"""


def test_the_sound_inside_the_page_really_decodes(open_report: Callable) -> None:
    report = open_report()
    assert report.sound("duration") == pytest.approx(124.0, abs=0.2)


def test_a_click_on_a_word_seeks_the_sound_to_it(open_report: Callable) -> None:
    report = open_report()
    target = report.word("tether")
    target.click()
    assert report.sound("currentTime") == pytest.approx(float(target.get_attribute("data-start-ms")) / 1000, abs=0.05)
    assert "now" in target.get_attribute("class")
    assert report.page.locator("#now").text_content() == "0:44"


def test_marks_are_seen_where_they_were_said_with_their_names(open_report: Callable) -> None:
    report = open_report()
    row = report.page.locator("#rows li", has_text="It is our policy")
    assert row.locator("mark.bad", has_text="It is our policy").is_visible()
    assert row.locator(".tag.bad", has_text="Policy shield").is_visible()


def test_a_mark_plays_its_seconds_and_stops(open_report: Callable) -> None:
    report = open_report()
    tag = report.page.locator(".tag", has_text="Apology")
    begin, end = (float(tag.get_attribute(f"data-{edge}-ms")) / 1000 for edge in ("start", "end"))
    tag.click()
    report.wait(lambda: report.sound("currentTime") > begin + 0.2)
    report.wait(lambda: report.sound("paused") == 1)
    assert max(end, begin + 1) <= report.sound("currentTime") < max(end, begin + 1) + 0.6


def test_a_looped_mark_goes_round_until_it_is_switched_off(open_report: Callable) -> None:
    report = open_report()
    tag = report.page.locator(".tag", has_text="Apology")
    begin = float(tag.get_attribute("data-start-ms")) / 1000
    report.page.locator("#loop").click()
    assert report.page.locator(".tag[aria-current]").count() == 1, "without a mark being heard the first is looped"
    tag.click()
    for _ in range(2):
        report.wait(lambda: report.sound("currentTime") > begin + 0.7)
        report.wait(lambda: begin - 0.1 <= report.sound("currentTime") < begin + 0.5)
    report.page.locator("#loop").click()
    report.wait(lambda: report.sound("currentTime") > begin + 1.6)


def test_the_agents_pitch_and_loudness_have_lanes_of_their_own(open_report: Callable) -> None:
    report = open_report("#t=47")
    assert report.page.locator("svg.curve").count() == 2
    assert report.page.locator("#pitch-now").text_content() == "−2"


def test_the_evidence_of_a_score_plays(open_report: Callable) -> None:
    report = open_report()
    proof = report.page.locator(".proof", has_text="Policy shield")
    proof.click()
    report.wait(lambda: report.sound("currentTime") > float(proof.get_attribute("data-start-ms")) / 1000 + 0.1)
    assert report.sound("paused") == 0


def test_the_keyboard_plays_steps_and_finds_marks(open_report: Callable) -> None:
    report = open_report("#t=60")
    press = report.page.keyboard.press
    press("ArrowRight")
    assert report.sound("currentTime") == pytest.approx(65.0, abs=0.05)
    press("ArrowLeft")
    assert report.sound("currentTime") == pytest.approx(60.0, abs=0.05)
    press("n")
    assert report.page.locator("#status").text_content().startswith("Gratitude")
    press("p")
    assert report.page.locator("#status").text_content().startswith("Hold courtesy")
    press("Space")
    report.wait(lambda: report.sound("paused") == 0)
    press("Space")
    report.wait(lambda: report.sound("paused") == 1)


def test_space_plays_again_after_a_button_was_clicked_but_presses_a_focused_one(open_report: Callable) -> None:
    report = open_report()
    report.page.locator("#skip").click()
    report.page.keyboard.press("Space")
    report.wait(lambda: report.sound("paused") == 0)
    assert report.page.locator("#skip").get_attribute("aria-pressed") == "true"
    report.page.locator("#skip").focus()
    report.page.keyboard.press("Space")
    assert report.page.locator("#skip").get_attribute("aria-pressed") == "false"
    assert report.sound("paused") == 0


def test_letter_shortcuts_can_be_switched_off(open_report: Callable) -> None:
    report = open_report("#t=60")
    report.page.keyboard.press("?")
    report.page.locator("#letters").uncheck()
    report.page.locator("h1").click()
    report.page.keyboard.press("n")
    assert report.sound("currentTime") == pytest.approx(60.0, abs=0.05)


def test_a_link_opens_at_its_second(open_report: Callable) -> None:
    report = open_report("#t=83.5")
    assert report.sound("currentTime") == pytest.approx(83.5, abs=0.05)
    report.page.locator("#link").click()
    assert report.page.url.endswith("#t=83.5")


def test_a_link_opens_at_rest_so_that_the_first_click_hits_its_button(open_report: Callable) -> None:
    report = open_report("#t=110")
    scrolled = report.page.evaluate("scrollY")
    assert scrolled > 0
    time.sleep(0.5)
    assert report.page.evaluate("scrollY") == scrolled


def test_a_click_on_the_timeline_seeks(open_report: Callable) -> None:
    report = open_report()
    box = report.page.locator("#strip").bounding_box()
    report.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 8)
    assert report.sound("currentTime") == pytest.approx(62.0, abs=0.3)


def test_skip_waiting_jumps_over_the_hold(open_report: Callable) -> None:
    report = open_report("#t=62.8")
    report.page.locator("#skip").click()
    report.page.locator("#play").click()
    report.wait(lambda: report.sound("currentTime") > 91)
    assert report.sound("currentTime") < 95


def test_the_words_being_said_stay_in_view_until_following_is_off(open_report: Callable) -> None:
    report = open_report("#t=31")
    report.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    report.page.locator("#play").click()
    report.wait(lambda: report.page.locator("#rows li.now").count() == 1)
    report.wait(lambda: 0 < report.page.locator("#rows li.now").bounding_box()["y"] < 900)
    report.page.locator("#follow").click()
    report.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    at = report.sound("currentTime")
    report.wait(lambda: report.sound("currentTime") > at + 1)
    assert report.page.locator("#rows li.now").bounding_box()["y"] < 0


def test_muting_a_side_leaves_the_other_in_both_ears(open_report: Callable) -> None:
    report = open_report("#t=36", before=EARS)
    level = lambda ear: report.page.evaluate(f"window.earLevel({ear})")  # noqa: E731
    report.page.locator(".mute", has_text="Mute agent").click()
    report.page.locator("#play").click()
    report.wait(lambda: level(0) > 0.05 and level(1) > 0.05)
    report.page.locator(".mute", has_text="Mute customer").click()
    report.wait(lambda: level(0) < 0.01 and level(1) < 0.01)
    assert report.sound("paused") == 0


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_asked_for_nothing_complains_and_nothing_scrolls_sideways(
    open_report: Callable, width: int, scheme: str
) -> None:
    report = open_report("#t=40", width=width, scheme=scheme)
    report.page.locator("#play").click()
    report.word("tether").click()
    report.page.locator("#shortcuts summary").click()
    report.page.locator(".tag", has_text="Action").click()
    assert report.complaints == []
    asked = [url for url in report.requests if not url.startswith("data:")]
    assert len(asked) == 1, asked
    assert report.page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_of_the_call_is_shown_and_not_run(open_report: Callable) -> None:
    report = open_report()
    assert report.word("<b>Then</b>").is_visible()
