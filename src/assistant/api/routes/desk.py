"""The console: the inbox, one chat, and what a person does in it."""

from typing import Annotated

from fastapi import APIRouter, Query

from assistant.api.bodies import ErrorBody
from assistant.api.desk_bodies import Assigned, ChatView, InboxView, NewLine, Tags, TagsView
from assistant.api.desk_parts import Chat, SignedIn, Works, console
from assistant.api.desk_views import chat_view, inbox_view
from assistant.api.parts import PartsHere
from assistant.conversation import Line
from assistant.escalation.inbox import View
from assistant.escalation.refusals import HandoffRefused

router = APIRouter(
    prefix="/console/api",
    tags=["console"],
    responses={status: {"model": ErrorBody} for status in (401, 403, 404, 409, 422)},
)
ONE = "/conversations/{conversation_id}"


@router.get("/inbox", summary="What lies before the people who answer")
async def read_inbox(
    here: PartsHere,
    who: SignedIn,
    view: View = "waiting",
    search: Annotated[str, Query(max_length=100)] = "",
) -> InboxView:
    return await inbox_view(here, who, view, search.strip())


@router.get(ONE, summary="One chat with all that is known of it")
async def read_chat(chat: Chat, here: PartsHere, who: SignedIn) -> ChatView:
    return await chat_view(here, who, chat)


@router.post(f"{ONE}/take", summary="Take the chat, also from the assistant")
async def take(chat: Chat, here: PartsHere, who: Works) -> ChatView:
    await console(here, who).take(chat, await here.assistant.cart(chat).view())
    return await chat_view(here, who, chat)


@router.post(f"{ONE}/return", summary="Give the chat back to the assistant")
async def give_back(chat: Chat, here: PartsHere, who: Works) -> ChatView:
    await console(here, who).end(chat, "returned")
    return await chat_view(here, who, chat)


@router.post(f"{ONE}/close", summary="Close the chat")
async def close(chat: Chat, here: PartsHere, who: Works) -> ChatView:
    await console(here, who).end(chat, "closed")
    return await chat_view(here, who, chat)


@router.post(f"{ONE}/assign", summary="Give the chat to somebody")
async def assign(chat: Chat, given: Assigned, here: PartsHere, who: Works) -> ChatView:
    if given.staff_id is None:
        await console(here, who).assign_freest(chat)
        return await chat_view(here, who, chat)
    member = await here.assistant.stores.staff.get(given.staff_id)
    if member is None or not member.active or member.role == "qa":
        raise HandoffRefused("That person cannot take chats.")
    await console(here, who).assign(chat, member)
    return await chat_view(here, who, chat)


@router.post(f"{ONE}/messages", summary="Write to the shopper")
async def write(chat: Chat, line: NewLine, here: PartsHere, who: Works) -> Line:
    return await console(here, who).say(chat, line.id, line.text)


@router.post(f"{ONE}/notes", summary="Write a note that the shopper never sees")
async def note(chat: Chat, line: NewLine, here: PartsHere, who: SignedIn) -> Line:
    return await console(here, who).note(chat, line.id, line.text)


@router.put(f"{ONE}/tags", summary="File the chat under these tags")
async def tag(chat: Chat, tags: Tags, here: PartsHere, who: SignedIn) -> TagsView:
    return TagsView(tags=await console(here, who).tag(chat, tags.tags))


@router.post(f"{ONE}/typing", status_code=204, summary="Tell that a person is typing")
async def typing(chat: Chat, here: PartsHere, who: Works) -> None:
    await console(here, who).typing(chat)
