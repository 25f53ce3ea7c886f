"""What is left of a run."""

from pathlib import Path

import pytest

from calls.outcome import Outcome
from calls.recording import CallMetadata, Recording
from cli.estimate import Estimate
from cli.progress import Counting
from intake.gather import IncomingCall

SHARES = {"decode": 0.1, "listen": 0.3, "transcribe": 0.6}


class Clock:
    """Seconds as the test sets them."""

    time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def estimate(clock: Clock) -> Estimate:
    return Estimate(SHARES, clock)


def call(size_bytes: int) -> IncomingCall:
    return IncomingCall(Recording(Path("x.wav"), "0" * 64, "x", CallMetadata()), size_bytes)


def test_nothing_is_guessed_before_anything_is_done(estimate: Estimate, clock: Clock) -> None:
    assert estimate.left_s() is None
    estimate.gathered((call(100),))
    clock.time = 60
    assert estimate.left_s() is None


def test_nothing_is_guessed_from_a_moment(estimate: Estimate, clock: Clock) -> None:
    estimate.gathered((call(100), call(100)))
    clock.time = 0.5
    estimate.call_ends(call(100))
    assert estimate.left_s() is None


def test_calls_weigh_by_their_size(estimate: Estimate, clock: Clock) -> None:
    estimate.gathered((call(100), call(300)))
    clock.time = 10
    estimate.call_ends(call(100))
    assert estimate.left_s() == pytest.approx(30)


def test_stages_count_inside_a_call(estimate: Estimate, clock: Clock) -> None:
    estimate.gathered((call(100),))
    clock.time = 10
    estimate.stage_begins(call(100), "transcribe")
    assert estimate.left_s() == pytest.approx(15)


def test_it_counts_down_between_stages_and_never_below_nothing(estimate: Estimate, clock: Clock) -> None:
    estimate.gathered((call(100),))
    clock.time = 10
    estimate.stage_begins(call(100), "transcribe")
    clock.time = 14
    assert estimate.left_s() == pytest.approx(11)
    clock.time = 99
    assert estimate.left_s() == 0


def test_a_stage_without_a_share_moves_nothing(estimate: Estimate) -> None:
    estimate.gathered((call(100),))
    estimate.stage_begins(call(100), "load models")
    assert estimate.done == 0


def test_skipped_calls_say_nothing_of_the_pace(estimate: Estimate, clock: Clock) -> None:
    estimate.gathered((call(800), call(100), call(100)))
    estimate.call_ends(call(800), worked=False)
    clock.time = 10
    estimate.call_ends(call(100))
    assert estimate.left_s() == pytest.approx(10)


def test_a_broken_file_of_a_few_bytes_says_nothing_of_the_pace(estimate: Estimate, clock: Clock) -> None:
    counting = Counting(estimate)
    counting.gathered((call(4), call(100_000), call(100_000)))
    clock.time = 4
    counting.call_ends(call(4), Outcome(Path("x.wav"), "failed"))
    assert estimate.left_s() is None
    clock.time = 14
    counting.call_ends(call(100_000), Outcome(Path("y.wav"), "done", seconds=10.0))
    assert estimate.left_s() == pytest.approx(10)


def test_loading_models_does_not_count(estimate: Estimate, clock: Clock) -> None:
    estimate.gathered((call(100), call(100)))
    estimate.stage_begins(call(100), "load models")
    clock.time = 60
    estimate.stage_begins(call(100), "decode")
    clock.time = 70
    estimate.call_ends(call(100))
    assert estimate.left_s() == pytest.approx(10)


def test_time_before_the_work_does_not_count(estimate: Estimate, clock: Clock) -> None:
    clock.time = 100
    estimate.gathered((call(100), call(100)))
    clock.time = 110
    estimate.call_ends(call(100))
    assert estimate.left_s() == pytest.approx(10)


def test_the_time_before_the_first_call_of_processes_does_not_count(estimate: Estimate, clock: Clock) -> None:
    estimate.gathered((call(100), call(100)))
    clock.time = 30
    estimate.call_ends(call(100), seconds=10.0)
    assert estimate.left_s() == pytest.approx(10)


def test_two_processes_whose_first_calls_are_slow(estimate: Estimate, clock: Clock) -> None:
    """Calls of 10 s side by side, the first two of 30: after a dozen the estimate is right to 5 %."""
    estimate.gathered(tuple(call(100) for _ in range(100)))
    ends = [30.0, 32.0] + [second for pair in range(1, 50) for second in (30.0 + 10 * pair, 32.0 + 10 * pair)]
    for number, end in enumerate(ends[:12]):
        clock.time = end
        estimate.call_ends(call(100), seconds=30.0 if number < 2 else 10.0)
    assert estimate.left_s() == pytest.approx(ends[-1] - clock.time, rel=0.05)
