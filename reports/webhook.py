"""The night's figures, posted to a program as the Standard Webhooks say (standardwebhooks.com), signed."""

import base64
import binascii
import hashlib
import hmac
import json
import os
import time
import uuid
from datetime import UTC, datetime
from typing import Any

import httpx

from calls.errors import SetupBroken, TryAgain
from configs.operation_settings import NightlySettings, WebhookSettings
from reports.comparison import Changed
from reports.morning import Night, worse_than_limits
from reports.night_words import report_link

SECRET = "WARMLINE_WEBHOOK_SECRET"  # noqa: S105 - the variable's name
MAY_PASS = (408, 425, 429)
"""Refusals that are tried again, beside those from 500 on."""


def night_event(night: Night, settings: NightlySettings) -> dict[str, Any]:
    """Counts, what changed for the worse, what to review: ids and figures, no words of a call."""
    statuses = ("done", "skipped", "failed", "quarantined", "left")
    return {
        "type": "warmline.night",
        "timestamp": night.ended.isoformat(),
        "data": {
            "began": night.began.isoformat(),
            "calls": {status: len(night.having(status)) for status in statuses},
            "audio_s": round(night.audio_s, 1),
            "needs_attention": worse_than_limits(night, settings),
            "worse": [_change(found) for found in night.worse],
            "review": [
                {
                    "call_id": chosen.call.call_id,
                    "why": list(chosen.reasons),
                    "report": report_link(chosen.call.call_id, night.reports, night.out, settings.address),
                }
                for chosen in night.review
            ],
        },
    }


def post(event: dict[str, Any], settings: WebhookSettings) -> None:
    """Post until it is taken, `retries` times more at most.

    Raises SetupBroken where it is refused for good or the secret is missing, TryAgain where nobody took it.
    """
    secret = _secret()
    body = json.dumps(event, sort_keys=True).encode()
    name, why = f"msg_{uuid.uuid4().hex}", ""
    for attempt in range(settings.retries + 1):
        if attempt:
            time.sleep(settings.retry_delay_s * 2 ** (attempt - 1))
        headers = {"content-type": "application/json", **signed(name, datetime.now(UTC), body, secret)}
        try:
            status = httpx.post(settings.url, content=body, headers=headers, timeout=settings.timeout_s).status_code
        except httpx.RequestError as error:
            why = str(error) or type(error).__name__
            continue
        except httpx.InvalidURL as error:
            raise SetupBroken(f"setting 'webhook.url': no address ({error}); write https://...") from error
        if 200 <= status < 300:
            return
        why = f"answer {status}"
        if status < 500 and status not in MAY_PASS:
            raise SetupBroken(f"{_host(settings)}: refused the night's figures ({why}); check 'webhook.url'")
    raise TryAgain(f"{_host(settings)}: nobody took the night's figures ({why}) in {settings.retries + 1} attempts")


def signed(name: str, when: datetime, body: bytes, secret: bytes) -> dict[str, str]:
    """The headers that prove who sent this body, and when: HMAC-SHA256 over name, Unix time and body."""
    seconds = str(int(when.timestamp()))
    proof = hmac.new(secret, b".".join((name.encode(), seconds.encode(), body)), hashlib.sha256).digest()
    return {
        "webhook-id": name,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{base64.b64encode(proof).decode('ascii')}",
    }


def _secret() -> bytes:
    """As the Standard Webhooks write it, base64 behind "whsec_"; anything else is taken as it stands."""
    written = os.environ.get(SECRET, "")
    if not written:
        raise SetupBroken(f"{SECRET}: not set in the environment; the webhook is not posted without a signature")
    if not written.startswith("whsec_"):
        return written.encode()
    try:
        return base64.b64decode(written.removeprefix("whsec_"), validate=True)
    except binascii.Error as error:
        raise SetupBroken(f"{SECRET}: no base64 behind 'whsec_'; copy it again") from error


def _host(settings: WebhookSettings) -> str:
    """Without the path, which may hold a token."""
    return httpx.URL(settings.url).host or "setting 'webhook.url'"


def _change(found: Changed) -> dict[str, Any]:
    point = found.point
    return {
        "figure": found.figure.name,
        "queue": found.queue,
        "since": found.days[point.at].isoformat(),
        "before": round(point.before, 3),
        "after": round(point.after, 3),
        "difference_95": [round(point.low, 3), round(point.high, 3)],
    }
