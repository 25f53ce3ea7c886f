"""The night's figures as Prometheus reads them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from calls.outcome import Headline, Outcome
from configs.settings import load_settings
from reports.comparison import Comparison
from reports.metrics import night_metrics
from reports.morning import Night
from store.worked import Worked

BEGAN = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LIMITS = load_settings().nightly


def night(*outcomes: Outcome) -> Night:
    return Night(
        began=BEGAN,
        ended=BEGAN + timedelta(seconds=600),
        out=Path("out"),
        reports=Path("out"),
        outcomes=outcomes,
        comparison=Comparison(0, 0, (), (), ()),
        review=(),
    )


def figures(told: Night, *worked: Worked) -> dict[tuple[str, str], float]:
    """Value by name and label."""
    families = text_string_to_metric_families(night_metrics(told, worked, LIMITS))
    return {(s.name, *s.labels.values(), "")[:2]: s.value for family in families for s in family.samples}


DONE = Outcome(Path("a.wav"), "done", "a", Headline(120.0, 0.0, 0.0, None, None))
FAILED = Outcome(Path("b.wav"), "failed", "b", reason="b.wav: secret words of a call", stage="decode")


def test_calls_are_counted_by_what_became_of_them_and_zero_is_said() -> None:
    found = figures(night(DONE, DONE, FAILED))
    assert found["warmline_night_calls", "done"] == 2
    assert found["warmline_night_calls", "failed"] == 1
    assert found["warmline_night_calls", "left"] == 0


def test_failures_are_told_by_stage_and_reason_without_a_word_of_the_call() -> None:
    unread = Outcome(Path("c.wav"), "failed", reason="c.wav: the file is empty")
    slow = Outcome(Path("d.wav"), "failed", reason="d.wav: stopped, it took more than 9 s", stage="after listen")
    away = Outcome(Path("e.wav"), "failed", reason="store: can't be reached for now", may_pass=True)
    text = night_metrics(night(FAILED, unread, slow, away), (), LIMITS)
    told = {line for line in text.splitlines() if line.startswith("warmline_night_failures{")}
    assert told == {
        f'warmline_night_failures{{reason="{reason}",stage="{stage}"}} 1.0'
        for stage, reason in (
            ("decode", "can't be analysed"),
            ("before the first stage", "can't be analysed"),
            ("after listen", "past a limit"),
            ("before the first stage", "for now"),
        )
    }
    assert "secret" not in text
    assert "wav" not in text


def test_speed_can_be_worked_out_and_a_bad_night_alarms() -> None:
    found = figures(night(DONE, DONE))
    assert found["warmline_night_audio_seconds", ""] / found["warmline_night_seconds", ""] == 0.4
    assert found["warmline_night_within_limits", ""] == 1
    assert figures(night(DONE, FAILED))["warmline_night_within_limits", ""] == 0


def test_stages_are_added_up_and_the_oldest_call_is_told() -> None:
    old, new = (Worked(60.0, {"decode": 1.0, "transcribe": s}, "cpu", "", BEGAN - timedelta(hours=h), BEGAN)
                for s, h in ((3.0, 20), (4.0, 1)))  # fmt: skip
    found = figures(night(DONE), old, new, Worked(60.0, {}, "cpu", "", None, BEGAN))
    assert found["warmline_night_stage_seconds", "transcribe"] == 7
    assert found["warmline_night_oldest_call_seconds", ""] == 20 * 3600


def test_a_night_without_calls_has_all_its_figures() -> None:
    found = figures(night())
    assert found["warmline_night_calls", "done"] == found["warmline_night_seconds", ""] - 600 == 0
    assert found["warmline_night_within_limits", ""] == 1
