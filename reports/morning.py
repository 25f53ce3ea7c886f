"""The morning summary: what became of the night's recordings, how callers fared, and what to look at first.

Call ids, seconds, scores and reasons; no words of a call.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from calls.outcome import Outcome
from configs.operation_settings import NightlySettings
from reports.clock import clock, length, moment
from reports.comparison import Changed, Compared, Comparison
from reports.night_words import certainty, difference, levels, nothing_changed, report_link, verdict, what
from reports.review import ToReview


@dataclass(frozen=True, slots=True)
class Night:
    """A run, what it is measured by, and what to look at. `reports` is where reports are published."""

    began: datetime
    ended: datetime
    out: Path
    reports: Path
    outcomes: tuple[Outcome, ...]
    comparison: Comparison
    review: tuple[ToReview, ...]

    @property
    def audio_s(self) -> float:
        """Seconds of the calls analysed."""
        return sum(outcome.headline.duration_s for outcome in self.having("done") if outcome.headline)

    @property
    def took_s(self) -> float:
        """Seconds that the run took."""
        return (self.ended - self.began).total_seconds()

    @property
    def worse(self) -> tuple[Changed, ...]:
        """What changed for the worse and has stayed so."""
        return tuple(found for found in self.comparison.changed if found.verdict == "worse")

    def having(self, *statuses: str) -> tuple[Outcome, ...]:
        """The outcomes of these statuses."""
        return tuple(outcome for outcome in self.outcomes if outcome.status in statuses)


def worse_than_limits(night: Night, settings: NightlySettings) -> str | None:
    """Which limit the night is past, in a sentence; None for a good night."""
    failed, tried = len(night.having("failed")), len(night.having("failed", "done"))
    if tried and failed / tried > settings.max_failed_share:
        return f"{failed} of {tried} recordings failed, more than {settings.max_failed_share:.0%}"
    left = len(night.having("left"))
    if left > settings.max_left:
        return f"{left} recordings are left over, more than {settings.max_left}"
    return None


LISTS = {
    "failed": "Failed",
    "quarantined": "Quarantined: failed before, tried again with --retry-failed",
    "left": "Left for the next run",
}
"""Statuses of recordings that have no report, and the titles of their lists."""


def morning_markdown(night: Night, settings: NightlySettings) -> str:
    """The page, as Markdown with links relative to the output folder."""
    return "\n".join(
        [
            *_head(night, settings),
            *_changed(night, settings),
            *_compared(night, settings),
            *_to_review(night, settings),
            *_lists(night),
        ]
    )


def _head(night: Night, settings: NightlySettings) -> Iterator[str]:
    yield f"# Calls analysed by {moment(night.ended)}"
    yield ""
    if problem := worse_than_limits(night, settings):
        yield f"**Needs attention**: {problem}."
        yield ""
    yield "| analysed | done before | failed | quarantined | left |"
    yield "|---:|---:|---:|---:|---:|"
    cells = [str(len(night.having(status))) for status in ("done", "skipped", "failed", "quarantined", "left")]
    yield f"| {' | '.join(cells)} |"
    yield ""
    yield f"{length(night.audio_s)} of calls in {length(night.took_s)}, from {moment(night.began)}."
    yield ""


def _changed(night: Night, settings: NightlySettings) -> Iterator[str]:
    yield "## Changed for the worse"
    yield ""
    if not night.worse:
        yield nothing_changed(night.comparison, settings.compare_days, settings.change_min_nights)
    for found in night.worse:
        yield f"- **{_plain(what(found))}**: {levels(found)}; {certainty(found)}."
    yield ""


def _compared(night: Night, settings: NightlySettings) -> Iterator[str]:
    comparison = night.comparison
    if not comparison.overall:
        return
    yield f"## This night against the {settings.compare_days} days before"
    yield ""
    yield f"{comparison.calls} calls on {comparison.nights} days came before. In brackets the interval of 95%."
    yield ""
    yield from _table(comparison.overall, comparison)
    if comparison.queues:
        yield "Queues out of the ordinary:"
        yield ""
        yield from _table(comparison.queues, comparison)


def _table(rows: Iterable[Compared], comparison: Comparison) -> Iterator[str]:
    yield "| a call, on average | this night | a night before | difference | |"
    yield "|---|---:|---:|---:|---|"
    for row in rows:
        before = "n/a" if row.before is None else row.figure.written(row.before)
        cells = _plain(what(row)), row.figure.written(row.night), before, difference(row), verdict(row, comparison)
        yield f"| {' | '.join(cells)} |"
    yield ""


def _to_review(night: Night, settings: NightlySettings) -> Iterator[str]:
    if not night.review:
        return
    yield "## Most worth a reviewer's time"
    yield ""
    yield "| call | length | why |"
    yield "|---|---:|---|"
    for chosen in night.review:
        call = chosen.call
        link = report_link(call.call_id, night.reports, night.out, settings.address)
        name = f"[{_plain(call.call_id)}](<{link}>)" if link else _plain(str(night.reports / call.call_id))
        yield f"| {name} | {clock(call.duration_s)} | {', '.join(chosen.reasons)} |"
    yield ""


def _lists(night: Night) -> Iterator[str]:
    for status, title in LISTS.items():
        outcomes = night.having(status)
        if not outcomes:
            continue
        yield f"## {title}"
        yield ""
        yield from (f"- {_plain(outcome.reason or outcome.path.name)}" for outcome in outcomes)
        yield ""


def _plain(text: str) -> str:
    """Text that Markdown leaves alone: a file may be called anything."""
    text = text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", " ")
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#" else letter for letter in text)
