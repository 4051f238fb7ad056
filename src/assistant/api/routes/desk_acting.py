"""The console, on the shopper's behalf: their cart, and changes of the orders that they proved."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from assistant.agent.on_behalf import OnBehalf
from assistant.agent.suggesting_replies import suggested_replies
from assistant.api.bodies import ErrorBody, NewCartLine, NewQuantity
from assistant.api.desk_bodies import FoundProducts, NewChange, SuggestedReplies, SuggestedReplyView
from assistant.api.desk_parts import Chat, SignedIn, Works, console
from assistant.api.parts import PartsHere
from assistant.conversation import CartView, Confirmation, Receipt
from assistant.errors import IndexMissing
from assistant.retrieval.library import ProductQuery
from assistant.shop.catalogue import card

router = APIRouter(
    prefix="/console/api",
    tags=["console"],
    responses={status: {"model": ErrorBody} for status in (401, 403, 404, 409, 422)},
)
ONE = "/conversations/{conversation_id}"
MOST_FOUND = 12


async def on_behalf(chat: Chat, here: PartsHere, who: Works) -> OnBehalf:
    return OnBehalf(console(here, who), chat, here.assistant.changes, here.assistant.cart(chat))


Acting = Annotated[OnBehalf, Depends(on_behalf)]


@router.get("/products", summary="Find products to point to, or to put into a cart")
async def find_products(
    here: PartsHere, _who: SignedIn, search: Annotated[str, Query(min_length=1, max_length=100)]
) -> FoundProducts:
    found = await here.assistant.retriever.products(ProductQuery(search, limit=MOST_FOUND))
    return FoundProducts(cards=[card(product) for product in found.products[:MOST_FOUND]])


@router.get(f"{ONE}/suggestions", summary="What the shop's own pages and products answer to the shopper's last message")
async def suggest(chat: Chat, here: PartsHere, _who: SignedIn) -> SuggestedReplies:
    turns = await here.assistant.stores.conversations.turns(chat.id)
    try:
        found = await suggested_replies(turns, here.assistant.retriever)
    except IndexMissing as problem:
        return SuggestedReplies(replies=[], why=problem.message)
    return SuggestedReplies(replies=[SuggestedReplyView(**vars(one)) for one in found])


@router.post(f"{ONE}/cart/lines", summary="Put something into the shopper's cart")
async def add_line(acting: Acting, line: NewCartLine) -> CartView:
    return await acting.edit(lambda cart: cart.add(line.sku, line.quantity))


@router.put(f"{ONE}/cart/lines/{{sku:path}}", summary="Change a quantity in the shopper's cart")
async def change_line(acting: Acting, sku: str, wanted: NewQuantity) -> CartView:
    return await acting.edit(lambda cart: cart.change(sku, wanted.quantity))


@router.delete(f"{ONE}/cart/lines/{{sku:path}}", summary="Take something out of the shopper's cart")
async def remove_line(acting: Acting, sku: str) -> CartView:
    return await acting.edit(lambda cart: cart.remove(sku))


@router.post(f"{ONE}/changes", summary="Propose a change of an order that was proved in this chat")
async def propose(acting: Acting, change: NewChange) -> Confirmation:
    return await acting.propose(change.read())


@router.post(f"{ONE}/changes/{{proposal_id}}/confirm", summary="Carry out what was proposed, once")
async def confirm(acting: Acting, proposal_id: str, change: NewChange) -> Receipt:
    """With the same change again: another one, or one whose effect is another by now, is not carried out."""
    return await acting.confirm(change.read(), proposal_id)


@router.post(f"{ONE}/changes/{{proposal_id}}/decline", status_code=204, summary="Leave what was proposed undone")
async def decline(acting: Acting, proposal_id: str) -> None:
    await acting.decline(proposal_id)
