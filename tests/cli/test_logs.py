"""Log lines for machines."""

import json
import logging

import pytest

from cli.logs import log_as_json, log_to_stderr


def test_json_lines_carry_the_fields(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    log_as_json()
    logging.getLogger("warmline.stages").info("stage done", extra={"call_id": "c7", "seconds": 1.5})
    line = json.loads(capsys.readouterr().err)
    assert (line["message"], line["call_id"], line["seconds"], line["level"]) == ("stage done", "c7", 1.5, "info")


def test_a_person_sees_warnings_only(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    logging.getLogger("warmline.stages").info("stage done")
    logging.getLogger("warmline.calls").warning("call failed", extra={"call_id": "c7"})
    assert capsys.readouterr().err == "warning: call failed call_id=c7\n"
