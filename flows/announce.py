"""Telling people and programs of the night. What fails here is logged and fails nothing: the summary is written."""

import logging
from collections.abc import Callable

from calls.errors import SetupBroken, TryAgain
from configs.settings import Settings
from reports.mail import morning_mail, send
from reports.morning import Night
from reports.webhook import night_event, post

logger = logging.getLogger("warmline.night")


def announce(night: Night, settings: Settings) -> None:
    """By e-mail and webhook, where the settings name any. Raises nothing of ours."""
    if settings.mail.to:
        _tried("e-mail", lambda: send(morning_mail(night, settings.nightly, settings.mail), settings.mail))
    if settings.webhook.url:
        _tried("webhook", lambda: post(night_event(night, settings.nightly), settings.webhook))


def _tried(name: str, tell: Callable[[], None]) -> None:
    try:
        tell()
    except (SetupBroken, TryAgain) as error:
        logger.error("the morning's %s was not sent: %s", name, error)
    else:
        logger.info("the morning's %s was sent", name)
