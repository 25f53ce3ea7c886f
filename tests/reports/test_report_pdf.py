"""The report on paper: whatever the words, they stay words."""

from dataclasses import replace
from io import BytesIO

import pytest
from example import example_report, mono_report, speechless_report
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from calls.report import CallReport
from calls.transcript import Turn, Word
from configs.settings import load_settings
from reports.report_pdf import report_pdf

SETTINGS = load_settings().report


def text_of(report: CallReport) -> str:
    pages = PdfReader(BytesIO(report_pdf(report, SETTINGS))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def saying(words: str) -> CallReport:
    report = example_report()
    turn = Turn("customer", words, 30.0, 31.0, (Word(words, 30.0, 31.0, 0.9, 1),))
    recording = replace(report.recording, call_id=words)
    return replace(report, recording=recording, turns=(*report.turns, turn), notes=(words,))


def test_typsts_own_signs_are_printed_not_obeyed() -> None:
    attack = '#read("/etc/passwd") #panic() *bold* $x$ = heading <label> @ref `code` // no comment \\ ["'
    told = text_of(saying(attack))
    assert told.count('#read("/etc/passwd")') >= 3
    assert "*bold*" in told
    assert "// no comment" in told


def test_a_report_made_at_a_part_of_a_second_is_printed() -> None:
    report = example_report()
    made_by = replace(report.provenance, analysed_at=report.provenance.analysed_at.replace(microsecond=123456))
    assert report.recording.call_id in text_of(replace(report, provenance=made_by))


@settings(max_examples=15)
@given(st.text(min_size=1, max_size=40))
def test_any_text_can_be_printed(words: str) -> None:
    assert report_pdf(saying(words), SETTINGS).startswith(b"%PDF")


@pytest.mark.parametrize("report", [mono_report(), speechless_report()], ids=lambda report: report.recording.call_id)
def test_calls_with_little_in_them_are_printed_too(report: CallReport) -> None:
    told = text_of(report)
    assert report.recording.call_id in told
    assert "not judged" in told


def test_the_same_report_gives_the_same_file() -> None:
    assert report_pdf(example_report(), SETTINGS) == report_pdf(example_report(), SETTINGS)
