"""Where errors become one sentence and an exit code."""

import logging
import select

import typer
from typer.core import TyperGroup

from calls.errors import WarmlineError
from cli.logs import say

_STDOUT = 1
UNFORESEEN = 70
"""Exit code of a bug, as sysexits.h has it (EX_SOFTWARE)."""


class OneSentenceGroup(TyperGroup):
    """A command group whose failures are a sentence on stderr; with --debug also where they came from."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run the command."""
        try:
            return super().invoke(ctx)
        except WarmlineError as error:
            _tell(ctx, error, str(error), error.exit_code)
            raise typer.Exit(error.exit_code) from error
        except (typer.Exit, typer.Abort, KeyboardInterrupt):
            raise
        except Exception as error:
            if _is_usage_error(error) or (isinstance(error, BrokenPipeError) and _nobody_reads()):
                raise  # typer ends quietly where `| head` has seen enough
            sentence = f"an unforeseen {type(error).__name__}; run again with --debug and report what it shows"
            _tell(ctx, error, sentence, UNFORESEEN)
            raise typer.Exit(UNFORESEEN) from error


def _is_usage_error(error: Exception) -> bool:
    # Typer's own errors (a wrong option) print themselves; its click is vendored, so no class to import.
    return hasattr(error, "exit_code") and hasattr(error, "show")


def _nobody_reads() -> bool:
    """Whether stdout is a pipe whose reader has gone."""
    if not hasattr(select, "poll"):  # Windows
        return False
    watch = select.poll()
    watch.register(_STDOUT, 0)
    return any(event & select.POLLERR for _, event in watch.poll(0))


def _tell(ctx: typer.Context, error: Exception, sentence: str, code: int) -> None:
    say(f"warmline: {sentence}", exit_code=code)
    if ctx.params.get("debug"):
        logging.getLogger("warmline").error("traceback", exc_info=error)
