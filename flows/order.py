"""What the operator asked for."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from configs.operation_settings import Device
from configs.settings import Settings, load_settings

LINE_FILE = "line.npz"
"""In the output folder, where the settings name no other: what was learned of the house's sounds."""


@dataclass(frozen=True, slots=True)
class Order:
    """A run as small values that may travel to another process. `device` overrides the settings'.

    `again` analyses what is done; `quarantine` leaves out what failed before for a reason that stays.
    """

    out: Path
    config: Path | None = None
    device: Device | None = None
    again: bool = False
    quarantine: bool = False


def settings_of(order: Order) -> Settings:
    """The settings file's values, with the order's device and the taught sounds' file in place. Raises SetupBroken."""
    settings = load_settings(order.config)
    line = settings.store.line or str(order.out / LINE_FILE)
    settings = dataclasses.replace(settings, store=dataclasses.replace(settings.store, line=line))
    if order.device is None:
        return settings
    return dataclasses.replace(settings, compute=dataclasses.replace(settings.compute, device=order.device))
