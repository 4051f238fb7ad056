"""Notices of the payment provider. Nothing in them is believed but which payment to look at."""

from fastapi import APIRouter, Request

from assistant.api.bodies import ErrorBody, Received
from assistant.api.parts import PartsHere

PATH = "/webhooks/payments"
MOST_BYTES = 256 * 1024

router = APIRouter(tags=["payments"], responses={status: {"model": ErrorBody} for status in (400, 413, 429, 503)})


@router.post(
    PATH,
    summary="Hear the payment provider",
    description="200 for what was taken or is not of this shop, 400 for what is not signed, 503 to be sent again.",
)
async def hear(request: Request, here: PartsHere) -> Received:
    here.notices.take(request.client.host if request.client else "unknown")
    signature = request.headers.get("stripe-signature", "")
    assistant = here.assistant
    await assistant.checkout.till.hear(await request.body(), signature, assistant.now())
    return Received()
