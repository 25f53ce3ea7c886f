"""`?format=csv` or `?format=parquet` on any page with a table: the same rows as a file, and a line in the audit log."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, HTTPException, Request, Response

from store.accounts import Person
from store.audit import keep
from store.connect import writing
from web.desk import Desk
from web.signed_in import deed
from web.tables.table import Row, Table, as_csv, as_parquet

Format = Literal["csv", "parquet"]
WRITERS = {"csv": as_csv, "parquet": as_parquet}
MEDIA = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


def asked_format(request: Request) -> Format | None:
    """What the address asks for; None: the page. Raises 422 for another format."""
    asked = request.query_params.get("format", "")
    if asked and asked not in WRITERS:
        raise HTTPException(422, f"format '{asked[:20]}' is none of {', '.join(WRITERS)}")
    return asked or None  # type: ignore[return-value]


FormatAsked = Annotated[Format | None, Depends(asked_format)]


def exported(
    request: Request, person: Person, desk: Desk, what: tuple[Table[Row], Iterable[Row]], form: Format
) -> Response:
    """The rows as a file to keep. The log says which table, by which filters, and how many rows."""
    table, rows = what[0], list(what[1])
    filters = {key: value for key, value in request.query_params.items() if value and key not in ("format", "words")}
    told: dict[str, Any] = {"table": table.name, "format": form, "rows": len(rows), **filters}
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "exported", None, **told), person.id)
    name = f"warmline-{table.name}-{datetime.now(desk.zone):%Y-%m-%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(WRITERS[form](table, rows), media_type=MEDIA[form], headers=headers)


def export_links(request: Request, **more: str) -> dict[str, str]:
    """Addresses of the page's table in each format, its filters and `more` with it; for `shared/export.j2`."""
    given = request.query_params.multi_items()
    asked = [(key, value) for key, value in given if value and key not in ("format", "page", *more)]
    return {form: "?" + urlencode([*asked, *more.items(), ("format", form)]) for form in WRITERS}
