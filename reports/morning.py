"""The morning summary: what became of the night's recordings, how callers fared, and what to look at first.

Call ids, seconds, scores and reasons; no words of a call.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from calls.outcome import Headline, Outcome
from configs.operation_settings import NightlySettings
from reports.clock import clock, length, moment
from store.averages import Averages

REPORT = "report.html"


@dataclass(frozen=True, slots=True)
class Night:
    """A run and what it is measured by; `before` are the calls of the days before it."""

    began: datetime
    ended: datetime
    out: Path
    outcomes: tuple[Outcome, ...]
    before: Averages

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


def morning_markdown(night: Night, settings: NightlySettings) -> str:
    """The page, as Markdown with links relative to the output folder."""
    return "\n".join(
        [*_head(night, settings), *_callers(night, settings), *_to_review(night, settings), *_lists(night)]
    )


def _head(night: Night, settings: NightlySettings) -> Iterator[str]:
    audio_s = sum(headline.duration_s for headline in _headlines(night))
    took_s = (night.ended - night.began).total_seconds()
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
    yield f"{length(audio_s)} of calls in {length(took_s)}, from {moment(night.began)}."
    yield ""


def _callers(night: Night, settings: NightlySettings) -> Iterator[str]:
    headlines = list(_headlines(night))
    if not headlines:
        return
    yield "## How callers fared"
    yield ""
    yield f"| a call, on average | this night | {settings.compare_days} days before ({night.before.calls} calls) | |"
    yield "|---|---:|---:|---|"
    rows = (
        ("on hold", sum(h.hold_s for h in headlines) / len(headlines), night.before.hold_s),
        ("in the IVR", sum(h.ivr_s for h in headlines) / len(headlines), night.before.ivr_s),
    )
    for name, now_s, before_s in rows:
        before = "n/a" if before_s is None else length(before_s)
        yield f"| {name} | {length(now_s)} | {before} | {_change(now_s, before_s, settings)} |"
    yield ""


def _change(now_s: float, before_s: float | None, settings: NightlySettings) -> str:
    if not before_s or abs(now_s - before_s) <= settings.notable_change * before_s:
        return ""
    return f"{'longer' if now_s > before_s else 'shorter'} by {abs(now_s / before_s - 1):.0%}"


def _to_review(night: Night, settings: NightlySettings) -> Iterator[str]:
    calls = [(outcome, outcome.headline) for outcome in night.having("done") if outcome.headline]
    scored = sorted((h.empathy, i) for i, (_, h) in enumerate(calls) if h.empathy is not None)
    held = sorted(((-h.hold_s, i) for i, (_, h) in enumerate(calls) if h.hold_s > 0))
    reasons: dict[int, list[str]] = {}
    for empathy, i in scored[: settings.review_calls]:
        reasons.setdefault(i, []).append(f"empathy {empathy:.0f}")
    for hold_s, i in held[: settings.review_calls]:
        reasons.setdefault(i, []).append(f"on hold for {clock(-hold_s)}")
    if not reasons:
        return
    yield "## Most worth a reviewer's time"
    yield ""
    yield f"The {settings.review_calls} lowest in empathy and the {settings.review_calls} longest on hold."
    yield ""
    yield "| call | length | why |"
    yield "|---|---:|---|"
    for i in sorted(reasons, key=lambda i: -len(reasons[i])):
        outcome, headline = calls[i]
        yield f"| {_link(outcome, night.out)} | {clock(headline.duration_s)} | {', '.join(reasons[i])} |"
    yield ""


def _lists(night: Night) -> Iterator[str]:
    titles = {
        "failed": "Failed",
        "quarantined": "Quarantined: failed before, tried again with --retry-failed",
        "left": "Left for the next run",
    }
    for status, title in titles.items():
        outcomes = night.having(status)
        if not outcomes:
            continue
        yield f"## {title}"
        yield ""
        yield from (f"- {_plain(outcome.reason or outcome.path.name)}" for outcome in outcomes)
        yield ""


def _headlines(night: Night) -> Iterable[Headline]:
    return (outcome.headline for outcome in night.having("done") if outcome.headline)


def _link(outcome: Outcome, out: Path) -> str:
    name = _plain(str(outcome.call_id))
    if outcome.folder is None:
        return name
    folder = outcome.folder.relative_to(out) if outcome.folder.is_relative_to(out) else outcome.folder
    return f"[{name}](<{folder.as_posix()}/{REPORT}>)"


def _plain(text: str) -> str:
    """Text that Markdown leaves alone: a file may be called anything."""
    text = text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", " ")
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#" else letter for letter in text)
