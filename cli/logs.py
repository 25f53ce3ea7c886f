"""Log lines: call ids, stages, seconds; never words of a call."""

import json
import logging
import sys
from datetime import UTC, datetime

import typer

LOGGER = logging.getLogger("warmline")
STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, event, and whatever `extra` the line was given."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fields = {key: value for key, value in record.__dict__.items() if key not in STANDARD}
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **fields,
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class PlainLines(logging.Formatter):
    """The same for a person: event key=value ..."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fields = " ".join(f"{key}={value}" for key, value in record.__dict__.items() if key not in STANDARD)
        line = f"{record.levelname.lower()}: {record.getMessage()} {fields}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def log_to_stderr(*, debug: bool = False) -> None:
    """Show warnings to a person; with `debug` everything."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainLines())
    handler.setLevel(logging.DEBUG if debug else logging.WARNING)
    LOGGER.handlers = [handler]
    LOGGER.propagate = False
    # The handler decides what is seen here: Prefect's, beside it, keeps the stages of every call.
    LOGGER.setLevel(logging.DEBUG if debug else logging.INFO)


def say(sentence: str, **fields: object) -> None:
    """On stderr: the sentence to a person; in a JSON log, which is JSON alone, a line with the fields."""
    if any(isinstance(handler.formatter, JsonLines) for handler in LOGGER.handlers):
        LOGGER.error(sentence, extra=fields)
    else:
        typer.echo(sentence, err=True)


def log_as_json() -> None:
    """From now on a JSON object a line, stages and calls included."""
    for handler in LOGGER.handlers:
        handler.setFormatter(JsonLines())
        handler.setLevel(min(handler.level, logging.INFO))
