"""The shopper's own cart, by hand: the same rules as in the chat."""

from fastapi import APIRouter, Depends

from assistant.api.bodies import (
    CartItem,
    ErrorBody,
    NewCartLine,
    NewMessageOnCart,
    NewQuantity,
    NewsSeen,
    UndoneCart,
)
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


@router.delete("", summary="Empty the cart")
async def empty(conversation: OpenConversation, here: PartsHere) -> CartView:
    return await here.assistant.cart(conversation).empty()


@router.post("/undo", summary="Take the last change back")
async def undo(conversation: OpenConversation, here: PartsHere) -> UndoneCart:
    undone = await here.assistant.cart(conversation).undo()
    return UndoneCart(undone=undone.words, missing=undone.missing, cart=undone.cart)


@router.post("/seen", summary="Tell which news the shopper was shown")
async def seen(conversation: OpenConversation, told: NewsSeen, here: PartsHere) -> CartView:
    return await here.assistant.cart(conversation).acknowledge(told.ids)


@router.put("/message", summary="Write a note for the whole cart")
async def write_message(conversation: OpenConversation, note: NewMessageOnCart, here: PartsHere) -> CartView:
    return await here.assistant.cart(conversation).write_message(note.message)


@router.put("/messages/{sku:path}", summary="Write a note for one line")
async def write_line_message(
    conversation: OpenConversation, sku: str, note: NewMessageOnCart, here: PartsHere
) -> CartView:
    return await here.assistant.cart(conversation).write_message(note.message, sku)


@router.post("/saved", summary="Save a line for later")
async def save_line(conversation: OpenConversation, item: CartItem, here: PartsHere) -> CartView:
    return await here.assistant.cart(conversation).save_for_later(item.sku)


@router.post("/saved/back", summary="Move a saved line back into the cart")
async def move_back(conversation: OpenConversation, item: CartItem, here: PartsHere) -> CartView:
    return await here.assistant.cart(conversation).move_to_cart(item.sku)


@router.delete("/saved/{sku:path}", summary="Forget a saved line")
async def forget_saved(conversation: OpenConversation, sku: str, here: PartsHere) -> CartView:
    return await here.assistant.cart(conversation).forget_saved(sku)
