"""What can go wrong, named by what the operator should do.

    WarmlineError
    +-- RecordingRejected   this recording can't be analysed; the rest of the batch goes on
    +-- TryAgain            may pass by itself (network, a busy database); retried
    +-- SetupBroken         nothing will work until a person repairs the set-up
    +-- NeedsAttention      the work is done, but so badly that a person should look

A message is one sentence that names the thing, says what is wrong and what to do.
"""


class WarmlineError(Exception):
    """Any failure Warmline foresaw; `exit_code` is what the command ends with.

    `stage` is the stage of the analysis it happened in, set on its way out; None outside an analysis.
    """

    exit_code = 1
    stage: str | None = None


class RecordingRejected(WarmlineError):
    """This recording can't be analysed; the message names the file and what to do."""

    exit_code = 3


class TryAgain(WarmlineError):
    """A failure that may pass by itself; the batch retries it."""

    exit_code = 4


class SetupBroken(WarmlineError):
    """The set-up needs a person: a missing model, a wrong hash, a bad config, an unwritable folder."""

    exit_code = 2


class NeedsAttention(WarmlineError):
    """A night worse than the limits in the settings; the message says which, and where each failure is listed."""

    exit_code = 5
