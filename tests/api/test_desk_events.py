"""Whoever listens hears all that happens after the number they name: in order, once, and no more than is theirs."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from assistant.api.desk_feed import DeskFeed
from assistant.escalation.events import DeskEvent
from assistant.testing.desk import InMemoryEventLog
from tests.api.conftest import serving
from tests.api.desk import Desk
from tests.api.talk import Talk
from tests.conftest import NOON

LINE = {"id": "line-0001", "text": "Hello, this is Ada."}


async def heard(feed: AsyncGenerator[DeskEvent | None, None], count: int) -> list[int]:
    found: list[int] = []
    async with asyncio.timeout(10):
        async for event in feed:
            found += [event.seq] if event else []
            if len(found) == count:
                break
    await feed.aclose()
    return found


def log_of(*conversations: str) -> InMemoryEventLog:
    log = InMemoryEventLog()
    for one in conversations:
        log.tell(one, "note", NOON, {})
    return log


async def test_what_came_before_and_what_comes_is_heard_in_one_order() -> None:
    log = log_of("a", "b", "a")
    feed = DeskFeed(log, every=0.01)
    async with feed.running():
        listening = asyncio.create_task(heard(feed.after(1), 5))
        mine = asyncio.create_task(heard(feed.after(0, "a"), 4))
        await asyncio.sleep(0.05)
        for one in ("b", "a", "b", "a"):
            log.tell(one, "note", NOON, {})
            await asyncio.sleep(0.015)
        assert await listening == [2, 3, 4, 5, 6]
        assert await mine == [1, 3, 5, 7]


async def test_more_than_is_remembered_is_read_from_the_log() -> None:
    log = log_of("a")
    feed = DeskFeed(log, every=0.01, remembered=5)
    async with feed.running():
        first = asyncio.create_task(heard(feed.after(1), 40))
        await asyncio.sleep(0.05)
        for _ in range(40):
            log.tell("a", "note", NOON, {})
        assert await first == list(range(2, 42))
        assert await heard(feed.after(0, "a"), 41) == list(range(1, 42))


async def test_silence_is_told_and_a_log_that_is_away_comes_back() -> None:
    class Away(InMemoryEventLog):
        away = 3

        async def newest(self) -> int:
            self.away -= 1
            if self.away > 0:
                raise OSError
            return await super().newest()

    log = Away()
    feed = DeskFeed(log, every=0.01)
    async with feed.running(), asyncio.timeout(10):
        following = feed.after(0, keep_alive=0.05)
        assert await anext(following) is None
        log.tell("a", "note", NOON, {})
        found = await anext(following)
        assert found is not None
        assert found.seq == 1
        await following.aclose()


async def streamed(desk: Desk | Talk, path: str, count: int) -> list[dict[str, Any]]:
    headers = desk.headers if isinstance(desk, Talk) else {"Cookie": f"desk={desk.cookie}"}
    events: list[dict[str, Any]] = []
    async with asyncio.timeout(20), desk.client.stream("GET", path, headers=headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        async for line in response.aiter_lines():
            events += [json.loads(line.removeprefix("data: "))] if line.startswith("data: ") else []
            if len(events) == count:
                break
    return events


async def test_over_http_the_console_hears_all_and_the_shopper_what_is_theirs(assistant: Assistant) -> None:
    async with serving(create_app(assistant, Site("Larkfield"))) as client:
        talk, other = await Talk.begin(client), await Talk.begin(client)
        ada, chat = await Desk.of(assistant, client, "agent", "ada"), f"/conversations/{talk.id}"
        await other.say("hello")
        everything = asyncio.create_task(streamed(ada, "/console/api/events?after=0", 6))
        own = asyncio.create_task(streamed(talk, f"/api/conversations/{talk.id}/events?after=0", 4))
        await talk.send("POST", "/person")
        await ada.send("POST", f"{chat}/take")
        await ada.send("POST", f"{chat}/notes", {"id": "note-0001", "text": "A private word."})
        await ada.send("POST", f"{chat}/messages", LINE)
        await ada.send("POST", f"{chat}/return")
        kinds = [event["kind"] for event in await everything]
        public = await own
        again = await streamed(talk, f"/api/conversations/{talk.id}/events?after={public[1]['seq']}", 2)
    assert kinds == ["turn", "opened", "taken", "note", "said", "returned"]
    assert [event["kind"] for event in public] == ["opened", "taken", "said", "returned"]
    told = public[2]["payload"]
    assert (told["name"], told["text"]) == ("Ada", "Hello, this is Ada.")
    assert "ada" not in told["line"]
    assert "staff_id" not in str(public)
    assert again == public[2:]


async def test_a_shopper_hears_no_other_conversation(assistant: Assistant) -> None:
    async with serving(create_app(assistant, Site("Larkfield"))) as client:
        talk, other = await Talk.begin(client), await Talk.begin(client)
        path = f"/api/conversations/{talk.id}/events"
        assert (await client.get(path, headers=other.headers)).status_code == 404
        assert (await client.get(path)).status_code == 404


async def test_typing_is_told_only_where_a_person_may_read(assistant: Assistant, client: Any) -> None:
    talk = await Talk.begin(client)
    assert (await talk.send("POST", "/typing")).status_code == 204
    assert await assistant.stores.desk_log.newest() == 0
    await talk.send("POST", "/person")
    await talk.send("POST", "/typing")
    [_, typing] = await assistant.stores.desk_log.since(0)
    assert (typing.kind, typing.payload) == ("typing", {"who": "shopper"})


async def test_the_page_a_shopper_is_on_reaches_the_console(assistant: Assistant, client: Any) -> None:
    talk, ada = await Talk.begin(client), await Desk.of(assistant, client, "qa")
    assert (await talk.send("PUT", "/page", {"page": "/collections/mugs"})).status_code == 204
    assert (await ada.send("GET", f"/conversations/{talk.id}")).json()["page"] == "/collections/mugs"
