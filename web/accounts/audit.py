"""The audit log, by admins."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from store.accounts import Person
from store.audit import actions, deeds
from web.desk import DeskHere
from web.pages import page
from web.signed_in import need

router = APIRouter(include_in_schema=False)
SHOWN = 100


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
) -> Response:
    """The newest deeds first, by account, call or action."""
    found = deeds(
        desk.engine,
        login=asked.login.strip().lower(),
        call_id=asked.call.strip(),
        action=asked.action,
        before=asked.before,
        limit=SHOWN,
    )
    return page(
        request,
        "accounts/audit.html.j2",
        deeds=[deed for _, deed in found],
        older=found[-1][0] if len(found) == SHOWN else None,
        actions=actions(desk.engine),
        asked=asked,
    )
