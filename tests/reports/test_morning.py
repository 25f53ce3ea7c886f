"""What the operator reads in the morning."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from calls.outcome import Headline, Outcome
from configs.settings import load_settings
from reports.morning import Night, morning_markdown, worse_than_limits
from store.averages import Averages

OUT = Path("/reports")
ENDED = datetime(2026, 11, 3, 5, 30, tzinfo=UTC)
NOTHING = Averages(0, None, None)
SETTINGS = replace(load_settings().nightly, max_failed_share=0.1, max_left=1, review_calls=1)


def done(name: str, hold_s: float = 0.0, empathy: float | None = 50.0) -> Outcome:
    headline = Headline(duration_s=300.0, hold_s=hold_s, ivr_s=20.0, empathy=empathy, delivery=None)
    return Outcome(Path(f"/calls/{name}.wav"), "done", name, headline, 9.0, folder=OUT / name)


def failed(name: str, status: str = "failed") -> Outcome:
    return Outcome(Path(f"/calls/{name}.wav"), status, name, reason=f"/calls/{name}.wav: no sound")  # type: ignore[arg-type]


def night(*outcomes: Outcome, before: Averages = NOTHING) -> Night:
    return Night(ENDED - timedelta(hours=3), ENDED, OUT, outcomes, before)


def test_a_good_night_says_what_was_done_and_needs_nobody() -> None:
    page = morning_markdown(night(done("a"), done("b")), SETTINGS)
    assert "| 2 | 0 | 0 | 0 | 0 |" in page
    assert "10 min of calls in 3 h 0 min" in page
    assert "Needs attention" not in page
    assert "## Failed" not in page


def test_each_failure_is_listed_with_its_reason() -> None:
    outcomes = [failed("bad"), failed("old", "quarantined"), failed("growing", "left"), done("a")]
    page = morning_markdown(night(*outcomes), SETTINGS)
    for title, name in (("## Failed", "bad"), ("## Quarantined", "old"), ("## Left", "growing")):
        assert f"/calls/{name}.wav: no sound" in page.split(title)[1].split("##")[0]


@pytest.mark.parametrize(
    ("outcomes", "why"),
    [
        ([failed("a"), *[done(str(i)) for i in range(8)]], "1 of 9 recordings failed, more than 10%"),
        ([failed("a"), *[done(str(i)) for i in range(9)]], None),
        ([failed("a", "quarantined"), done("b")], None),
        ([failed("a", "left"), failed("b", "left")], "2 recordings are left over, more than 1"),
        ([], None),
    ],
)
def test_the_night_is_measured_by_its_limits(outcomes: list[Outcome], why: str | None) -> None:
    assert worse_than_limits(night(*outcomes), SETTINGS) == why
    assert (why is None) == ("Needs attention" not in morning_markdown(night(*outcomes), SETTINGS))


def test_hold_and_ivr_are_compared_with_the_days_before() -> None:
    before = Averages(calls=100, hold_s=40.0, ivr_s=19.0)
    page = morning_markdown(night(done("a", hold_s=60.0), done("b", hold_s=60.0), before=before), SETTINGS)
    assert "| on hold | 1 min | 40 s | longer by 50% |" in page
    assert "| in the IVR | 20 s | 19 s |  |" in page, "a small change is no remark"


def test_the_calls_to_review_are_linked_with_why() -> None:
    calls = done("warm", 5.0, 80.0), done("cold", 700.0, 12.0), done("silent", 0.0, None)
    page = morning_markdown(night(*calls), SETTINGS)
    review = page.split("## Most worth")[1]
    assert "| [cold](<cold/report.html>) | 5:00 | empathy 12, on hold for 11:40 |" in review
    assert "warm" not in review


def test_names_and_reasons_are_no_markdown() -> None:
    odd = Outcome(Path("x"), "failed", "x", reason="[x](http://evil)\n# <b>*loud*</b> \udcff")
    page = morning_markdown(night(odd), SETTINGS)
    assert "\\[x\\](http://evil) \\# \\<b\\>\\*loud\\*" in page
    page.encode()
