"""What every page of the desk works with."""

import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from pydantic import Field
from sqlalchemy import Engine

from calls.errors import SetupBroken
from configs.settings import Settings

SECRET_FILE = ".desk-secret"  # noqa: S105 - where it is kept
SECRET_VARIABLE = "WARMLINE_DESK_SECRET"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Desk:
    """The store, the settings, the output folder, and the secret that signs cookies."""

    engine: Engine
    settings: Settings
    out: Path
    secret: str

    @property
    def zone(self) -> ZoneInfo:
        """Of the times shown and of days."""
        return ZoneInfo(self.settings.desk.zone or self.settings.metadata.time_zone or "UTC")

    @property
    def is_https(self) -> bool:
        """Whether people reach it by https."""
        return self.settings.desk.address.startswith("https://")


def desk_of(request: Request) -> Desk:
    """The application's own."""
    desk: Desk = request.app.state.desk
    return desk


DeskHere = Annotated[Desk, Depends(desk_of)]
Day = Annotated[date, Field(ge=date(1970, 1, 2), le=date(2200, 1, 1))]
"""A day asked for: one that neighbours and zones can be reckoned for."""


def desk_secret(out: Path) -> str:
    """From the environment, else from a file of the output folder that only its owner reads, made at first.

    Raises SetupBroken where it can't be kept.
    """
    if given := os.environ.get(SECRET_VARIABLE):
        return given
    path = out / SECRET_FILE
    try:
        if not path.exists():
            draft = path.with_name(f"{SECRET_FILE}.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48), "ascii")
            os.link(draft, path) if not path.exists() else None
            draft.unlink()
        return path.read_text("ascii")
    except OSError as error:
        raise SetupBroken(
            f"{path}: the desk's secret can't be kept ({error.strerror}); check the folder or set {SECRET_VARIABLE}"
        ) from error
