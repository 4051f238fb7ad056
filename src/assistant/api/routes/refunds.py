"""Money back, asked for by the shop's own system. Each request has a key, so that none is paid back twice."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from assistant.api.bodies import ErrorBody, NewRefund, RefundAnswer
from assistant.api.errors import KeyMissing, WrongRefundToken
from assistant.api.parts import Bearer, PartsHere, holds_token, limited_address
from assistant.shop.checkout.refunding import PaidBack, Wanted

NO_KEY = "Please send an Idempotency-Key header: a new one for each refund, the same one when you ask again."


async def trusted(here: PartsHere, bearer: Bearer) -> None:
    """Without the setting this address does not exist."""
    if not holds_token(bearer, here.site.refund_token):
        raise WrongRefundToken("The refund token is missing or wrong. See ASSISTANT_REFUND_TOKEN.")


router = APIRouter(
    prefix="/api/refunds",
    tags=["payments"],
    dependencies=[Depends(limited_address), Depends(trusted)],
    responses={status: {"model": ErrorBody} for status in (400, 401, 404, 409, 422, 429)},
)


@router.post(
    "",
    summary="Pay back a paid order, or a part of it",
    description="The same key and body again get the first answer, with `Idempotent-Replayed: true`; another body 422.",
)
async def pay_back(
    asked: NewRefund,
    here: PartsHere,
    response: Response,
    idempotency_key: Annotated[str | None, Header(max_length=255)] = None,
) -> RefundAnswer:
    if not idempotency_key:
        raise KeyMissing(NO_KEY)
    assistant, amount = here.assistant, "" if asked.amount is None else str(asked.amount)
    wanted = Wanted(asked.order, amount, asked.reason, asked.staff)
    told, fresh = await assistant.checkout.refunds.give(wanted, idempotency_key, assistant.now())
    if not fresh:
        response.headers["Idempotent-Replayed"] = "true"
    return _answer(told)


def _answer(told: PaidBack) -> RefundAnswer:
    return RefundAnswer(
        id=told.id,
        order=told.number,
        amount=told.amount.amount,
        left=told.left.amount,
        currency=told.amount.currency,
        method=told.method,
    )
