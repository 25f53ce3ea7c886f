"""A stage is named and timed, and its failure says where."""

import logging
from pathlib import Path

import pytest

from calls.errors import RecordingRejected, TryAgain
from calls.recording import CallMetadata, Recording
from flows.stages import StageClock

RECORDING = Recording(Path("/calls/c7.wav"), "0" * 64, "c7", CallMetadata())


def test_stages_are_told_as_they_begin_and_timed() -> None:
    begun: list[str] = []
    clock = StageClock(RECORDING, begun.append)
    for name in ("decode", "listen"):
        with clock.stage(name):
            pass
    assert begun == ["decode", "listen"]
    assert [time.stage for time in clock.times] == begun
    assert all(0 <= time.seconds < 1 for time in clock.times)


def test_a_foreseen_error_keeps_its_kind_and_gets_its_stage() -> None:
    with pytest.raises(TryAgain, match="busy") as caught, StageClock(RECORDING).stage("transcribe"):
        raise TryAgain("busy")
    assert caught.value.stage == "transcribe"


@pytest.mark.parametrize(("error", "said"), [(KeyError("secret words"), "KeyError"), (MemoryError(), "memory")])
def test_an_unforeseen_error_is_a_rejection_without_its_words(error: BaseException, said: str) -> None:
    with pytest.raises(RecordingRejected) as caught, StageClock(RECORDING).stage("mark"):
        raise error
    assert str(caught.value).startswith("/calls/c7.wav: could not be analysed, stage 'mark': ")
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)
    assert caught.value.stage == "mark"


def test_stopping_by_hand_is_no_failure_of_the_call() -> None:
    with pytest.raises(KeyboardInterrupt), StageClock(RECORDING).stage("mark"):
        raise KeyboardInterrupt


def test_the_log_has_the_call_and_the_seconds(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("warmline")
    logger.propagate = True
    with caplog.at_level(logging.INFO, "warmline"), StageClock(RECORDING).stage("mark"):
        pass
    record = caplog.records[0]
    assert (record.__dict__["call_id"], record.__dict__["stage"]) == ("c7", "mark")
