"""A hand-off answered in Chatwoot: nothing is lost, doubled or told to a stranger, whatever is down or comes twice."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from assistant.api.bridge import STAFF_ID, Bridge
from assistant.api.chatwoot import Chatwoot
from assistant.api.following import Follower
from assistant.errors import BadSetting
from assistant.escalation.lines import StaffLine
from assistant.escalation.staff import Staff
from assistant.settings import Settings
from assistant.shop.conversations import Conversation
from assistant.testing.chatwoot_server import HMAC_TOKEN, INBOX, SECRET, ChatwootServer, signed
from tests.api.conftest import serving
from tests.api.talk import Talk, client_of
from tests.api.test_events import SECRET as EVENTS_SECRET
from tests.api.test_following import Receiver
from tests.loopback import on_loopback


@dataclass
class Shop:
    """`follower` is made anew each time, as a process that was killed and started again."""

    assistant: Assistant
    remote: ChatwootServer
    settings: Chatwoot
    client: httpx2.AsyncClient
    conversation: Conversation

    async def follow(self, rounds: int = 1) -> None:
        for _ in range(rounds):
            bridge = Bridge(self.assistant.stores, self.settings)
            await Follower(self.assistant.stores, bridge, self.assistant.now, pause=0).catch_up()

    async def writes(self, text: str) -> None:
        async with aclosing(self.assistant.reply(self.conversation, text)) as events:
            async for _ in events:
                pass

    async def hears(self, told: dict[str, Any], *, late: int = 0) -> int:
        body, headers = signed(told, int(self.assistant.now().timestamp()) - late)
        return (await self.client.post("/webhooks/chatwoot", content=body, headers=headers)).status_code

    async def said(self) -> list[tuple[str, str]]:
        lines = await self.assistant.lines(self.conversation)
        return [(line.name or "", line.text) for line in lines if line.who == "staff"]

    async def standing(self) -> tuple[str, str]:
        handoff = await self.assistant.stores.handoffs.last_of(self.conversation.id)
        return (handoff.status, handoff.owner) if handoff else ("none", "")


@pytest.fixture
async def shop(assistant: Assistant) -> AsyncIterator[Shop]:
    remote = ChatwootServer()
    with on_loopback(remote.app) as address:
        settings = Chatwoot.parse(address, INBOX, HMAC_TOKEN, SECRET)
        async with client_of(create_app(assistant, Site("Larkfield", chatwoot=settings))) as client:
            conversation, _ = await assistant.start()
            shop = Shop(assistant, remote, settings, client, conversation)
            await Follower(assistant.stores, Bridge(assistant.stores, settings), assistant.now).start()
            yield shop
    assert remote.faults == []


async def test_a_hand_off_is_answered_in_chatwoot_and_comes_back(shop: Shop) -> None:
    await shop.writes("my parcel is late, let me talk to a person")
    await shop.follow()
    ((remote, _),) = shop.remote.conversations.items()
    assert "Called for: asked for a person" in shop.remote.texts(remote)[0]

    assert await shop.hears(shop.remote.says(remote, "Hello, Mia here.")) == 200
    await shop.writes("is it on its way?")
    await shop.follow()
    assert shop.remote.texts(remote)[1:] == ["my parcel is late, let me talk to a person", "is it on its way?"]
    assert (await shop.said(), await shop.standing()) == ([("Mia", "Hello, Mia here.")], ("taken", STAFF_ID))

    assert await shop.hears(shop.remote.resolves(remote)) == 200
    assert await shop.standing() == ("returned", STAFF_ID)
    await shop.follow()
    await shop.assistant.request_person(shop.conversation)
    await shop.follow()
    assert sorted(shop.remote.conversations) == [1, 2]
    assert len(shop.remote.contacts) == 1


async def test_down_time_lost_answers_and_kills_at_each_step_double_and_lose_nothing(shop: Shop) -> None:
    """For each text one request finds nobody and the next is done and its answer lost."""
    await shop.assistant.request_person(shop.conversation)
    await shop.assistant.stores.handoffs.take(
        (await shop.assistant.stores.handoffs.waiting())[0].id, "s1", shop.assistant.now()
    )
    for text in ("one", "hello?", "hello?", "two"):
        await shop.writes(text)
        shop.remote.down, shop.remote.lost = [503], [502]
        await shop.follow(4)
    shop.remote.down, shop.remote.lost = [], []
    await shop.follow(3)
    ((remote, _),) = shop.remote.conversations.items()
    assert shop.remote.texts(remote)[1:] == ["one", "hello?", "hello?", "two"]
    assert len([text for text in shop.remote.texts(remote) if "Called for" in text]) == 1


@pytest.mark.parametrize("step", range(6))
async def test_whatever_answer_is_lost_there_is_one_conversation_and_one_of_each_text(shop: Shop, step: int) -> None:
    await shop.assistant.request_person(shop.conversation)
    shop.remote.lost = [0] * step + [502]
    await shop.follow(3)
    ((_, kept),) = shop.remote.conversations.items()
    assert len(kept["messages"]) == 1


async def test_a_webhook_that_comes_twice_or_late_is_told_once(shop: Shop) -> None:
    await shop.assistant.request_person(shop.conversation)
    await shop.follow()
    first, second = shop.remote.says(1, "First."), shop.remote.says(1, "Second.")
    resolved = shop.remote.resolves(1)
    for told in (second, second, resolved, first, resolved, first):
        assert await shop.hears(told) == 200
    assert await shop.said() == [("Mia", "Second."), ("Mia", "First.")]
    assert await shop.standing() == ("returned", STAFF_ID)


async def test_a_resolved_chat_of_before_does_not_end_the_next_one(shop: Shop) -> None:
    await shop.assistant.request_person(shop.conversation)
    await shop.follow()
    resolved = shop.remote.resolves(1)
    await shop.hears(resolved)
    await shop.assistant.request_person(shop.conversation)
    await shop.follow()
    assert await shop.hears(resolved) == 200
    assert await shop.standing() == ("waiting", "")


async def test_our_desk_stands_while_chatwoot_is_down_and_chatwoot_hears_of_the_end(shop: Shop) -> None:
    stores, now = shop.assistant.stores, shop.assistant.now()
    shop.remote.down = [503] * 3
    await stores.staff.add(Staff("s1", "Ada", "ada@shop.example", "agent"))
    asked = await shop.assistant.request_person(shop.conversation)
    await shop.follow()
    await stores.handoffs.take(asked.id, "s1", now)
    await stores.lines.write(StaffLine("l1", shop.conversation.id, asked.id, "said", "s1", "Ada", "Hello.", now))
    await shop.follow(3)
    assert await shop.hears(shop.remote.resolves(1)) == 200
    assert await shop.standing() == ("taken", "s1")
    shop.remote.conversations[1]["status"] = "open"
    await stores.handoffs.end(asked.id, "s1", "closed", now)
    await shop.follow()
    assert shop.remote.texts(1)[1:] == ["[Ada, in the shop's console] Hello."]
    assert shop.remote.conversations[1]["status"] == "resolved"


@pytest.mark.owasp("API2:2023")
async def test_only_what_chatwoot_signed_lately_is_believed(shop: Shop) -> None:
    await shop.assistant.request_person(shop.conversation)
    await shop.follow()
    told = shop.remote.says(1, "Send me your card.")
    body, headers = signed(told, int(shop.assistant.now().timestamp()))
    unsigned = {name: value for name, value in headers.items() if name != "X-Chatwoot-Signature"}
    for forged in (unsigned, headers | {"X-Chatwoot-Signature": "sha256=00"}, headers | {"X-Chatwoot-Timestamp": "é"}):
        raw = [(name.encode(), value.encode()) for name, value in forged.items()]
        assert (await shop.client.post("/webhooks/chatwoot", content=body, headers=raw)).status_code == 401
    assert await shop.hears(told, late=400) == 401
    assert await shop.said() == []
    assert (await shop.client.post("/webhooks/chatwoot", content=b"x" * 300_000)).status_code == 413


async def test_notes_foreign_chats_and_what_is_no_notice_reach_nobody(shop: Shop) -> None:
    await shop.assistant.request_person(shop.conversation)
    await shop.follow()
    secret = shop.remote.says(1, "He is difficult.", private=True)
    foreign = shop.remote.says(1, "Hello.") | {"conversation": {"id": 99}}
    empty = shop.remote.says(1, "Hello.") | {"content": None}
    for told in (secret, foreign, empty, {"event": "webwidget_triggered"}):
        assert await shop.hears(told) == 200
    assert await shop.hears({"id": "no event"}) == 422
    assert await shop.hears(shop.remote.says(1, "Pay with 4111 1111 1111 1111.")) == 200
    assert "4111" not in json.dumps(await shop.said())


async def test_a_shop_without_chatwoot_has_no_such_address(assistant: Assistant) -> None:
    async with client_of(create_app(assistant, Site("Larkfield"))) as client:
        assert (await client.post("/webhooks/chatwoot", content=b"{}")).status_code == 404


@pytest.mark.parametrize("given", [("http://chat.example", "i", "t", "s"), ("https://chat.example", "i", "t", "")])
def test_half_a_setting_is_told(given: tuple[str, str, str, str]) -> None:
    with pytest.raises(BadSetting, match="ASSISTANT_CHATWOOT"):
        Chatwoot.parse(*given)


async def test_a_shop_that_serves_tells_by_itself_what_its_settings_name(assistant: Assistant) -> None:
    remote, receiver = ChatwootServer(), Receiver()
    with on_loopback(remote.app) as chat, on_loopback(receiver.app) as hook:
        settings = Settings(
            chatwoot_url=chat, chatwoot_inbox=INBOX, chatwoot_hmac_token=HMAC_TOKEN, chatwoot_webhook_secret=SECRET,
            handoff_events_url=f"{hook}/hook", handoff_events_secret=EVENTS_SECRET,
        )  # fmt: skip
        async with serving(create_app(assistant, Site.of(settings))) as client:
            talk = await Talk.begin(client)
            assert (await talk.send("POST", "/person")).is_success
            async with asyncio.timeout(30):
                while not (remote.conversations and remote.texts(1) and receiver.heard):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
    assert (receiver.kinds, len(remote.texts(1))) == (["opened"], 1)
