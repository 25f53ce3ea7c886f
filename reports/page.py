"""What the pages share: templates, and the rule that nothing is loaded from elsewhere."""

import base64
import hashlib
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports.clock import clock, length, moment, ms


def content_policy(style: str) -> str:
    """For a page without script: its one style by its hash, and nothing else."""
    return f"default-src 'none'; style-src '{asset_hash(style)}'; base-uri 'none'; form-action 'none'"


def asset_hash(text: str) -> str:
    """Of a style or script, as a content policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


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
    environment.filters |= {"clock": clock, "lasting": length, "moment": moment, "ms": ms}
    return environment
