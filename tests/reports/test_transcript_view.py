"""The transcript's rows: who, when, what was marked, what happened in between."""

from dataclasses import replace

from example import example_report, mono_report, speechless_report

from calls.scores import Evidence
from calls.transcript import Turn
from reports.people import party_name, side_of_channel
from reports.transcript_view import transcript_rows

UNCERTAIN = 0.45


def test_turns_keys_waits_and_silences_stand_in_the_order_they_happened() -> None:
    rows = transcript_rows(example_report(), UNCERTAIN)
    assert [row.start for row in rows] == sorted(row.start for row in rows)
    told = [row.text for row in rows if row.kind != "turn"]
    assert told == [
        "Ringing 6.0 s",
        "presses a key (hidden: it may be part of a PIN)",
        "presses 0",
        "In the queue 12 s, music, announcement at 0:22",
        "On hold 29 s, music",
        "Nobody speaks for 3.8 s",
    ]


def test_no_word_is_lost_or_said_twice() -> None:
    report = example_report()
    shown = [word.text for row in transcript_rows(report, UNCERTAIN) for run in row.runs for word in run.words]
    assert shown == [word.text for word in report.transcript.words]


def test_marked_words_are_exactly_those_of_the_evidence() -> None:
    row = next(row for row in transcript_rows(example_report(), UNCERTAIN) if row.start == 92.4)
    marked = [(run.effect, " ".join(word.text for word in run.words)) for run in row.runs if run.effect]
    assert marked[:2] == [("good", "Thank you for waiting."), ("bad", "It is our policy")]
    assert [tag.label for tag in row.tags] == ["Gratitude", "Policy shield"]


def test_marks_that_overlap_are_joined_and_each_named() -> None:
    row = next(row for row in transcript_rows(example_report(), UNCERTAIN) if row.start == 46.1)
    first, both, rest = row.runs[:3]
    assert "Apology" in both.title
    assert "Acknowledgement" in both.title
    assert (first.joined, both.joined, rest.joined) == (True, True, False)


def test_a_mark_without_a_turn_stands_at_the_key_it_is_about() -> None:
    rows = transcript_rows(example_report(), UNCERTAIN)
    assert [tag.label for row in rows if row.text == "presses 0" for tag in row.tags] == ["Zero out"]


def test_a_mark_outside_every_row_is_not_lost() -> None:
    report = example_report()
    stray = Evidence("new_marker", "agent", 90.0, 90.5, "", 0.5, None)
    rows = transcript_rows(replace(report, evidence=(stray,)), UNCERTAIN)
    assert [tag.label for row in rows for tag in row.tags] == ["New marker"]


def test_prompts_say_what_the_measures_count_them_as() -> None:
    notes = [row.notes for row in transcript_rows(example_report(), UNCERTAIN) if row.notes]
    assert notes == [("menu, 2 options", "“options have changed”"), ("key not accepted",)]


def test_words_below_the_threshold_are_uncertain() -> None:
    report = example_report()
    none = [word for row in transcript_rows(report, 0.0) for run in row.runs for word in run.words if word.uncertain]
    some = [word for row in transcript_rows(report, 0.5) for run in row.runs for word in run.words if word.uncertain]
    assert not none
    assert some


def test_a_call_without_a_word_has_its_silence_only() -> None:
    rows = transcript_rows(speechless_report(), UNCERTAIN)
    assert [row.kind for row in rows] == ["silence"]


def test_parties_are_called_by_name_where_one_is_known() -> None:
    report, mono = example_report(), mono_report()
    assert party_name(report, report.turns[2]) == "Agent Noor"
    assert party_name(report, report.turns[3]) == "Customer"
    assert party_name(mono, mono.turns[2]) == "Agent"
    second = Turn("agent", "agent 2", 1.0, 2.0, ())
    assert party_name(replace(mono, turns=(*mono.turns, second)), second) == "Agent 2"


def test_sides_are_those_of_the_metadata_else_of_what_was_said_on_them() -> None:
    report = example_report()
    nothing_known = replace(report.recording, metadata=replace(report.recording.metadata, agent_channel=None))
    swapped = replace(report.recording, metadata=replace(report.recording.metadata, agent_channel=1))
    assert side_of_channel(replace(report, recording=nothing_known)) == ("Agent", "Customer")
    assert side_of_channel(replace(report, recording=swapped)) == ("Customer", "Agent")
    assert side_of_channel(mono_report()) == ("Everyone",)
