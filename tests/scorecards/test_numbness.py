"""A voice that flattens over the shift is told of; a hard day, a hard caller or chance is not."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from configs.settings import load_settings
from scorecards.numbness import Drift, drift_over_shift
from store.agent_calls import VoicedCall

SETTINGS = load_settings().numbness
FIRST = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)


def shifts(
    draw: np.random.Generator, number: int = 20, calls: int = 24, per_hour: float = 0.0,
    step: tuple[int, float] = (0, 0), together: float = 0.0,
) -> list[VoicedCall]:  # fmt: skip
    """Days of their own level and lean, eight hours each; from the hour of `step` on by so many points another."""
    found = []
    for day in range(number):
        level, lean = draw.normal(60, 10), draw.normal(0, together)
        for hour in np.sort(draw.uniform(0, 8, calls)):
            late = step[1] if hour >= step[0] else 0.0
            value = level + (per_hour + lean) * hour + late + draw.normal(0, 8)
            found.append(VoicedCall(FIRST + timedelta(days=day, hours=float(hour)), float(value), draw.random() < 0.2))
    return found


def drift(calls: list[VoicedCall]) -> Drift:
    found = drift_over_shift(calls, SETTINGS)
    assert found is not None
    return found


def test_a_loss_an_hour_is_found_with_its_size_whatever_the_days_were_like() -> None:
    found = drift(shifts(np.random.default_rng(1), per_hour=-1.5))
    assert found.low < -1.5 < found.high < 0
    assert found.flattens(SETTINGS)
    assert (found.shifts, found.calls) == (20, 480)
    assert found.hours[0].value > found.hours[-1].value


def test_where_the_voice_flattens_is_told_to_the_hour() -> None:
    found = drift(shifts(np.random.default_rng(2), number=40, step=(5, -10)))
    assert found.flattens(SETTINGS)
    assert found.after == 5


@pytest.mark.parametrize("together", [0.0, 1.0])
def test_no_drift_is_shown_one_time_in_forty_even_where_calls_of_a_day_hang_together(together: float) -> None:
    draw, shown = np.random.default_rng(3), 0
    for _ in range(400):
        shown += drift(shifts(draw, number=12, calls=16, together=together)).high < 0
    assert shown / 400 <= 0.045


def test_intervals_hold_the_truth() -> None:
    draw, held = np.random.default_rng(4), 0
    for _ in range(300):
        found = drift(shifts(draw, number=10, calls=14, per_hour=-0.8, together=0.5))
        held += found.low <= -0.8 <= found.high
    assert held / 300 >= 0.92


def test_upset_callers_in_the_evening_are_no_flat_voice() -> None:
    draw, calls = np.random.default_rng(5), []
    for day in range(30):
        for hour in np.sort(draw.uniform(0, 8, 20)):
            upset = bool(draw.random() < hour / 8)
            value = 65 - 12 * upset + draw.normal(0, 6)
            calls.append(VoicedCall(FIRST + timedelta(days=day, hours=float(hour)), float(value), upset))
    assert not drift(calls).flattens(SETTINGS)


def test_a_loss_nobody_hears_is_not_told() -> None:
    found = drift(shifts(np.random.default_rng(6), number=200, per_hour=-0.3))
    assert found.high < 0
    assert not found.flattens(SETTINGS)


def test_a_night_shift_over_midnight_is_one() -> None:
    draw = np.random.default_rng(7)
    late = [
        VoicedCall(call.began + timedelta(hours=13), call.delivery, call.upset) for call in shifts(draw, per_hour=-1.5)
    ]
    assert drift(late).shifts == 20


def test_few_calls_few_days_one_hour_or_nothing_measurable_tell_nothing() -> None:
    draw = np.random.default_rng(8)
    assert drift_over_shift([], SETTINGS) is None
    assert drift_over_shift(shifts(draw, number=SETTINGS.min_shifts - 1, calls=50), SETTINGS) is None
    assert drift_over_shift(shifts(draw, number=SETTINGS.min_shifts, calls=3), SETTINGS) is None
    mute = [VoicedCall(call.began, None, call.upset) for call in shifts(draw)]
    assert drift_over_shift(mute, SETTINGS) is None
    at_once = [VoicedCall(FIRST + timedelta(days=n // 20, minutes=n % 20), 50.0 + n % 7, False) for n in range(400)]
    assert drift_over_shift(at_once, SETTINGS) is None


def test_delivery_that_never_changes_is_no_drift() -> None:
    calls = [VoicedCall(call.began, 50.0, call.upset) for call in shifts(np.random.default_rng(9))]
    assert drift(calls).per_hour == pytest.approx(0.0, abs=1e-9)
    assert not drift(calls).flattens(SETTINGS)
