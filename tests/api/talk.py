"""A shopper at the other end of the wire, and an assistant whose turns a test writes."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field, fields
from typing import Any

import httpx2
from fastapi import FastAPI

from assistant.agent.assistant import Assistant
from assistant.conversation import Finished, ModelUse, Progress, Reply, Sentence, TurnEvent
from assistant.shop.conversations import Conversation


@dataclass(frozen=True)
class Talk:
    """One open conversation."""

    client: httpx2.AsyncClient
    id: str
    token: str

    @classmethod
    async def begin(cls, client: httpx2.AsyncClient) -> "Talk":
        opened = (await client.post("/api/conversations")).json()
        return cls(client, opened["id"], opened["token"])

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def messages(self) -> str:
        return f"/api/conversations/{self.id}/messages"

    async def send(self, method: str, path: str, body: Any = None) -> httpx2.Response:
        return await self.client.request(method, f"/api/conversations/{self.id}{path}", json=body, headers=self.headers)

    async def say(self, text: str, accept: str = "application/json") -> httpx2.Response:
        return await self.client.post(self.messages, json={"text": text}, headers=self.headers | {"Accept": accept})

    async def send_raw(self, content: bytes | AsyncIterator[bytes]) -> httpx2.Response:
        headers = self.headers | {"Content-Type": "application/json"}
        return await self.client.post(self.messages, content=content, headers=headers)

    async def listen_and_leave(self, text: str) -> None:
        """Reads the first piece of the stream, then is gone."""
        headers = self.headers | {"Accept": "text/event-stream"}
        async with self.client.stream("POST", self.messages, json={"text": text}, headers=headers) as response:
            async for _piece in response.aiter_bytes():
                break


Script = Callable[["ScriptedAssistant", Conversation, str], AsyncIterator[TurnEvent]]


@dataclass(frozen=True)
class ScriptedAssistant(Assistant):
    """The real assistant in everything but its turns; `finished` keeps the messages whose turn came to its end."""

    script: Script = field(kw_only=True)
    finished: list[str] = field(default_factory=list)

    @classmethod
    def over(cls, assistant: Assistant, script: Script) -> "ScriptedAssistant":
        parts = {part.name: getattr(assistant, part.name) for part in fields(assistant)}
        return cls(**parts, script=script)

    async def reply(
        self, conversation: Conversation, text: str, confirms: str | None = None, *, network: str = "", key: str = ""
    ) -> AsyncGenerator[TurnEvent, None]:
        async for event in self.script(self, conversation, text):
            yield event
        self.finished.append(text)


async def two_sentences(
    assistant: ScriptedAssistant, conversation: Conversation, _text: str
) -> AsyncIterator[TurnEvent]:
    yield Progress(text="Looking through the shop")
    yield Sentence(text="I found one mug. ")
    yield Sentence(text="It costs $14.00.")
    yield Finished(
        reply=Reply(
            turn_id="turn-1",
            text="I found one mug. It costs $14.00.",
            cart=await assistant.cart(conversation).view(),
            tools=("search_products",),
            model=ModelUse(name="scripted", kind="hosted", prompt="abc"),
        )
    )


def failing(error: Exception, after: tuple[TurnEvent, ...] = ()) -> Script:
    async def script(
        _assistant: ScriptedAssistant, _conversation: Conversation, _text: str
    ) -> AsyncIterator[TurnEvent]:
        for event in after:
            yield event
        raise error

    return script


def client_of(app: FastAPI) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://shop.test")
