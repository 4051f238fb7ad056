"""Notices of the shop's Chatwoot: what people wrote and ended there."""

from fastapi import APIRouter, HTTPException, Request

from assistant.api.bodies import ErrorBody, Received
from assistant.api.bridge import Bridge
from assistant.api.parts import PartsHere

PATH = "/webhooks/chatwoot"
MOST_BYTES = 256 * 1024

router = APIRouter(tags=["console"], responses={status: {"model": ErrorBody} for status in (400, 401, 404, 413, 429)})


@router.post(PATH, summary="Hear Chatwoot", description="404 where no Chatwoot is set, 401 for what is not signed.")
async def hear(request: Request, here: PartsHere) -> Received:
    here.notices.take(request.client.host if request.client else "unknown")
    if here.site.chatwoot is None:
        raise HTTPException(404)
    timestamp, signature = (request.headers.get(f"x-chatwoot-{name}", "") for name in ("timestamp", "signature"))
    bridge = Bridge(here.assistant.stores, here.site.chatwoot)
    await bridge.notice(await request.body(), timestamp, signature, here.assistant.now())
    return Received()
