"""The API for people: its routes from the schema, with a line to try each; no script, nothing from another host."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from web.desk import DeskHere
from web.pages import page
from web.signed_in import SignedIn

router = APIRouter(include_in_schema=False)
TRIED = {"call_id": "CALL_ID", "agent_id": "A117", "number": "1"}
"""Parts of an address in the examples."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A route of the schema: `parameters` are name, what it may be, what it means."""

    path: str
    summary: str
    parameters: tuple[tuple[str, str, str], ...]

    @property
    def example(self) -> str:
        """The path as one would ask it."""
        path = self.path
        for name, value in TRIED.items():
            path = path.replace("{" + name + "}", value)
        return path


@router.get("/api")
def about(request: Request, person: SignedIn, desk: DeskHere) -> Response:
    """Every route."""
    address = desk.settings.desk.address.rstrip("/") or str(request.base_url).rstrip("/")
    found = tuple(endpoints(request.app.openapi()))
    return page(request, "api/page.html.j2", endpoints=found, address=address)


def endpoints(schema: Mapping[str, Any]) -> Iterator[Endpoint]:
    """Of an OpenAPI schema, in its order."""
    for path, methods in schema["paths"].items():
        for about in methods.values():
            asked = tuple(
                (p["name"], _kind(p["schema"]), p.get("description", p["schema"].get("description", "")))
                for p in about.get("parameters", ())
            )
            yield Endpoint(path, about["description"].replace("`", ""), asked)


def _kind(schema: Mapping[str, Any]) -> str:
    """`date`, `number` or the words it may be."""
    kinds = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    return " or ".join(_one(each) for each in kinds)


def _one(kind: Mapping[str, Any]) -> str:
    if "enum" in kind:
        return ", ".join(kind["enum"])
    return str(kind.get("const", kind.get("format", kind.get("type", ""))))
