"""The transcript as rows: turns with their words and marks, and what happened between them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from calls.measures import Prompt
from calls.report import CallReport
from calls.scores import Evidence
from calls.sound import MASKED_KEY, KeyPress
from calls.spans import Span, duration_s, overlap_s
from calls.timeline import Segment
from calls.transcript import Turn, Word
from reports.clock import clock, length
from reports.marker_names import EFFECT_WORDS, Effect, marker_name
from reports.people import party_namer

WAIT_WORDS = {"ring": "Ringing", "queue": "In the queue", "hold": "On hold"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A mark beside the row it was found in; pressing it plays `start` to `end`."""

    label: str
    effect: Effect
    start: float
    end: float
    title: str
    marker: str
    role: str


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word that can be clicked."""

    text: str
    start: float
    end: float
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Words that carry the same marks; `effect` None where they carry none; `joined` if the next run shares a mark."""

    words: tuple[SpokenWord, ...]
    effect: Effect | None
    title: str
    joined: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the transcript. `notes` say what a prompt was; `text` is for rows nobody speaks."""

    kind: Literal["turn", "key", "wait", "silence"]
    start: float
    end: float
    name: str
    role: str = ""
    runs: tuple[Run, ...] = ()
    text: str = ""
    tags: tuple[Tag, ...] = ()
    notes: tuple[str, ...] = ()


def transcript_rows(report: CallReport, uncertain_below: float) -> tuple[Row, ...]:
    """Turns, keys, waits and notable silences in the order they happened.

    Words recognised with less than `uncertain_below` (0..1) are marked as uncertain.
    """
    name_of = party_namer(report)
    marks: dict[int | None, list[Evidence]] = defaultdict(list)
    for evidence in report.evidence:
        marks[evidence.turn].append(evidence)
    rows = [
        *(
            _turn_row(turn, name_of(turn), marks[index], _notes(report, turn), uncertain_below)
            for index, turn in enumerate(report.turns)
        ),
        *(_key_row(key) for key in report.timeline.keys),
        *(_wait_row(segment) for segment in report.timeline.of("ring", "queue", "hold")),
        *(_silence_row(silence) for silence in report.measures.dynamics.notable_silences),
    ]
    rows.sort(key=lambda row: (row.start, row.kind != "wait"))
    for evidence in marks[None]:
        if rows:
            at = _row_of(evidence, rows)
            rows[at] = replace(rows[at], tags=(*rows[at].tags, tag_of(evidence)))
    return tuple(rows)


def tag_of(evidence: Evidence) -> Tag:
    """The mark as a button, its title saying what it means and how sure it is."""
    name = marker_name(evidence.marker)
    title = (
        f"{name.label}: {name.meaning}; {EFFECT_WORDS[name.effect]}; {evidence.confidence:.0%} sure. Press to hear it."
    )
    return Tag(name.label, name.effect, evidence.start, evidence.end, title, evidence.marker, evidence.role)


def _turn_row(
    turn: Turn, name: str, marks: Sequence[Evidence], notes: tuple[str, ...], uncertain_below: float
) -> Row:  # fmt: skip
    return Row(
        kind="turn",
        start=turn.start,
        end=turn.end,
        name=name,
        role=turn.role,
        runs=tuple(_runs(turn.words, marks, uncertain_below)),
        tags=tuple(tag_of(mark) for mark in marks),
        notes=notes,
    )


def _notes(report: CallReport, turn: Turn) -> tuple[str, ...]:
    if turn.role != "ivr":
        return ()
    return tuple(
        note for prompt in report.measures.ivr.prompts if _is_of(prompt, turn) for note in prompt_notes(prompt)
    )


def prompt_notes(prompt: Prompt) -> Iterator[str]:
    """What the measures count a prompt as."""
    if prompt.is_menu:
        yield f"menu, {prompt.options} option{'s' if prompt.options != 1 else ''}"
    if prompt.options_changed:
        yield "“options have changed”"
    if prompt.invalid:
        yield "key not accepted"
    if prompt.repeated:
        yield "heard before"


def _is_of(prompt: Prompt, turn: Turn) -> bool:
    """Whether most of the prompt is what this turn says."""
    return overlap_s(prompt, turn) > duration_s(prompt) / 2


def _runs(words: tuple[Word, ...], marks: Sequence[Evidence], uncertain_below: float) -> Iterator[Run]:
    if not marks:
        if words:
            yield Run(_spoken(words, uncertain_below), None, "", joined=False)
        return
    groups = [(covering, tuple(group)) for covering, group in groupby(words, key=lambda word: _covering(word, marks))]
    following = [covering for covering, _ in groups[1:]] + [()]
    for (covering, group), after in zip(groups, following, strict=True):
        names = [marker_name(mark.marker) for mark in covering]
        spoken = _spoken(group, uncertain_below)
        title = ", ".join(dict.fromkeys(f"{name.label} ({EFFECT_WORDS[name.effect]})" for name in names))
        joined = any(mark in after for mark in covering)
        yield Run(spoken, _strongest([name.effect for name in names]), title, joined)


def _spoken(words: tuple[Word, ...], uncertain_below: float) -> tuple[SpokenWord, ...]:
    return tuple(
        SpokenWord(word.text.strip(), word.start, word.end, word.confidence < uncertain_below) for word in words
    )


def _covering(word: Word, marks: Sequence[Evidence]) -> tuple[Evidence, ...]:
    middle = (word.start + word.end) / 2
    return tuple(mark for mark in marks if mark.start <= middle <= mark.end)


def _strongest(effects: list[Effect]) -> Effect | None:
    """Words that carry several marks look like the one a reviewer should see first: what lowers, then what raises."""
    order: tuple[Effect, ...] = ("bad", "good", "caller", "fact")
    return next((effect for effect in order if effect in effects), None)


def _key_row(key: KeyPress) -> Row:
    said = "presses a key (hidden: it may be part of a PIN)" if key.key == MASKED_KEY else f"presses {key.key}"
    return Row("key", key.start, key.end, "Customer", "customer", text=said)


def _silence_row(silence: Span) -> Row:
    return Row(
        "silence", silence.start, silence.end, "Silence", text=f"Nobody speaks for {length(duration_s(silence))}"
    )


def _wait_row(segment: Segment) -> Row:
    heard = f", {segment.audio}" if segment.audio else ""
    spoken = f", announcement at {clock(segment.announcements[0].start)}" if segment.announcements else ""
    text = f"{WAIT_WORDS[segment.kind]} {length(duration_s(segment))}{heard}{spoken}"
    return Row("wait", segment.start, segment.end, WAIT_WORDS[segment.kind], segment.kind, text=text)


def _row_of(evidence: Evidence, rows: list[Row]) -> int:
    """Where a mark without a turn belongs: the shortest row it falls into, else the last one that began before it."""
    inside = [index for index, row in enumerate(rows) if overlap_s(evidence, row) > 0]
    if inside:
        return min(inside, key=lambda index: rows[index].end - rows[index].start)
    return max((index for index, row in enumerate(rows) if row.start <= evidence.start), default=0)
