"""The checkout, by hand: the same rules as in the chat. Placing is the chat's, on the shopper's own yes."""

from fastapi import APIRouter, Depends, Response

from assistant.api.bodies import CheckoutSaid, ErrorBody
from assistant.api.parts import OpenConversation, PartsHere, limited_address
from assistant.conversation import CheckoutView
from assistant.shop.checkout.said import Said
from assistant.shop.customers import Address

router = APIRouter(
    prefix="/api/conversations/{conversation_id}/checkout",
    tags=["checkout"],
    dependencies=[Depends(limited_address)],
    responses={status: {"model": ErrorBody} for status in (404, 409, 422, 429, 503)},
)


@router.get("", summary="Read the checkout", description="The bill and what is missing; once placed, the payment page.")
async def read_checkout(conversation: OpenConversation, here: PartsHere, response: Response) -> CheckoutView:
    response.headers["Cache-Control"] = "no-store"
    return await here.assistant.at_checkout(conversation).view()


@router.get("/placed", summary="Read the order placed last", description="As it is now, whatever became of it.")
async def read_placed(conversation: OpenConversation, here: PartsHere, response: Response) -> CheckoutView | None:
    response.headers["Cache-Control"] = "no-store"
    return await here.assistant.at_checkout(conversation).placed()


@router.put("", summary="Say who it is for, where it goes, how it is sent")
async def say(conversation: OpenConversation, said: CheckoutSaid, here: PartsHere, response: Response) -> CheckoutView:
    response.headers["Cache-Control"] = "no-store"
    return await here.assistant.at_checkout(conversation).say(_said(said))


@router.post("/cancel", summary="Give up what waits for its payment", description="The cart stays as it is.")
async def give_up(conversation: OpenConversation, here: PartsHere, response: Response) -> CheckoutView:
    response.headers["Cache-Control"] = "no-store"
    return await here.assistant.at_checkout(conversation).give_up()


def _said(body: CheckoutSaid) -> Said:
    place = body.place
    address = None
    if place is not None:
        address = Address(place.line1, place.city, place.postcode, place.country, place.line2, place.region)
    return Said(
        name=body.name,
        email=body.email,
        phone=body.phone,
        address=address,
        method=body.method,
        note=body.note,
        add_code=body.add_code,
        drop_code=body.drop_code,
    )
