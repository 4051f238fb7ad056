"""What happens, as server-sent events: all of it for the console, its own conversation for a shopper's page.

Each event's id is its number in the log: whoever comes back names the last one, and misses and doubles nothing.
"""

import json
from collections.abc import AsyncIterator, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from assistant.api.bodies import ErrorBody
from assistant.api.desk_parts import SignedIn
from assistant.api.parts import OpenConversation, Parts, PartsHere, limited_address
from assistant.escalation.events import PUBLIC, DeskEvent

router = APIRouter(tags=["console"], responses={401: {"model": ErrorBody}})
shopper_router = APIRouter(
    prefix="/api/conversations/{conversation_id}",
    tags=["conversations"],
    dependencies=[Depends(limited_address)],
    responses={404: {"model": ErrorBody}},
)
After = Annotated[int, Query(ge=0, description="the last event that was seen")]
LastSeen = Annotated[str, Header(alias="Last-Event-ID", pattern=r"^\d{0,18}$")]
STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("/console/api/events", summary="Hear of everything", response_class=Response)
async def console_events(here: PartsHere, _who: SignedIn, after: After = 0, last_seen: LastSeen = "") -> Response:
    return _stream(here, max(after, int(last_seen or 0)), lambda _event: True)


@shopper_router.get("/events", summary="Hear of the person who has the chat", response_class=Response)
async def shopper_events(
    conversation: OpenConversation, here: PartsHere, after: After = 0, last_seen: LastSeen = ""
) -> Response:
    return _stream(here, max(after, int(last_seen or 0)), lambda event: event.kind in PUBLIC, conversation.id)


def _stream(here: Parts, seq: int, wanted: Callable[[DeskEvent], bool], conversation_id: str | None = None) -> Response:
    async def told() -> AsyncIterator[bytes]:
        yield KEEPALIVE_COMMENT  # whoever listens knows at once that it is heard
        async for event in here.feed.after(seq, conversation_id, here.site.keep_alive_seconds):
            if event is None:
                yield KEEPALIVE_COMMENT
            elif wanted(event):
                yield _encode(event, public=conversation_id is not None)

    return EventSourceResponse(told(), headers=STREAM)


def _encode(event: DeskEvent, *, public: bool) -> bytes:
    """A shopper is told names, and no ids of the people of the shop."""
    payload = {key: value for key, value in event.payload.items() if not (public and key == "staff_id")}
    data = {
        "seq": event.seq,
        "conversation_id": event.conversation_id,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "payload": payload,
    }
    return format_sse_event(event="desk", id=str(event.seq), data_str=json.dumps(data))
