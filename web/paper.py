"""Styles and script that the desk shares with the report's own page."""

from functools import cache
from importlib import resources

from fastapi import APIRouter, HTTPException, Response

router = APIRouter(include_in_schema=False)
SHARED = {"paper.css": "text/css", "report.css": "text/css", "report.js": "text/javascript"}


@router.get("/paper/{name}")
def paper(name: str) -> Response:
    """One of them."""
    if name not in SHARED:
        raise HTTPException(404)
    return Response(_read(name), media_type=SHARED[name], headers={"Cache-Control": "max-age=3600"})


@cache
def _read(name: str) -> str:
    return resources.files("reports").joinpath("templates", name).read_text("utf-8")
