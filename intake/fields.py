"""Raw values from a sidecar, a table or a file name, as the fields of CallMetadata."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from calls.errors import SetupBroken
from calls.recording import CallMetadata
from configs.operation_settings import MetadataSettings

FIELDS = tuple(field.name for field in dataclasses.fields(CallMetadata))
TEXT_FIELDS = tuple(name for name in FIELDS if name not in ("started_at", "agent_channel"))
HIGHEST_CHANNEL = 1
"""A call has one channel or two; `agent_channel` is 0 or 1."""


def metadata_from(raw: Mapping[str, object], settings: MetadataSettings) -> tuple[CallMetadata, tuple[str, ...]]:
    """The metadata fields among `raw`, and a remark for each that can't be used. All other keys are left unread.

    `id` stands for `call_id`, and `channels` ({"0": "agent", "1": "customer"}) for `agent_channel`.
    """
    values: dict[str, object] = {}
    remarks: list[str] = []
    for name in FIELDS:
        try:
            values[name] = _field(name, raw, settings)
        except ValueError as error:
            remarks.append(f"{name} ignored: {error}")
    return CallMetadata(**values), tuple(remarks)  # type: ignore[arg-type]


def merged(first: CallMetadata, second: CallMetadata) -> CallMetadata:
    """`first`, its unknown fields filled from `second`."""
    unknown = {name: getattr(second, name) for name in FIELDS if getattr(first, name) is None}
    return dataclasses.replace(first, **unknown)


def zone(settings: MetadataSettings) -> tzinfo:
    """The zone of a time that names none. Raises SetupBroken on a name that is no zone."""
    if settings.time_zone.upper() == "UTC":
        return UTC  # known even where the machine has no zone data
    try:
        return ZoneInfo(settings.time_zone)
    except (LookupError, ValueError, OSError) as error:
        raise SetupBroken(
            f"setting 'metadata.time_zone': no time zone is called '{settings.time_zone}'; write one as Europe/Madrid"
        ) from error


def _field(name: str, raw: Mapping[str, object], settings: MetadataSettings) -> object:
    if name == "started_at":
        return _time(raw.get(name), settings)
    if name == "agent_channel":
        return _agent_channel(raw)
    if name == "call_id":
        return _text(raw.get("call_id")) or _text(raw.get("id"))
    return _text(raw.get(name))


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"expected text, found {type(value).__name__}")
    # Neither database keeps a zero byte, and no name contains one.
    return str(value).replace("\0", "").strip() or None


def _time(value: object, settings: MetadataSettings) -> datetime | None:
    text = _text(value)
    if text is None:
        return None
    style = settings.started_at_format
    try:
        time = datetime.strptime(text, style) if style else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is not a time as {style or 'ISO 8601'} writes it") from None
    return time if time.tzinfo else time.replace(tzinfo=zone(settings))


def _agent_channel(raw: Mapping[str, object]) -> int | None:
    text = _text(raw.get("agent_channel"))
    if text is not None:
        if text not in ("0", "1"):
            raise ValueError(f"'{text}' is neither 0 nor 1")
        return int(text)
    return _agent_among(raw.get("channels"))


def _agent_among(channels: object) -> int | None:
    """The agent's channel in {"0": "agent", "1": "customer"}; the customer's tells as well."""
    if not isinstance(channels, Mapping):
        return None
    parties = {str(value).strip().lower(): str(key) for key, value in channels.items()}
    for party, other in (("agent", False), ("customer", True)):
        if parties.get(party) in ("0", "1"):
            channel = int(parties[party])
            return HIGHEST_CHANNEL - channel if other else channel
    return None
