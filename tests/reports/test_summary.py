"""The line a call gets in the terminal."""

from example import example_report, speechless_report

from reports.summary import summary_line


def test_the_line_names_the_call_its_waits_its_scores_and_the_speed() -> None:
    line = summary_line(example_report(), analysed_in_s=10.0)
    for told in ("example-0117", "2:04", "hold 0:28", "IVR 0:12, 1 menu", "empathy 68 (55-79)", "12.4x real time"):
        assert told in line
    assert "nobody speaks" not in line


def test_what_could_not_be_judged_is_said_and_not_a_zero() -> None:
    line = summary_line(example_report(), 10.0)
    assert "delivery n/a" in line


def test_a_call_without_speech_or_time_has_its_line_too() -> None:
    line = summary_line(speechless_report(), 0.0)
    assert "empathy n/a" in line
    assert line.endswith("nobody speaks")
    assert "\n" not in line
