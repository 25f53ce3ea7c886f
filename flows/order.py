"""What the operator asked for."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from configs.settings import Settings, load_settings

Device = Literal["auto", "cpu", "cuda"]


@dataclass(frozen=True, slots=True)
class Order:
    """A run as small values that may travel to another process. `device` overrides the settings'."""

    out: Path
    config: Path | None = None
    device: Device | None = None
    again: bool = False


def settings_of(order: Order) -> Settings:
    """The settings file's values, with the order's device in place. Raises SetupBroken."""
    settings = load_settings(order.config)
    if order.device is None:
        return settings
    return dataclasses.replace(settings, compute=dataclasses.replace(settings.compute, device=order.device))
