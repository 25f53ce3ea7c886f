"""What of a call is to be deleted by now."""

from collections.abc import Collection
from datetime import datetime, timedelta

from calls.errors import SetupBroken
from configs.operation_settings import RetentionSettings
from store.retention import DatedCall, What


def oldest_kept(settings: RetentionSettings, now: datetime) -> datetime | None:
    """Of calls from this moment on nothing is deleted; None where nothing ever is. Raises SetupBroken on odd days."""
    days = _days(settings)
    if any(value < 0 for value in days.values()):
        raise SetupBroken("settings in [retention]: days are 0 (for ever) or more; correct them")
    if 0 < settings.row_days < settings.recording_days:
        raise SetupBroken(
            "settings 'retention.recording_days', 'retention.row_days': rows that are gone no longer tell where the "
            "recording is; let recordings go first, or with them"
        )
    set_days = [value for value in days.values() if value]
    return now - timedelta(days=min(set_days)) if set_days else None


def due(call: DatedCall, settings: RetentionSettings, held: Collection[str], now: datetime) -> tuple[What, ...]:
    """The parts whose time is over and that are still there, in the order of deleting; none of a call held.

    The rows come last, for they tell where the others are: whatever a crash leaves, the next run finds and deletes it.
    Were they first, a crash would leave a report that nobody knows of.
    """
    if call.call_id in held:
        return ()
    age = now - call.when
    over = {what for what, days in _days(settings).items() if days and age >= timedelta(days=days)}
    if "rows" in over:
        over.add("report")
    if "report" in over:
        over.discard("sound")  # it goes with the report
    gone = call.gone | ({"sound"} if "report" in call.gone else set())
    order: tuple[What, ...] = ("recording", "sound", "report", "rows")
    return tuple(what for what in order if what in over - gone)


def _days(settings: RetentionSettings) -> dict[What, int]:
    return {
        "recording": settings.recording_days,
        "sound": settings.sound_days,
        "report": settings.report_days,
        "rows": settings.row_days,
    }
