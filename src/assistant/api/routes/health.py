"""For those who run the shop: is it well, what is counted, what can be called."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from assistant.api.bodies import Health
from assistant.api.parts import PartsHere
from assistant.api.reference import reference_page

router = APIRouter(tags=["operations"])


@router.get("/health", summary="Is it well?", responses={503: {"model": Health, "description": "Degraded"}})
async def health(here: PartsHere, response: Response) -> Health:
    found = Health.model_validate(await here.assistant.health())
    response.status_code = 200 if found.status == "ok" else 503
    return found


@router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
async def metrics(here: PartsHere) -> Response:
    return Response(generate_latest(here.metrics.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> HTMLResponse:
    """FastAPI's own page fetches its script from elsewhere; this one needs no network and no script."""
    schema: dict[str, Any] = request.app.openapi()
    return HTMLResponse(reference_page(schema))
