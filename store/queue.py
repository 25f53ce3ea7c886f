"""Calls in a line each: the reviewers' queue, the list of calls, what was said in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Engine, Select, and_, exists, func, literal_column, or_, select, text
from sqlalchemy.orm import Session

from store.connect import reading
from store.desk_tables import SummaryRow
from store.review_tables import ReviewRow, VerdictRow
from store.tables import EvidenceRow, TurnRow

Order = Literal["worth", "newest", "empathy", "delivery", "friction", "hold"]
ScoreName = Literal["empathy", "delivery", "friction"]
ORDERED: dict[Order, tuple[Any, bool]] = {
    "worth": (SummaryRow.worth, False),
    "newest": (SummaryRow.began, False),
    "empathy": (SummaryRow.empathy, True),
    "delivery": (SummaryRow.delivery, True),
    "friction": (SummaryRow.friction, False),
    "hold": (SummaryRow.hold_s, False),
}
"""By what column, each with an index, and whether the least comes first."""
HITS_A_CALL = 3
ASKED_AT_ONCE = 1000
"""Ids in one question: databases take some ten thousand parameters."""
STARTED = ("finished", "handed", "answered")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls. Empty and None ask for nothing; `unheard`: nobody has finished a review of them.

    `score` with `least` and `most` 0 to 100, both included; `words` as people write into a search box.
    """

    agent: str = ""
    team: str = ""
    queue: str = ""
    since: datetime | None = None
    until: datetime | None = None
    marker: str = ""
    score: ScoreName | None = None
    least: float | None = None
    most: float | None = None
    words: str = ""
    unheard: bool = False
    order: Order = "newest"


