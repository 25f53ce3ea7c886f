"""What is left of a run."""

from pathlib import Path

import pytest

from calls.recording import CallMetadata, Recording
from cli.estimate import Estimate
from intake.gather import IncomingCall

SHARES = {"decode": 0.1, "listen": 0.3, "transcribe": 0.6}


def call(size_bytes: int) -> IncomingCall:
    return IncomingCall(Recording(Path("x.wav"), "0" * 64, "x", CallMetadata()), size_bytes)


def test_nothing_is_guessed_before_anything_is_done() -> None:
    estimate = Estimate(SHARES)
    assert estimate.left_s(60.0) is None
    estimate.gathered((call(100),))
    assert estimate.left_s(60.0) is None


def test_nothing_is_guessed_from_a_moment() -> None:
    estimate = Estimate(SHARES)
    estimate.gathered((call(100), call(100)))
    estimate.call_ends(call(100))
    assert estimate.left_s(0.5) is None


def test_calls_weigh_by_their_size() -> None:
    estimate = Estimate(SHARES)
    estimate.gathered((call(100), call(300)))
    estimate.call_ends(call(100))
    assert estimate.left_s(10.0) == pytest.approx(30.0)


def test_stages_count_inside_a_call() -> None:
    estimate = Estimate(SHARES)
    estimate.gathered((call(100),))
    estimate.stage_begins(call(100), "transcribe")
    assert estimate.left_s(10.0) == pytest.approx(15.0)


def test_a_stage_without_a_share_moves_nothing() -> None:
    estimate = Estimate(SHARES)
    estimate.gathered((call(100),))
    estimate.stage_begins(call(100), "load models")
    assert estimate.done == 0


def test_nothing_is_left_at_the_end() -> None:
    estimate = Estimate(SHARES)
    estimate.gathered((call(100),))
    estimate.call_ends(call(100))
    assert estimate.left_s(10.0) == 0


def test_skipped_calls_say_nothing_of_the_pace() -> None:
    estimate = Estimate(SHARES)
    estimate.gathered((call(800), call(100), call(100)))
    estimate.call_ends(call(800), worked=False)
    estimate.call_ends(call(100))
    assert estimate.left_s(10.0) == pytest.approx(10.0)
