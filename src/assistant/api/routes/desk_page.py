"""The console's own page; all it does goes through `/console/api`."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, RedirectResponse

from assistant.api.edge import safe_headers
from assistant.api.parts import PartsHere

router = APIRouter(include_in_schema=False)
PAGE = Path(__file__).parents[2] / "web" / "console" / "index.html"


@router.get("/console")
async def console_page(here: PartsHere) -> FileResponse:
    """In no frame, also not of the sites that may frame the shopper's page: a click there could take a chat."""
    return FileResponse(PAGE, headers={**safe_headers(here.site.picture_origins), "Cache-Control": "no-cache"})


@router.get("/console/")
async def with_slash() -> RedirectResponse:
    return RedirectResponse("../console", 308)
