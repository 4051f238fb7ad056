"""The shopper's own cart, by hand: the same rules as in the chat."""

from fastapi import APIRouter, Depends

from assistant.api.bodies import ErrorBody, NewCartLine, NewQuantity
from assistant.api.parts import OpenConversation, PartsHere, limited_address
from assistant.conversation import CartView

router = APIRouter(
    prefix="/api/conversations/{conversation_id}/cart",
    tags=["cart"],
    dependencies=[Depends(limited_address)],
    responses={404: {"model": ErrorBody}, 409: {"model": ErrorBody}, 422: {"model": ErrorBody}},
)


@router.get("", summary="Read the cart")
async def read_cart(conversation: OpenConversation, here: PartsHere) -> CartView:
    return await here.assistant.cart(conversation).view()


@router.post("/lines", summary="Add to the cart")
async def add_line(conversation: OpenConversation, line: NewCartLine, here: PartsHere) -> CartView:
    return await here.assistant.cart(conversation).add(line.sku, line.quantity)


@router.put("/lines/{sku:path}", summary="Change a quantity")
async def change_line(conversation: OpenConversation, sku: str, wanted: NewQuantity, here: PartsHere) -> CartView:
    return await here.assistant.cart(conversation).change(sku, wanted.quantity)


@router.delete("/lines/{sku:path}", summary="Remove from the cart")
async def remove_line(conversation: OpenConversation, sku: str, here: PartsHere) -> CartView:
    return await here.assistant.cart(conversation).remove(sku)
