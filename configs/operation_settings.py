"""Settings of running: devices, models, store, metadata, batch. Each value is documented in settings.toml."""

from typing import Literal

from configs.section import section


@section
class ComputeSettings:
    """[compute]: where networks run."""

    device: Literal["auto", "cpu", "cuda"]
    threads: int


@section
class ModelSettings:
    """[models]: where networks come from."""

    folder: str


@section
class StoreSettings:
    """[store]: where results are kept."""

    url: str


@section
class MetadataSettings:
    """[metadata]: what is known of a call from outside."""


@section
class BatchSettings:
    """[batch]: the nightly flow."""


@section
class ReportSettings:
    """[report]: report.html."""
