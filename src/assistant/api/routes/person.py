"""The shopper's side of a hand-off: where they are, that they type, how they found it, and the chat to keep."""

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse

from assistant.agent.transcripts import Transcripts
from assistant.api.bodies import ErrorBody
from assistant.api.desk_bodies import MailedTo, NewRating, NewTranscript, RatingView, Visited
from assistant.api.parts import OpenConversation, Parts, PartsHere, limited_address
from assistant.shop.conversations import Conversation

router = APIRouter(
    prefix="/api/conversations/{conversation_id}",
    tags=["conversations"],
    dependencies=[Depends(limited_address)],
    responses={status: {"model": ErrorBody} for status in (404, 409, 422, 429)},
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


@router.get("/transcript", summary="The chat as a text file", response_class=PlainTextResponse)
async def read_transcript(conversation: OpenConversation, here: PartsHere) -> PlainTextResponse:
    return PlainTextResponse(await _transcripts(conversation, here).text())


@router.post("/transcript", status_code=202, summary="Send the chat to the e-mail address that was proved in it")
async def mail_transcript(conversation: OpenConversation, given: NewTranscript, here: PartsHere) -> MailedTo:
    here.by_conversation.take(conversation.id)
    return MailedTo(to=await _transcripts(conversation, here).send(given.key))


def _transcripts(conversation: Conversation, here: Parts) -> Transcripts:
    return Transcripts(here.assistant.stores, conversation, here.assistant.now(), here.site.shop_name)
