import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from assistant.agent.stores import Stores
from assistant.conversation import CartLineView, CartView, Price
from assistant.escalation.queue import Handoff
from assistant.storage.database import Database
from assistant.storage.desk_tables import handoffs
from assistant.storage.handoffs import SqlHandoffQueue
from tests.storage.times import NOW

PRICE = Price(minor=4_900, currency="USD", text="$49.00")
HANDOFF = Handoff(
    id="h1",
    conversation_id="c1",
    reason="asked for a person",
    evidence="“a human, please”",
    opened_at=NOW,
    transcript=(("shopper", "a human, please"), ("assistant", "Of course.")),
    cart=CartView(
        lines=(CartLineView(sku="A", title="A", options="", image="", quantity=1, unit=PRICE, total=PRICE),),
        count=1,
        subtotal=PRICE,
    ),
    tried=("search_products: found 3",),
)


async def test_everything_a_person_needs_comes_back(stores: Stores) -> None:
    assert await stores.handoffs.open(HANDOFF) == HANDOFF

    assert await stores.handoffs.of_conversation("c1") == HANDOFF
    assert await stores.handoffs.of_conversation("c2") is None
    assert await stores.handoffs.waiting() == [HANDOFF]


async def test_a_conversation_waits_once(stores: Stores) -> None:
    await stores.handoffs.open(HANDOFF)

    assert await stores.handoffs.open(replace(HANDOFF, id="h2", reason="anger")) == HANDOFF
    assert await stores.handoffs.waiting() == [HANDOFF]


async def test_the_one_that_waits_longest_comes_first(stores: Stores) -> None:
    later = replace(HANDOFF, id="h2", conversation_id="c2", opened_at=NOW + timedelta(minutes=1))
    taken = replace(HANDOFF, id="h3", conversation_id="c3", status="taken")
    for handoff in (later, taken, HANDOFF):
        await stores.handoffs.open(handoff)

    assert await stores.handoffs.waiting() == [HANDOFF, later]
    assert await stores.handoffs.of_conversation("c3") == taken


async def test_all_who_open_at_once_are_given_the_same_one(stores: Stores) -> None:
    opened = await asyncio.gather(*(stores.handoffs.open(replace(HANDOFF, id=f"h{n}")) for n in range(12)))

    assert len({handoff.id for handoff in opened}) == 1
    assert await stores.handoffs.waiting() == [opened[0]]


async def test_two_processes_that_open_at_once_are_given_the_same_one(database: Database, url: str) -> None:
    """Each has its own pool of connections, as two servers would have."""
    other = Database(url)
    queues = [SqlHandoffQueue(database), SqlHandoffQueue(other)]
    opened = await asyncio.gather(*(queues[n % 2].open(replace(HANDOFF, id=f"h{n}")) for n in range(10)))
    await other.close()

    assert len({handoff.id for handoff in opened}) == 1


async def test_once_closed_a_conversation_may_wait_again(database: Database) -> None:
    queue = SqlHandoffQueue(database)
    for number in range(3):
        again = replace(HANDOFF, id=f"h{number}")
        assert await queue.open(again) == again
        async with database.begin() as connection:
            await connection.execute(update(handoffs).values(status="closed"))
        assert await queue.of_conversation("c1") is None
