"""What a comparison found, in words that the Markdown and the HTML share."""

from datetime import date
from pathlib import Path
from urllib.parse import quote

from calls.location import ObjectPath
from reports.comparison import Changed, Compared, Comparison

REPORT = "report.html"


def what(found: Compared | Changed) -> str:
    """The figure, and the queue where it is not that of all calls."""
    return found.figure.title + (f", queue {found.queue}" if found.queue is not None else "")


def day(when: date) -> str:
    """12 Nov."""
    return f"{when.day} {when:%b}"


def levels(found: Changed) -> str:
    """The level now, since when, and the one before it."""
    point, written = found.point, found.figure.written
    return f"{written(point.after)} since {day(found.days[point.at])}, {written(point.before)} before"


def certainty(found: Changed) -> str:
    """How large the change is, and how sure its date."""
    point = found.point
    size = f"{found.figure.signed(point.after - point.before)} (95%: {found.figure.between(point.low, point.high)})"
    first, last = day(found.days[point.earliest]), day(found.days[point.latest])
    return size if first == last else f"{size}; it began between {first} and {last}"


def verdict(found: Compared, comparison: Comparison) -> str:
    """Whether the night differs by more than chance; where the level itself changed, since when."""
    if found.before is None:
        return "too few nights"
    if change := comparison.change_of(found):
        return f"{change.verdict} since {day(change.days[change.point.at])}"
    return found.verdict or "within the noise"


def difference(found: Compared) -> str:
    """The night's difference with its interval; empty where too little is known."""
    if found.before is None or found.low is None or found.high is None:
        return ""
    return f"{found.figure.signed(found.night - found.before)} ({found.figure.between(found.low, found.high)})"


def nothing_changed(comparison: Comparison, days: int, min_nights: int) -> str:
    """Said where no level changed for the worse."""
    if comparison.nights + 1 < 2 * min_nights:
        return f"{comparison.nights} nights came before: too few to tell a change of level from chance."
    return f"No level changed for the worse in {days} days by more than chance does."


def report_link(call_id: str, reports: Path, out: Path, address: str) -> str | None:
    """Where the call's report opens from a page in `out`; None in a bucket that no address is given for."""
    name = quote(call_id, safe="")
    if address:
        return f"{address.rstrip('/')}/{name}/{REPORT}"
    if isinstance(reports, ObjectPath):
        return None
    if reports.is_relative_to(out):
        return (reports.relative_to(out) / name / REPORT).as_posix()
    return f"{reports.absolute().as_uri()}/{name}/{REPORT}"
