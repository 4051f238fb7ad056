"""A turn as server-sent events named `progress`, `text`, `reply` and `error`."""

import asyncio
from collections.abc import AsyncIterator

from fastapi.responses import Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from assistant.api.errors import Failure
from assistant.api.turns import Running, Told
from assistant.conversation import Finished


async def stream_turn(told: Running, keep_alive_seconds: float) -> Response:
    """A turn refused before its first event keeps its plain HTTP status; a later failure becomes an `error` event."""
    first = await told.get()
    if isinstance(first, Failure):
        return first.response()
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return EventSourceResponse(_events(first, told, keep_alive_seconds), headers=headers)


async def _events(first: Told | None, told: Running, keep_alive_seconds: float) -> AsyncIterator[bytes]:
    event = first
    while event is not None:
        yield _encode(event)
        while (news := await _news(told, keep_alive_seconds)) is None:
            yield KEEPALIVE_COMMENT
        event = news[0]


async def _news(told: Running, seconds: float) -> tuple[Told | None] | None:
    """None when there was none for a while."""
    try:
        async with asyncio.timeout(seconds):
            return (await told.get(),)
    except TimeoutError:
        return None


def _encode(event: Told) -> bytes:
    match event:
        case Failure():
            return format_sse_event(event="error", data_str=event.body.model_dump_json())
        case Finished():
            return format_sse_event(event="reply", data_str=event.reply.model_dump_json())
        case _:
            return format_sse_event(event=event.event, data_str=event.model_dump_json())