@dataclass(frozen=True, slots=True)
class Hit:
    """A turn where the words were said."""

    start_s: float
    end_s: float
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call in short; scores None where not measurable. `reviewers` have finished it; `opened` not yet.

    `worth` and what reviewers did are None where the reader is not told them.
    """

    recording_id: int
    call_id: str
    began: datetime
    agent_id: str | None
    agent_name: str | None
    team: str | None
    queue: str | None
    duration_s: float
    empathy: float | None
    delivery: float | None
    friction: float | None
    hold_s: float
    worth: float | None
    reasons: tuple[str, ...]
    reviewers: int | None
    opened: int | None
    disputed: int | None
    hits: tuple[Hit, ...] = ()


def calls_wanted(
    engine: Engine, seen: ColumnElement[bool], wanted: Wanted, offset: int, limit: int, *, with_hits: bool = True
) -> tuple[CallLine, ...]:
    """A page of them; `seen` is what the asker may see at all. Raises TryAgain or SetupBroken."""
    with reading(engine) as session:
        ids = session.scalars(_page(engine, seen, wanted).offset(offset).limit(limit)).all()
        rows = {
            row.recording_id: (row, *counts)
            for first in range(0, len(ids), ASKED_AT_ONCE)
            for row, *counts in session.execute(_whole(ids[first : first + ASKED_AT_ONCE]))
        }
        hits = _hits(session, engine, [row.analysis_id for row, *_ in rows.values()], wanted.words) if with_hits else {}
        found = (rows[each] for each in ids if each in rows)
        return tuple(_line(row, counts, hits.get(row.analysis_id, ())) for row, *counts in found)


def count_wanted(engine: Engine, seen: ColumnElement[bool], wanted: Wanted, most: int) -> int:
    """How many there are, counted up to `most`: nobody pages through a hundred thousand."""
    with reading(engine) as session:
        some = _filtered(engine, select(SummaryRow.recording_id), seen, wanted).limit(most).subquery()
        return session.scalar(select(func.count()).select_from(some)) or 0


def choices(engine: Engine, seen: ColumnElement[bool]) -> dict[str, tuple[str, ...]]:
    """What the filters offer: `agent`, `team` and `queue` as calls name them."""
    columns = {"agent": SummaryRow.agent_id, "team": SummaryRow.team, "queue": SummaryRow.queue}
    with reading(engine) as session:
        return {
            name: tuple(v for v in session.scalars(select(column).where(seen).distinct().order_by(column)) if v)
            for name, column in columns.items()
        }


def _page(engine: Engine, seen: ColumnElement[bool], wanted: Wanted) -> Select[tuple[int]]:
    """Ids only, in order: the words of calls are not carried through a sort."""
    column, is_up = ORDERED[wanted.order]
    query = _filtered(engine, select(SummaryRow.recording_id), seen, wanted)
    if column is not SummaryRow.began and wanted.order != "worth":
        query = query.where(column.is_not(None))  # a call without a score is not the lowest
    return query.order_by(column.asc() if is_up else column.desc(), SummaryRow.began.desc(), SummaryRow.recording_id)


def _whole(ids: Sequence[int]) -> Select[tuple[SummaryRow, int, int, int]]:
    return select(
        SummaryRow,
        _count(ReviewRow, ReviewRow.state.in_(STARTED)),
        _count(ReviewRow, ReviewRow.state == "open"),
        _count(VerdictRow, VerdictRow.verdict == "dispute"),
    ).where(SummaryRow.recording_id.in_(ids))


def _filtered(engine: Engine, query: Select, seen: ColumnElement[bool], wanted: Wanted) -> Select:  # type: ignore[type-arg]
    query = query.where(seen)
    for column, value in (
        (SummaryRow.agent_id, wanted.agent), (SummaryRow.team, wanted.team), (SummaryRow.queue, wanted.queue),
    ):  # fmt: skip
        if value:
            query = query.where(column == value)
    if wanted.since:
        query = query.where(SummaryRow.began >= wanted.since)
    if wanted.until:
        query = query.where(SummaryRow.began < wanted.until)
    if wanted.marker:
        found = exists().where(EvidenceRow.analysis_id == SummaryRow.analysis_id, EvidenceRow.marker == wanted.marker)
        query = query.where(found)
    if wanted.score:
        column = getattr(SummaryRow, wanted.score)
        query = query.where(column >= (wanted.least or 0.0), column <= (100.0 if wanted.most is None else wanted.most))
    if wanted.unheard:
        heard = exists().where(ReviewRow.recording_id == SummaryRow.recording_id, ReviewRow.state.in_(STARTED))
        query = query.where(~heard)
    if wanted.words.strip():
        query = query.where(_said(engine, wanted.words))
    return query


def _said(engine: Engine, words: str) -> ColumnElement[bool]:
    """Calls in which the words were said; "quotes" ask for them in this order."""
    if engine.dialect.name == "postgresql":
        vector: ColumnElement[Any] = literal_column("summaries.words_searched")  # made by migration 0004
        return vector.op("@@")(func.websearch_to_tsquery(literal_column("'english'"), words))
    found = text("SELECT rowid FROM spoken WHERE spoken MATCH :asked").bindparams(asked=sqlite_query(words))
    return SummaryRow.recording_id.in_(found.columns(SummaryRow.recording_id).scalar_subquery())


def sqlite_query(words: str) -> str:
    """What FTS5 takes: each word, and each "quoted phrase", as a string of its own, so that no sign is an operator.

    >>> sqlite_query('"nothing I can do" refund')
    '"nothing I can do" "refund"'
    """
    parts: list[str] = []
    for index, piece in enumerate(words.split('"')):
        parts.extend([piece.strip()] if index % 2 else piece.split())
    return " ".join(f'"{part}"' for part in parts if any(c.isalnum() for c in part)) or '""'


def _hits(session: Session, engine: Engine, analyses: Sequence[int], words: str) -> dict[int, tuple[Hit, ...]]:
    """The first turns of each call that hold any of the words, prompts left out."""
    if not words.strip() or not analyses:
        return {}
    said = _turn_holds(engine, words)
    query = (
        select(TurnRow)
        .where(TurnRow.analysis_id.in_(analyses), TurnRow.role != "ivr", said)
        .order_by(TurnRow.analysis_id, TurnRow.position)
    )
    found: dict[int, list[Hit]] = {}
    for turn in session.scalars(query):
        hits = found.setdefault(turn.analysis_id, [])
        if len(hits) < HITS_A_CALL:
            hits.append(Hit(turn.start_s, turn.end_s, turn.role, turn.text))
    return {analysis: tuple(hits) for analysis, hits in found.items()}


def _turn_holds(engine: Engine, words: str) -> ColumnElement[bool]:
    parts = [part.strip('"') for part in sqlite_query(words).split('" "')]
    if engine.dialect.name == "postgresql":
        vector = func.to_tsvector(literal_column("'english'"), TurnRow.text)
        asked = [func.phraseto_tsquery(literal_column("'english'"), part) for part in parts]
        return or_(*(vector.op("@@")(each) for each in asked))
    return or_(*(and_(*(TurnRow.text.icontains(_stem(word), autoescape=True) for word in p.split())) for p in parts))


def _stem(word: str) -> str:
    """The part of a word that its forms share, roughly: SQLite's index stems, its LIKE does not."""
    word = word.lower().strip(".,;:!?'")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word


def _count(table: type[ReviewRow] | type[VerdictRow], such: ColumnElement[bool]) -> ColumnElement[int]:
    found = select(func.count()).where(table.recording_id == SummaryRow.recording_id, such)
    return found.correlate(SummaryRow).scalar_subquery()


def _line(row: SummaryRow, counts: Sequence[int], hits: tuple[Hit, ...]) -> CallLine:
    reviewers, opened, disputed = counts
    return CallLine(
        recording_id=row.recording_id,
        call_id=row.call_id,
        began=row.began,
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        team=row.team,
        queue=row.queue,
        duration_s=row.duration_s,
        empathy=row.empathy,
        delivery=row.delivery,
        friction=row.friction,
        hold_s=row.hold_s,
        worth=row.worth,
        reasons=tuple(row.reasons),
        reviewers=reviewers,
        opened=opened,
        disputed=disputed,
        hits=hits,
    )
