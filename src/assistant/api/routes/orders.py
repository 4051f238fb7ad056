"""The orders of whoever was proved in a conversation, for the page to draw. Reading them asks for no proof."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from assistant.api.bodies import ErrorBody, OrderAnswer, OrdersAnswer
from assistant.api.parts import OpenConversation, PartsHere, limited_address

router = APIRouter(
    prefix="/api/conversations/{conversation_id}/orders",
    tags=["orders"],
    dependencies=[Depends(limited_address)],
    responses={status: {"model": ErrorBody} for status in (404, 422, 429)},
)


@router.get("", summary="List the orders that were proved here")
async def list_orders(conversation: OpenConversation, here: PartsHere, response: Response) -> OrdersAnswer:
    _keep_private(response)
    proof = conversation.proof
    return OrdersAnswer(
        level=proof.level if proof else "nobody",
        read_only=proof is not None and proof.read_only,
        orders=await here.assistant.at_orders(conversation).all(),
    )


@router.get(
    "/{number}",
    summary="Read one order",
    description="`number` with or without its `#`. What was not proved here is answered like what is not there.",
)
async def read_order(
    conversation: OpenConversation,
    number: Annotated[str, Path(max_length=40)],
    here: PartsHere,
    response: Response,
) -> OrderAnswer:
    _keep_private(response)
    return OrderAnswer(order=await here.assistant.at_orders(conversation).one(number))


def _keep_private(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"
