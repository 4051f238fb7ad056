"""Who gets a chat that nobody picked somebody for: one owner, and nobody more than they take."""

import asyncio
from dataclasses import replace

import pytest

from assistant.agent.stores import Stores
from assistant.escalation.refusals import NobodyFree
from tests.storage.test_desk import ADA, kinds, staffed
from tests.storage.test_handoffs import HANDOFF
from tests.storage.times import NOW


async def test_of_many_choices_at_once_each_chat_gets_one_owner_and_nobody_more_than_they_take(stores: Stores) -> None:
    await staffed(stores)
    away = replace(ADA, id="s3", email="c@shop.example", name="Aaron", away=True)
    reader = replace(ADA, id="s4", email="d@shop.example", name="Abe", role="qa")
    busy = replace(ADA, id="s5", email="e@shop.example", name="Al", skills=("fraud",), most=9)
    for member in (away, reader, busy):
        await stores.staff.add(member)
    for number in range(8):
        one = replace(HANDOFF, id=f"h{number}", conversation_id=f"c{number}", queue="orders")
        await stores.handoffs.open(one)
    twice = [f"h{number}" for number in range(8)] * 2
    got = await asyncio.gather(*(stores.handoffs.assign_freest(one, NOW) for one in twice))
    assert {(one.id, one.owner) for one in got} == {(one, (await owner(stores, one))) for one in twice}
    assert await stores.handoffs.load() == {"s1": 3, "s2": 5}
    assert (await kinds(stores)).count("assigned") == 8
    await stores.handoffs.open(replace(HANDOFF, id="h9", conversation_id="c9", queue="orders"))
    with pytest.raises(NobodyFree):
        await stores.handoffs.assign_freest("h9", NOW)
    await stores.handoffs.end("h0", await owner(stores, "h0"), "closed", NOW)
    assert (await stores.handoffs.assign_freest("h9", NOW)).status == "taken"


async def owner(stores: Stores, handoff_id: str) -> str:
    found = await stores.handoffs.get(handoff_id)
    return found.owner if found else ""
