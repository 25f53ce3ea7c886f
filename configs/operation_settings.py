"""Settings of running: devices, models, store, metadata, batch. Each value is documented in settings.toml."""

from typing import Literal

from configs.section import section

Device = Literal["auto", "cpu", "cuda", "tensorrt", "directml", "coreml", "openvino"]


@section
class ComputeSettings:
    """[compute]: where networks run."""

    device: Device
    threads: int


@section
class ModelSettings:
    """[models]: where networks come from."""

    folder: str


@section
class StoreSettings:
    """[store]: where results are kept, and what was taught."""

    line: str
    url: str
    busy_timeout_s: float
    patience_s: float


@section
class MetadataSettings:
    """[metadata]: what is known of a call from outside."""

    file_name_pattern: str
    started_at_format: str
    time_zone: str
    agent_channel: Literal[-1, 0, 1]


@section
class BucketSettings:
    """[buckets]: recordings and reports in S3-compatible buckets."""

    connections: int
    patience_s: float


@section
class CalibrationSettings:
    """[calibration]: reviewers' labels against the reports."""

    min_marks: int
    min_calls: int
    firmness: float
    reach_s: float
    desk_calls: int


@section
class BatchSettings:
    """[batch]: which files are recordings, and how many of them are worked on."""

    extensions: tuple[str, ...]
    quiet_s: float
    workers: int
    dask: str
    retries: int
    retry_delay_s: float
    give_up_after: int
    stop_after: int
    limit_base_s: float
    limit_factor: float
    limit_memory_mb: int
    lease_s: float
    poll_s: float
    server_start_s: int
    stage_shares: dict[str, float]


@section
class NightlySettings:
    """[nightly]: when a night needs attention, and what its summary shows."""

    max_failed_share: float
    max_left: int
    compare_days: int
    min_calls: int
    change_min_nights: int
    change_chance: float
    change_permutations: int
    review_calls: int
    review_sample: int
    review_confidence: float
    strong_distress: int
    low_score: float
    long_hold_s: float
    wide_interval: float
    address: str


@section
class MailSettings:
    """[mail]: the morning summary by e-mail."""

    to: tuple[str, ...]
    sender: str
    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str
    timeout_s: float


@section
class WebhookSettings:
    """[webhook]: the night's figures to a program."""

    url: str
    timeout_s: float
    retries: int
    retry_delay_s: float


@section
class HealthSettings:
    """[health]: what `warmline health` finds wrong."""

    max_age_h: float
    min_free_gb: float


@section
class RetentionSettings:
    """[retention]: when what is deleted."""

    sound_days: int
    report_days: int
    row_days: int
    recording_days: int
    hold: tuple[str, ...]
    hold_file: str


@section
class ReportSettings:
    """[report]: report.html."""

    folder: str
    embed_limit_s: float
    waveform_points: int
    curve_step_s: float
    uncertain_word: float
    skip_margin_s: float
