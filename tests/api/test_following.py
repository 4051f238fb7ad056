"""What outside tools hear of hand-offs: each event, in its order, signed, through restarts, refusals and down-time."""

import asyncio
import json
from dataclasses import dataclass, field, replace

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from assistant.agent.stores import Stores
from assistant.api.events import EventsEndpoint
from assistant.api.following import MOST_REFUSALS, Follower
from assistant.api.handoff_events import HandoffEvents
from assistant.escalation.cursors import Cursor
from assistant.escalation.lines import Rating
from assistant.escalation.staff import Staff
from assistant.testing.kept import in_memory_kept
from tests.api.test_events import SECRET
from tests.conftest import NOON
from tests.loopback import on_loopback
from tests.storage.test_desk import SAID
from tests.storage.test_handoffs import HANDOFF


@dataclass
class Receiver:
    """`answers` are given first, one to each request; 204 after them."""

    answers: list[int] = field(default_factory=list)
    heard: list[tuple[str, str, bytes, str]] = field(default_factory=list)
    elsewhere: int = 0

    async def hook(self, request: Request) -> Response:
        status = self.answers.pop(0) if self.answers else 204
        if status == 204:
            names = ("webhook-id", "webhook-timestamp", "webhook-signature")
            own, at, signature = (request.headers[name] for name in names)
            self.heard.append((own, at, await request.body(), signature))
        return RedirectResponse("/elsewhere") if status == 307 else Response(status_code=status)

    async def other(self, _request: Request) -> Response:
        self.elsewhere += 1
        return Response(status_code=204)

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[
            Route("/hook", self.hook, methods=["POST"]), Route("/elsewhere", self.other, methods=["POST"]),
        ])  # fmt: skip

    @property
    def kinds(self) -> list[str]:
        return [json.loads(body)["type"].removeprefix("handoff.") for _, _, body, _ in self.heard]


@pytest.fixture
async def stores() -> Stores:
    stores = in_memory_kept().stores
    await stores.staff.add(Staff("s1", "Ada", "ada@shop.example", "agent"))
    return stores


def follower(stores: Stores, address: str, *, words: bool = False, pause: float = 0) -> Follower:
    endpoint = EventsEndpoint.parse(f"{address}/hook", SECRET)
    return Follower(stores, HandoffEvents(endpoint, words), lambda: NOON, pause)


async def worked(stores: Stores) -> None:
    """A whole hand-off, with a line, a private note, a tag and a rating."""
    await stores.handoffs.open(HANDOFF)
    await stores.handoffs.take("h1", "s1", NOON)
    await stores.lines.write(SAID)
    await stores.lines.write(replace(SAID, id="n1", kind="note", text="He sounds tired."))
    await stores.lines.tag("c1", ["late"], NOON)
    await stores.handoffs.end("h1", "s1", "closed", NOON)
    await stores.lines.rate(Rating("h1", "c1", 5, "kind", "s1", NOON))


@pytest.mark.owasp("API10:2023")
async def test_the_whole_hand_off_is_told_in_order_signed_and_without_a_word_or_a_name(stores: Stores) -> None:
    receiver = Receiver()
    with on_loopback(receiver.app) as address:
        told = follower(stores, address)
        await told.start()
        await worked(stores)
        await told.catch_up()

    assert receiver.kinds == ["opened", "taken", "said", "closed", "rated"]
    endpoint = EventsEndpoint.parse("https://shop.example/", SECRET)
    assert all(endpoint.signature(own, int(at), body) == signature for own, at, body, signature in receiver.heard)
    assert len({own for own, *_ in receiver.heard}) == 5
    everything = b" ".join(body for _, _, body, _ in receiver.heard)
    assert not [word for word in (b"Ada", b"Hello", b"tired", b"kind", b"late") if word in everything]
    assert json.loads(receiver.heard[0][2])["data"] == {
        "conversation": "c1", "seq": 1, "handoff": "h1", "reason": HANDOFF.reason,
    }  # fmt: skip


async def test_words_go_out_where_the_owner_asks_for_them_and_notes_never(stores: Stores) -> None:
    receiver = Receiver()
    with on_loopback(receiver.app) as address:
        told = follower(stores, address, words=True)
        await told.start()
        await worked(stores)
        await told.catch_up()
    data = json.loads(receiver.heard[2][2])["data"]
    assert (data["text"], data["name"]) == (SAID.text, "Ada")
    assert b"tired" not in b" ".join(body for _, _, body, _ in receiver.heard)


async def test_down_time_and_a_kill_lose_and_reorder_nothing(stores: Stores) -> None:
    """Every process is thrown away in the middle, and the next begins where the log says."""
    receiver = Receiver(answers=[503, 204, 500, 307, 204, 404, 401, 429])
    with on_loopback(receiver.app) as address:
        await follower(stores, address).start()
        await worked(stores)
        for _ in range(8):
            await follower(stores, address).catch_up()
    assert receiver.kinds == ["opened", "taken", "said", "closed", "rated"]
    assert receiver.elsewhere == 0


async def test_an_event_that_was_heard_but_not_marked_comes_again_under_its_own_id(stores: Stores) -> None:
    receiver = Receiver()
    with on_loopback(receiver.app) as address:
        told = follower(stores, address)
        await told.start()
        await worked(stores)
        endpoint = EventsEndpoint.parse(f"{address}/hook", SECRET)
        (first,) = await stores.desk_log.since(0, limit=1)
        await HandoffEvents(endpoint).hear(first, again=False)
        await told.catch_up()
    ids = [own for own, *_ in receiver.heard]
    assert ids[0] == ids[1]
    assert receiver.kinds == ["opened", "opened", "taken", "said", "closed", "rated"]


async def test_one_of_several_processes_tells(stores: Stores) -> None:
    receiver = Receiver()
    with on_loopback(receiver.app) as address:
        many = [follower(stores, address) for _ in range(4)]
        await many[0].start()
        await worked(stores)
        assert sum(await asyncio.gather(*(one.catch_up() for one in many))) == 1
    assert receiver.kinds == ["opened", "taken", "said", "closed", "rated"]


async def test_a_body_that_is_refused_for_good_is_given_up_told_and_does_not_stop_the_rest(stores: Stores) -> None:
    receiver = Receiver(answers=[400] * MOST_REFUSALS)
    with on_loopback(receiver.app) as address:
        told = follower(stores, address)
        await told.start()
        await worked(stores)
        for _ in range(MOST_REFUSALS):
            await told.catch_up()
    assert receiver.kinds == ["taken", "said", "closed", "rated"]
    assert await stores.cursors.of("webhook") == Cursor(await stores.desk_log.newest(), 0, given_up=1)


async def test_a_failure_is_waited_after_and_a_new_tool_hears_nothing_of_the_past(stores: Stores) -> None:
    await stores.handoffs.open(HANDOFF)
    receiver = Receiver(answers=[503])
    with on_loopback(receiver.app) as address:
        told = follower(stores, address, pause=60)
        await told.start()
        await stores.handoffs.take("h1", "s1", NOON)
        assert await told.catch_up()
        assert not await told.catch_up()
        await follower(stores, address).catch_up()
    assert receiver.kinds == ["taken"]
