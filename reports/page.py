"""What the pages share: templates, and the rule that nothing is loaded from elsewhere."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from html import escape

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.clock import clock, length, moment, ms
from reports.transcript_view import SpokenWord


def content_policy(style: str) -> str:
    """For a page without script: its one style by its hash, and nothing else."""
    return f"default-src 'none'; style-src '{asset_hash(style)}'; base-uri 'none'; form-action 'none'"


def asset_hash(text: str) -> str:
    """Of a style or script, as a content policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def spoken(words: Sequence[SpokenWord]) -> Markup:
    """Words as elements that can be clicked; no loop of a template, which is slow at the ten thousand of an hour."""
    return Markup(" ".join(map(_spoken, words)))  # noqa: S704 - each word is escaped


def _spoken(word: SpokenWord) -> str:
    unsure = ' class="unsure"' if word.uncertain else ""
    at = f'data-start-ms="{ms(word.start)}" data-end-ms="{ms(word.end)}"'
    return f"<span {at}{unsure}>{escape(word.text)}</span>"


@cache
def templates() -> Environment:
    """Of reports/templates."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"clock": clock, "lasting": length, "moment": moment, "ms": ms, "spoken": spoken}
    return environment
