"""Pages: templates, each in the folder of its feature, under one frame."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined

from reports.clock import clock, length
from reports.marker_names import marker_name
from reports.page import templates as report_templates
from store.accounts import Person
from web.access import Ability, may
from web.desk import desk_of

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing comes from elsewhere, nothing inline runs."""
NAVIGATION: tuple[tuple[str, str, Ability], ...] = (
    ("/queue", "Queue", "review"),
    ("/calls", "Calls", "hear"),
    ("/reviews", "Evaluations", "review"),
    ("/agents", "Agents", "scorecards"),
    ("/my-scorecard", "My scorecard", "own scorecard"),
    ("/my-reviews", "My reviews", "own scorecard"),
    ("/initiatives", "Initiatives", "initiatives"),
    ("/waits", "Menus and waits", "waits"),
    ("/nights", "Nights", "nights"),
    ("/people", "People", "people"),
    ("/audit", "Audit", "people"),
)


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401
    """Render `FEATURE/NAME.html.j2` for the person of the request."""
    person: Person | None = getattr(request.state, "person", None)
    desk = desk_of(request)
    text = environment().get_template(template).render(
        person=person,
        navigation=[(url, name) for url, name, ability in NAVIGATION if person and may(person, ability)],
        here=request.url.path,
        csrf=request.scope["csrftoken"],
        zone=desk.zone,
        told=request.session.pop("told", None) if "session" in request.scope else None,
        **context,
    )  # fmt: skip
    return HTMLResponse(text, status)


def tell(request: Request, sentence: str) -> None:
    """Say something at the top of the next page."""
    request.session["told"] = sentence


@cache
def environment() -> Environment:
    """Of web/ and, for what the report's page shows too, of reports/templates."""
    loaders = [FileSystemLoader(str(resources.files("web"))), PackageLoader("reports")]
    made = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= report_templates().filters
    made.filters |= {"clock": clock, "lasting": length, "listed": listed, "on": _on, "at": _at}
    made.globals |= {"marker_name": marker_name}
    return made


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(", ".join(words).rsplit(", ", 1))


def slug(text: str) -> str:
    """As a part of an id or a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _on(when: datetime | None, zone: Any) -> str:  # noqa: ANN401
    return "" if when is None else f"{when.astimezone(zone):%-d %b %Y}"


def _at(when: datetime | None, zone: Any) -> str:  # noqa: ANN401
    return "" if when is None else f"{when.astimezone(zone):%-d %b %Y, %H:%M}"
