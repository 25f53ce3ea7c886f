"""A report reads with what people put right; the scores stay the machine's."""

from dataclasses import replace
from datetime import UTC, datetime

from example import example_report
from hypothesis import given
from hypothesis import strategies as st

from calls.transcript import Word
from reports.corrected import corrected, in_force
from reports.report_json import report_dict
from reports.report_read import report_of
from store.corrections import Corrected, Correction

REPORT = example_report()
NOW = datetime(2026, 11, 27, tzinfo=UTC)


def correction(number: int, kind: Corrected, start: float, end: float, after: str) -> Correction:
    return Correction(number, 1, "Ann", kind, round(start * 1000), round(end * 1000), "before", after, NOW)


def of_word(number: int, word: Word, after: str) -> Correction:
    return correction(number, "word", word.start, word.end, after)


def test_without_corrections_the_report_is_the_same() -> None:
    assert corrected(REPORT, ()) is REPORT


def test_a_word_is_put_right_in_turn_and_transcript_and_a_note_says_so() -> None:
    word = REPORT.turns[4].words[3]
    read = corrected(REPORT, [of_word(1, word, "terribly")])
    assert read.turns[4].text == REPORT.turns[4].text.replace(word.text, "terribly", 1)
    assert "terribly" in [w.text for w in read.transcript.words]
    assert read.notes[-1] == "Reviewers corrected words; the scores and measures are the machine's, from before."
    assert (read.scores, read.measures, read.evidence) == (REPORT.scores, REPORT.measures, REPORT.evidence)


def test_it_fits_a_report_read_back_from_its_file() -> None:
    read = report_of(report_dict(REPORT))
    word = REPORT.turns[4].words[3]
    assert "terribly" in corrected(read, [of_word(1, word, "terribly")]).turns[4].text


def test_who_speaks_and_what_a_segment_is() -> None:
    turn, hold = REPORT.turns[4], REPORT.timeline.of("hold")[0]
    read = corrected(
        REPORT,
        [
            correction(1, "role", turn.start, turn.end, "customer"),
            correction(2, "segment", hold.start, hold.end, "talk"),
        ],
    )
    assert (read.turns[4].role, read.turns[4].speaker) == ("customer", "customer")
    assert read.timeline.of("hold") == ()
    assert [(s.start, s.end) for s in read.timeline.segments] == [(s.start, s.end) for s in REPORT.timeline.segments]
    assert read.notes[-1].startswith("Reviewers corrected roles and segments")


def test_the_latest_not_undone_counts() -> None:
    word = REPORT.turns[4].words[3]
    first, second = of_word(1, word, "first"), of_word(2, word, "second")
    assert "second" in corrected(REPORT, [second, first]).turns[4].text
    assert "first" in corrected(REPORT, [first, replace(second, undone_at=NOW)]).turns[4].text
    assert in_force([replace(first, undone_at=NOW), replace(second, undone_at=NOW)]) == ()


def test_what_fits_nothing_changes_nothing() -> None:
    strays = [correction(1, "word", 500, 501, "a"), correction(2, "role", 1, 2, "agent")]
    assert corrected(REPORT, strays) is REPORT


@given(st.integers(0, len(REPORT.transcript.words) - 1), st.text(min_size=1, max_size=20))
def test_one_word_changes_and_no_other(index: int, after: str) -> None:
    word = REPORT.transcript.words[index]
    read = corrected(REPORT, [of_word(1, word, after)])
    changed = [w for w, was in zip(read.transcript.words, REPORT.transcript.words, strict=True) if w != was]
    assert [w.text for w in changed] == [after]
