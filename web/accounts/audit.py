"""The audit log, by admins."""

import json
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from store.accounts import Person
from store.audit import Deed, actions, deeds
from web.desk import DeskHere
from web.pages import page
from web.signed_in import need
from web.tables.export import FormatAsked, export_links, exported
from web.tables.table import Column, Table

router = APIRouter(include_in_schema=False)
SHOWN = 100
AUDIT: Table[Deed] = Table(
    "audit",
    (
        Column("at", datetime, lambda deed: deed.at),
        Column("login", str, lambda deed: deed.login),
        Column("action", str, lambda deed: deed.action),
        Column("call_id", str, lambda deed: deed.call_id),
        Column("told", str, lambda deed: json.dumps(deed.told, ensure_ascii=False)),
        Column("address", str, lambda deed: deed.address),
    ),
)


class Asked(BaseModel):
    """Which deeds are shown."""

    login: str = ""
    call: str = ""
    action: str = ""
    before: int | None = None


@router.get("/audit")
def audit(
    request: Request,
    admin: Annotated[Person, Depends(need("people"))],
    desk: DeskHere,
    asked: Annotated[Asked, Query()],
    form: FormatAsked,
) -> Response:
    """The newest deeds first, by account, call or action."""
    found = deeds(
        desk.engine,
        login=asked.login.strip().lower(),
        call_id=asked.call.strip(),
        action=asked.action,
        before=asked.before,
        limit=desk.settings.desk.export_rows if form else SHOWN,
    )
    if form:
        return exported(request, admin, desk, (AUDIT, [deed for _, deed in found]), form)
    return page(
        request,
        "accounts/audit.html.j2",
        deeds=[deed for _, deed in found],
        older=found[-1][0] if len(found) == SHOWN else None,
        actions=actions(desk.engine),
        asked=asked,
        exports=export_links(request),
    )
