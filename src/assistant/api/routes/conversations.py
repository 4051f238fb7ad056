"""Open a conversation, read it, talk, ask for a person, bring the shop's own proof of who is asking."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response

from assistant.agent.words import GREETING
from assistant.api.bodies import ErrorBody, Greeting, ModelName, NewMessage, Opened, ShopFacts, SignedToken, Transcript
from assistant.api.errors import Failure
from assistant.api.parts import Network, OpenConversation, PartsHere, limited_address
from assistant.api.site import Site
from assistant.api.sse import stream_turn
from assistant.api.turns import whole_reply
from assistant.conversation import HandoffView, Reply

ERRORS: dict[int | str, dict[str, Any]] = {status: {"model": ErrorBody} for status in (404, 422, 429)}

router = APIRouter(prefix="/api/conversations", tags=["conversations"], dependencies=[Depends(limited_address)])
one_router = APIRouter(
    prefix="/api/conversations/{conversation_id}",
    tags=["conversations"],
    dependencies=[Depends(limited_address)],
    responses=ERRORS,
)


@router.post("", status_code=201, summary="Open a conversation")
async def open_conversation(here: PartsHere) -> Opened:
    conversation, token = await here.assistant.start()
    return Opened(
        id=conversation.id,
        token=token,
        greeting=Greeting(text=GREETING.format(shop=here.site.shop_name), suggestions=here.site.suggestions),
        shop=_facts(here.site),
        model=ModelName(name=here.assistant.models.name, kind=here.assistant.models.kind),
    )


@one_router.get("", summary="Read a conversation")
async def read_conversation(conversation: OpenConversation, here: PartsHere) -> Transcript:
    seq = await here.assistant.stores.desk_log.newest()  # before the lines: what comes between is heard of once more
    return Transcript(
        id=conversation.id,
        shop=_facts(here.site),
        lines=tuple(await here.assistant.lines(conversation)),
        cart=await here.assistant.cart(conversation).view(),
        handoff=await here.assistant.handoff(conversation),
        confirmation=await here.assistant.waiting(conversation),
        seq=seq,
        may_rate=await here.assistant.at_desk(conversation).may_rate(),
    )


@one_router.post(
    "/messages",
    summary="Say something",
    description="Answers with one JSON reply, or, for `Accept: text/event-stream`, with the events "
    "`progress`, `text`, `reply` and `error` as they happen. A reply with a `confirmation` waits for a yes: a message "
    "that says yes and nothing else, or one whose `confirms` is its id. Any other message is a no. After a yes the "
    "reply has the `receipt`.",
    response_model=Reply,
    responses={
        200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
        409: {
            "model": ErrorBody,
            "description": "Another message is being answered, or the confirmation waits no more",
        },
        413: {"model": ErrorBody, "description": "The message is too long"},
        503: {"model": ErrorBody, "description": "Nothing was ingested yet, or no model answers"},
        507: {"model": ErrorBody, "description": "The disk is full"},
    },
)
async def say(
    conversation: OpenConversation,
    message: NewMessage,
    here: PartsHere,
    network: Network,
    accept: Annotated[str, Header()] = "",
) -> Response | Reply:
    here.by_conversation.take(conversation.id)
    told = here.turns.start(conversation, message.text, message.confirms, network=network, key=message.key)
    if "text/event-stream" in accept:
        return await stream_turn(told, here.site.keep_alive_seconds)
    result = await whole_reply(told)
    return result.response() if isinstance(result, Failure) else result


@one_router.post("/person", summary="Ask for a person")
async def ask_for_person(conversation: OpenConversation, here: PartsHere) -> HandoffView:
    handoff = await here.assistant.request_person(conversation)
    here.metrics.handoff(handoff.reason)
    return handoff


@one_router.post("/identity", status_code=204, summary="Bring a token that the shop's site signed")
async def identify(conversation: OpenConversation, signed: SignedToken, here: PartsHere) -> None:
    await here.assistant.identify(conversation, signed.token)


def _facts(site: Site) -> ShopFacts:
    return ShopFacts(name=site.shop_name, links=site.link_origins, pictures=site.picture_origins)
