"""The marks of a call with what was said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from calls.scores import Evidence
from calls.spans import Span, duration_s, overlap_s
from calls.transcript import Turn, Word
from reports.corrected import NEAR_MS
from reports.marker_names import MarkerName, marker_name
from scores.markers import AGENT_MARKERS
from store.verdicts import MarkKey, Saying, Verdict

SENTENCE_ENDS = (".", "?", "!")


@dataclass(frozen=True, slots=True)
class MarkView:
    """A mark. `by`: the machine, a reviewer who added it, or an earlier analysis that made it while this one does not.

    `own` is what the asker says of it, `own_key` under which it is kept; `others` what others say: names and verdicts.
    """

    key: MarkKey
    role: str
    words: str
    name: MarkerName
    by: Literal["machine", "reviewer", "earlier"]
    own: Saying | None = None
    own_key: MarkKey | None = None
    others: tuple[tuple[str, Saying], ...] = ()

    @property
    def start(self) -> float:
        """Seconds."""
        return self.key.start_ms / 1000

    @property
    def end(self) -> float:
        """Seconds."""
        return self.key.end_ms / 1000

    @property
    def shown_others(self) -> tuple[tuple[str, Saying], ...]:
        """Of others nobody hears before they have judged themselves: agreement would be worth nothing."""
        return self.others if self.own or self.by == "reviewer" else ()


def key_of(evidence: Evidence) -> MarkKey:
    """What tells this mark."""
    return MarkKey(evidence.marker, round(evidence.start * 1000), round(evidence.end * 1000))


def mark_views(evidence: Iterable[Evidence], verdicts: Sequence[Verdict], user_id: int | None) -> tuple[MarkView, ...]:
    """The machine's marks and those that reviewers added, by time; `user_id` is the asker's."""
    views = [MarkView(key_of(e), e.role, e.text, marker_name(e.marker), "machine") for e in evidence]
    for verdict in verdicts:
        at = next((i for i, view in enumerate(views) if is_same(view.key, verdict.key)), None)
        if at is None:
            by: Literal["reviewer", "earlier"] = "reviewer" if verdict.verdict == "add" else "earlier"
            views.append(MarkView(verdict.key, verdict.role, verdict.words, marker_name(verdict.key.marker), by))
            at = len(views) - 1
        views[at] = _with(views[at], verdict, user_id)
    return tuple(sorted(views, key=lambda view: (view.key.start_ms, view.key.end_ms, view.key.marker)))


def is_same(one: MarkKey, other: MarkKey) -> bool:
    """Whether two keys mean one mark: the same stretch, or most of it where a new analysis moved its ends."""
    if one.marker != other.marker:
        return False
    if abs(one.start_ms - other.start_ms) <= NEAR_MS and abs(one.end_ms - other.end_ms) <= NEAR_MS:
        return True
    a, b = Span(one.start_ms / 1000, one.end_ms / 1000), Span(other.start_ms / 1000, other.end_ms / 1000)
    return overlap_s(a, b) > min(duration_s(a), duration_s(b)) / 2


def find_mark(views: Sequence[MarkView], key: MarkKey) -> MarkView | None:
    """The one that is meant: of several over the same words that which begins and ends nearest."""
    meant = [view for view in views if is_same(view.key, key)]
    return min(meant, key=lambda v: abs(v.key.start_ms - key.start_ms) + abs(v.key.end_ms - key.end_ms), default=None)


def place_at(turns: Sequence[Turn], marker: str, at_s: float, reach_s: float) -> Turn | None:
    """The turn that a marker is added to: of the party who carries it, at that second or within `reach_s` of it."""
    roles = ("agent",) if marker in AGENT_MARKERS else ("customer",)
    apart = [(max(0.0, turn.start - at_s, at_s - turn.end), turn) for turn in turns if turn.role in roles]
    near = min(apart, key=lambda found: found[0], default=None)
    return near[1] if near is not None and near[0] <= reach_s else None


def sentence_at(turn: Turn, at_s: float) -> tuple[float, float, str]:
    """Start, end and words of the sentence said at that second, the whole turn where its words are not known."""
    sentences: list[list[Word]] = [[]]
    for word in turn.words:
        sentences[-1].append(word)
        if word.text.strip().endswith(SENTENCE_ENDS):
            sentences.append([])
    said = [sentence for sentence in sentences if sentence]
    if not said:
        return turn.start, turn.end, ""
    near = min(said, key=lambda s: max(0.0, s[0].start - at_s, at_s - s[-1].end))
    return near[0].start, near[-1].end, " ".join(word.text.strip() for word in near)


def _with(view: MarkView, verdict: Verdict, user_id: int | None) -> MarkView:
    if verdict.user_id == user_id:
        return replace(view, own=verdict.verdict, own_key=verdict.key)
    return replace(view, others=(*view.others, (verdict.name, verdict.verdict)))
