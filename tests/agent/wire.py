"""A server of ours that speaks the OpenAI wire format on loopback, and misbehaves as it is told to."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.loopback import on_loopback

Delta = dict[str, Any]
KEY = "not-a-real-key-0123456789"


@dataclass
class Wire:
    """`script` holds one behaviour for each request, in order; `asked` keeps the requests' bodies."""

    script: list[Any]
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: Request) -> Response:
        self.asked.append(await request.json())
        step = self.script.pop(0)
        if isinstance(step, int):
            return JSONResponse({"error": {"message": "no", "type": "test", "code": "test"}}, step)
        return StreamingResponse(_stream(step), media_type="text/event-stream")


def hosted(server: Wire) -> dict[str, Any]:
    """The settings that name it."""
    return {"openai_base_url": server.url, "openai_api_key": SecretStr(KEY), "model": "wire-1"}


def text(*pieces: str) -> list[Any]:
    return [{"content": piece} for piece in pieces]


def call(name: str, args: str) -> list[Any]:
    """A tool call whose arguments arrive in two pieces, as servers send them."""
    half = len(args) // 2
    first = {"index": 0, "id": "call_1", "type": "function", "function": {"name": name, "arguments": args[:half]}}
    rest = {"index": 0, "function": {"arguments": args[half:]}}
    return [{"tool_calls": [first]}, {"tool_calls": [rest]}]


STALL, GARBAGE, CUT, LENGTH = "stall", "garbage", "cut", "length"


async def _stream(step: list[Any]) -> AsyncIterator[str]:
    called = any(isinstance(d, dict) and "tool_calls" in d for d in step)
    for delta in step:
        if delta == STALL:
            await asyncio.sleep(30)
        elif delta == GARBAGE:
            yield 'data: {"choices": [{"delta": {"content": \n\n'
        elif delta == CUT:
            return
        elif delta == LENGTH:
            yield _event({"index": 0, "delta": {}, "finish_reason": "length"})
            yield "data: [DONE]\n\n"
            return
        else:
            yield _event({"index": 0, "delta": delta, "finish_reason": None})
    yield _event({"index": 0, "delta": {}, "finish_reason": "tool_calls" if called else "stop"})
    yield _event(None, usage={"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18})
    yield "data: [DONE]\n\n"


def _event(choice: Delta | None, usage: dict[str, int] | None = None) -> str:
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "wire-1"}
    return f"data: {json.dumps(chunk | {'choices': [choice] if choice else [], 'usage': usage})}\n\n"


@contextmanager
def wire(*script: Any) -> Iterator[Wire]:
    """Serves until the block ends."""
    made = Wire(list(script))
    with on_loopback(Starlette(routes=[Route("/v1/chat/completions", made.answer, methods=["POST"])])) as address:
        made.url = f"{address}/v1"
        yield made
