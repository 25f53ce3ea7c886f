"""Errors become one sentence and an exit code, once, at the edge."""

import logging
import os
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from calls.errors import RecordingRejected, SetupBroken, TryAgain, WarmlineError
from cli.edge import UNFORESEEN, OneSentenceGroup
from cli.logs import log_to_stderr

SENTENCE = "/out: the output folder can't be written; choose another with --out"


def run_failing(error: BaseException, *args: str) -> tuple[int, str]:
    app = typer.Typer(cls=OneSentenceGroup, pretty_exceptions_enable=False)

    @app.callback()
    def common(debug: bool = False) -> None:
        log_to_stderr(debug=debug)

    @app.command()
    def fail() -> None:
        raise error

    result = CliRunner().invoke(app, [*args, "fail"])
    return result.exit_code, result.stderr


@pytest.mark.parametrize(
    ("error", "code"), [(WarmlineError, 1), (SetupBroken, 2), (RecordingRejected, 3), (TryAgain, 4)]
)
def test_a_foreseen_error_is_its_sentence_and_code(error: type[WarmlineError], code: int) -> None:
    assert run_failing(error(SENTENCE)) == (code, f"warmline: {SENTENCE}\n")


def test_an_unforeseen_error_shows_its_type_and_no_traceback() -> None:
    code, told = run_failing(KeyError("words of a call"))
    assert code == UNFORESEEN
    assert told == "warmline: an unforeseen KeyError; run again with --debug and report what it shows\n"


def test_debug_shows_where_it_came_from() -> None:
    code, told = run_failing(SetupBroken(SENTENCE), "--debug")
    assert code == 2
    assert told.startswith(f"warmline: {SENTENCE}\n")
    assert "Traceback" in told


def test_a_wrong_option_is_explained_by_the_command_itself() -> None:
    code, told = run_failing(SetupBroken(SENTENCE), "--no-such-option")
    assert code == 2
    assert "no-such-option" in told


@pytest.mark.skipif(sys.platform == "win32", reason="pipes there don't tell")
def test_a_reader_who_has_seen_enough_is_no_error_to_report() -> None:
    seen, written = os.pipe()
    os.close(seen)
    help_of_evaluate = "import sys; sys.argv[1:] = ['evaluate', '--help']; from cli.main import app; app()"
    ended = subprocess.run(
        [sys.executable, "-c", help_of_evaluate], stdout=written, stderr=subprocess.PIPE, check=False
    )
    os.close(written)
    assert ended.returncode == 1
    assert ended.stderr == b""


def test_a_pipe_that_breaks_elsewhere_is_reported() -> None:
    assert run_failing(BrokenPipeError())[0] == UNFORESEEN


@pytest.fixture(autouse=True)
def _own_logger() -> None:
    logging.getLogger("warmline").handlers = []
