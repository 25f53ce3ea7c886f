"""All settings of one run: the defaults of settings.toml, overlaid by the operator's file."""

import hashlib
import json
import tomllib
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from calls.errors import SetupBroken
from configs.call_settings import DynamicsSettings, TimelineSettings, ToneSettings, TurnSettings
from configs.desk_settings import (
    DeskSettings,
    InitiativeSettings,
    MomentSettings,
    NumbnessSettings,
    SignOnSettings,
    WorthSettings,
)
from configs.operation_settings import (
    BatchSettings,
    BucketSettings,
    CalibrationSettings,
    ComputeSettings,
    HealthSettings,
    MailSettings,
    MetadataSettings,
    ModelSettings,
    NightlySettings,
    ReportSettings,
    RetentionSettings,
    StoreSettings,
    WebhookSettings,
)
from configs.score_settings import (
    DeliverySettings,
    EmpathySettings,
    FrictionSettings,
    MarkerSettings,
    ScriptednessSettings,
)
from configs.section import section
from configs.sound_settings import (
    ChannelSettings,
    KeySettings,
    LineSettings,
    MusicSettings,
    RingSettings,
    SpeechSettings,
)
from configs.speech_settings import DiarisationSettings, RecognitionSettings

DEFAULTS = "settings.toml"
OPERATION_SECTIONS = (
    "compute", "models", "store", "metadata", "buckets", "batch", "nightly", "report", "calibration",
    "mail", "webhook", "health", "retention", "scriptedness", "desk", "worth", "moments",
    "numbness", "initiatives", "sign_on",
)  # fmt: skip
"""Sections that change where and how the work is done, not what is found: they are no part of the recipe."""


@section
class Settings:
    """settings.toml, a field a section."""

    speech: SpeechSettings
    keys: KeySettings
    ring: RingSettings
    music: MusicSettings
    line: LineSettings
    channels: ChannelSettings
    recognition: RecognitionSettings
    diarisation: DiarisationSettings
    timeline: TimelineSettings
    turns: TurnSettings
    dynamics: DynamicsSettings
    tone: ToneSettings
    markers: MarkerSettings
    empathy: EmpathySettings
    delivery: DeliverySettings
    friction: FrictionSettings
    scriptedness: ScriptednessSettings
    compute: ComputeSettings
    models: ModelSettings
    store: StoreSettings
    metadata: MetadataSettings
    buckets: BucketSettings
    batch: BatchSettings
    nightly: NightlySettings
    mail: MailSettings
    webhook: WebhookSettings
    health: HealthSettings
    retention: RetentionSettings
    report: ReportSettings
    calibration: CalibrationSettings
    desk: DeskSettings
    worth: WorthSettings
    moments: MomentSettings
    numbness: NumbnessSettings
    initiatives: InitiativeSettings
    sign_on: SignOnSettings


def load_settings(path: Path | None = None) -> Settings:
    """The defaults, overlaid by the TOML file at `path`, which need name only what it changes.

    Raises SetupBroken with the file, the key and what is wrong with it.
    """
    defaults = tomllib.loads(resources.files("configs").joinpath(DEFAULTS).read_text("utf-8"))
    if path is None:
        return _checked(defaults, DEFAULTS)
    try:
        own = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SetupBroken(f"{path}: the config file can't be read ({error.strerror}); check --config") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupBroken(f"{path}: the config file is not valid TOML ({error}); correct that line") from error
    return _checked(_overlaid(defaults, own), str(path))


def config_hash(settings: Settings, phrases: str) -> str:
    """sha256 over what decides the findings: all settings but those of operation, and the phrase lists' text."""
    values = {key: value for key, value in asdict(settings).items() if key not in OPERATION_SECTIONS}
    return hashlib.sha256((json.dumps(values, sort_keys=True) + phrases).encode()).hexdigest()


def _overlaid(defaults: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(defaults)
    for key, value in own.items():
        old = merged.get(key)
        merged[key] = _overlaid(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _checked(values: dict[str, Any], source: str) -> Settings:
    try:
        return TypeAdapter(Settings).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SetupBroken(f"{source}: setting '{where}': {first['msg']}; docs/settings.md lists them all") from error
