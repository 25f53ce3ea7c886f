"""What the operator reads in the morning."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from calls.location import ObjectPath
from calls.outcome import Headline, Outcome
from configs.settings import load_settings
from reports.comparison import Comparison, compare
from reports.morning import Night, morning_markdown, worse_than_limits
from reports.morning_html import morning_html
from reports.review import ToReview
from store.nights import FIGURES, Day, Figure
from store.review import NightCall

OUT = Path("/reports")
ENDED = datetime(2026, 11, 3, 5, 30, tzinfo=UTC)
NOTHING = Comparison(0, 0, (), (), ())
SETTINGS = replace(load_settings().nightly, max_failed_share=0.1, max_left=1, review_calls=1)


def done(name: str, hold_s: float = 0.0, empathy: float | None = 50.0) -> Outcome:
    headline = Headline(duration_s=300.0, hold_s=hold_s, ivr_s=20.0, empathy=empathy, delivery=None)
    return Outcome(Path(f"/calls/{name}.wav"), "done", name, headline, 9.0, folder=OUT / name)


def failed(name: str, status: str = "failed") -> Outcome:
    return Outcome(Path(f"/calls/{name}.wav"), status, name, reason=f"/calls/{name}.wav: no sound")  # type: ignore[arg-type]


def night(
    *outcomes: Outcome, comparison: Comparison = NOTHING, review: tuple[ToReview, ...] = (), reports: Path = OUT
) -> Night:
    return Night(ENDED - timedelta(hours=3), ENDED, OUT, reports, outcomes, comparison, review)


def day(back: int, hold_s: float, queue: str | None = None, tonight: bool = False, calls: int = 50) -> Day:
    """All calls alike but for 10 s on hold more or less."""
    figures = {name: Figure(calls, 20.0 * calls, 400.0 * calls) for name in FIGURES}
    squares = calls * (hold_s**2 + 100.0)
    return Day(
        (ENDED - timedelta(days=back)).date(),
        queue,
        tonight,
        calls,
        figures | {"hold_s": Figure(calls, hold_s * calls, squares)},
    )


def call(name: str, **known: object) -> NightCall:
    plain = NightCall(name, "billing", 300.0, 0.0, 60.0, 50.0, 70.0, 60.0, None, 0, 0)
    return replace(plain, **known)  # type: ignore[arg-type]


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


def pages(of: Night) -> tuple[str, str]:
    return morning_markdown(of, SETTINGS), morning_html(of, SETTINGS)


def test_a_change_of_level_is_told_with_its_date_on_both_pages() -> None:
    days = [day(back, 40.0 + (back % 3) + (60.0 if back <= 6 else 0.0)) for back in range(25, 0, -1)]
    comparison = compare([*days, day(0, 100.0, tonight=True)], SETTINGS)
    for page in pages(night(done("a"), comparison=comparison)):
        assert "1 min 41 s since 28 Oct, 41 s before" in page
        assert "worse since 28 Oct" in page


def test_one_bad_night_is_worse_than_the_noise_and_no_change_of_level() -> None:
    days = [day(back, 40.0 + (back % 3)) for back in range(25, 0, -1)]
    comparison = compare([*days, day(0, 100.0, tonight=True)], SETTINGS)
    assert comparison.changed == ()
    assert [found.figure.name for found in comparison.overall if found.verdict == "worse"] == ["hold_s"]
    markdown, html = pages(night(done("a"), comparison=comparison))
    assert "| On hold | 1 min 40 s | 41 s | +59 s (" in markdown
    assert "No level changed for the worse in 30 days" in markdown
    assert "No level changed for the worse in 30 days" in html


def test_the_first_nights_say_that_they_are_too_few() -> None:
    comparison = compare([day(0, 100.0, tonight=True)], SETTINGS)
    for page in pages(night(done("a"), comparison=comparison)):
        assert "too few to tell" in page
        assert "too few nights" in page
    assert all("This night against" not in page for page in pages(night(comparison=compare([], SETTINGS))))


def test_the_calls_to_review_are_linked_with_why() -> None:
    chosen = (ToReview(call("c/ld <1>"), ("asked for a manager", "empathy 12 (4–30)")),)
    markdown, html = pages(night(review=chosen))
    assert (
        "| [c/ld \\<1\\>](<c%2Fld%20%3C1%3E/report.html>) | 5:00 | asked for a manager, empathy 12 (4–30) |" in markdown
    )
    assert '<a href="c%2Fld%20%3C1%3E/report.html">c/ld &lt;1&gt;</a>' in html


@pytest.mark.parametrize(
    ("reports", "address", "target"),
    [
        (OUT, "https://qa.example/calls/", "https://qa.example/calls/a/report.html"),
        (OUT, "", "a/report.html"),
        (Path("/elsewhere"), "", "file:///elsewhere/a/report.html"),
        (ObjectPath("s3://bucket/reports"), "", None),
        (ObjectPath("s3://bucket/reports"), "https://qa.example", "https://qa.example/a/report.html"),
    ],
)
def test_links_lead_where_reports_are_opened(reports: Path, address: str, target: str | None) -> None:
    of = night(review=(ToReview(call("a"), ("drawn at random",)),), reports=reports)
    html = morning_html(of, replace(SETTINGS, address=address))
    assert (f'href="{target}"' in html) == (target is not None)
    assert target or "s3://bucket/reports/a" in html


def test_html_loads_nothing_and_escapes_what_files_are_called() -> None:
    html = morning_html(night(failed("<script>alert(1)</script>")), SETTINGS)
    assert "<script" not in html
    assert "default-src &#39;none&#39;" in html
    assert " src=" not in html
    assert "url(" not in html


def test_names_and_reasons_are_no_markdown() -> None:
    odd = Outcome(Path("x"), "failed", "x", reason="[x](http://evil)\n# <b>*loud*</b> \udcff")
    page = morning_markdown(night(odd), SETTINGS)
    assert "\\[x\\](http://evil) \\# \\<b\\>\\*loud\\*" in page
    page.encode()
