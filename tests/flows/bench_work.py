"""What a bench under test does with a call, by the name of its recording: a module of its own, imported there."""

import logging
import os
import time

from calls.errors import RecordingRejected, SetupBroken
from calls.outcome import Outcome
from flows.run import Run
from intake.gather import IncomingCall
from store.claims import claim_of, take

HUNGER = 700 * 2**20
"""Bytes that a hungry call takes."""
FOREVER_S = 60.0

logger = logging.getLogger("warmline.stages")


def work(run: Run, call: IncomingCall) -> Outcome:
    """In place of produce_report."""
    kind = call.recording.path.stem.rpartition("_")[2]
    take(run.store, claim_of(call.recording, run.recipe), FOREVER_S)
    logger.info("stage decode done", extra={"stage": "decode"})
    if kind == "slow":
        logger.info("call of 0.1 s", extra={"duration_s": 0.1})
        time.sleep(FOREVER_S)
    elif kind == "hungry":
        kept = bytearray(os.urandom(2**20)) * (HUNGER // 2**20)
        time.sleep(FOREVER_S)
        del kept
    elif kind == "dead":
        os._exit(3)
    elif kind == "mute":
        raise RecordingRejected(f"{call.recording.path}: mute")
    elif kind == "broken":
        raise SetupBroken("broken")
    elif kind == "bug":
        raise KeyError("the customer's words")
    return Outcome(call.recording.path, "done", call.recording.call_id, reason=str(os.getpid()))
