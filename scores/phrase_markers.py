"""Markers by the phrase lists: who says it, whether it is asked, and what is refused, is in the lists themselves."""

from collections.abc import Iterator, Sequence

from calls.scores import Evidence
from configs.phrases import Found, PhraseRule, Phrases
from scores.lines import Line, evidence_of

MARKERS = "markers"
NEGATORS = frozenset(("not", "never", "hardly"))
REACH = 3
"""How many words before a phrase a negator still turns it round: "not at all upset"."""


def phrase_markers(lines: Sequence[Line], phrases: Phrases) -> tuple[Evidence, ...]:
    """Every phrase found, at most one of a marker per sentence."""
    before = (None, *lines)
    return tuple(e for earlier, line in zip(before, lines, strict=False) for e in _in_line(line, earlier, phrases))


def _in_line(line: Line, earlier: Line | None, phrases: Phrases) -> Iterator[Evidence]:
    done: set[str] = set()
    words = line.sentence.words
    joined = f"{earlier.sentence.words} {words}" if earlier and is_exclamation(earlier, line) else words
    for rule in phrases.of(MARKERS).values():
        marker = rule.text.marker or rule.name
        if marker not in done and _applies(rule, line) and (said(rule, words) or said(rule, joined)):
            done.add(marker)
            yield evidence_of(line, marker, rule.text.weight)


def is_exclamation(earlier: Line, line: Line) -> bool:
    """Whether `earlier` is a word by itself that a recogniser parted from its sentence: "Great. Thank you.\" """
    return earlier.turn == line.turn and len(earlier.sentence.tokens) == 1


def _applies(rule: PhraseRule, line: Line) -> bool:
    wanted = rule.text
    if wanted.question is not None and wanted.question != line.sentence.is_question:
        return False
    return is_where_it_belongs(rule, line)


def is_where_it_belongs(rule: PhraseRule, line: Line) -> bool:
    """Whether the line is said by whom, and where in the call, the rule wants it."""
    wanted = rule.text
    if wanted.role not in ("any", line.role):
        return False
    return not (wanted.near == "start" and not line.opens) and not (wanted.near == "end" and not line.closes)


def said(rule: PhraseRule, words: str) -> bool:
    """Whether the rule is found in `words` and, if it can be, not turned round by a negator before it."""
    found = rule.find(words)
    return found is not None and not (rule.text.negatable and _negated(words, found))


def _negated(words: str, found: Found) -> bool:
    return not NEGATORS.isdisjoint(words[: found.start].split()[-REACH:])
