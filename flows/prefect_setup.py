"""Prefect's own settings, which it reads from the environment when it is imported: call this before flows.batch."""

import os

from configs.operation_settings import BatchSettings


def configure_prefect(settings: BatchSettings) -> None:
    """Set what the operator has not set: nothing is reported outside, and a busy machine has time to start a server."""
    for name, value in {
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(settings.server_start_s),
        # Task rows are lost at the recorder's own sizes when many tasks end at once.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "200",
        # Our stages' log lines belong on the page of their run.
        "PREFECT_LOGGING_EXTRA_LOGGERS": "warmline",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        # The terminal is ours: each failure is told there once, as a sentence.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    }.items():
        os.environ.setdefault(name, value)
