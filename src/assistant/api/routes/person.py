"""The shopper's side of a hand-off: where they are, that they type, and how they found it."""

from fastapi import APIRouter, Depends

from assistant.api.bodies import ErrorBody
from assistant.api.desk_bodies import NewRating, RatingView, Visited
from assistant.api.parts import OpenConversation, PartsHere, limited_address

router = APIRouter(
    prefix="/api/conversations/{conversation_id}",
    tags=["conversations"],
    dependencies=[Depends(limited_address)],
    responses={status: {"model": ErrorBody} for status in (404, 422, 429)},
)


@router.put("/page", status_code=204, summary="Tell which page of the shop the shopper is on")
async def visit(conversation: OpenConversation, visited: Visited, here: PartsHere) -> None:
    await here.assistant.stores.conversations.visit(conversation.id, visited.page)


@router.post("/typing", status_code=204, summary="Tell that the shopper is typing")
async def typing(conversation: OpenConversation, here: PartsHere) -> None:
    """Only where a person may be reading."""
    here.by_conversation.take(conversation.id)
    desk = here.assistant.at_desk(conversation)
    if await desk.handoff() is not None:
        await here.assistant.stores.desk_log.add(conversation.id, "typing", {"who": "shopper"}, here.assistant.now())


@router.post("/rating", summary="Say how it was, once for each hand-off")
async def rate(conversation: OpenConversation, given: NewRating, here: PartsHere) -> RatingView:
    rating = await here.assistant.at_desk(conversation).rate(given.stars, given.word)
    return RatingView(stars=rating.stars, word=rating.word)
