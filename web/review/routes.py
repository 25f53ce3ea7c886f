"""All of reviewing under one router."""

from fastapi import APIRouter

from web.review import agreeing, commenting, correcting, drafting, evaluating, judging, lists, work

router = APIRouter()
for part in (work, judging, correcting, commenting, evaluating, lists, agreeing, drafting):
    router.include_router(part.router)
