"""Who gets a chat that nobody picked somebody for: one owner, and nobody more than they take."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.escalation.refusals import NobodyFree
from assistant.escalation.staff import HERE_FOR
from tests.storage.test_desk import ADA, SAID, kinds, staffed
from tests.storage.test_handoffs import HANDOFF
from tests.storage.times import NOW


async def test_of_many_choices_at_once_each_chat_gets_one_owner_and_nobody_more_than_they_take(stores: Stores) -> None:
    await staffed(stores)
    away = replace(ADA, id="s3", email="c@shop.example", name="Aaron", away=True)
    gone = replace(ADA, id="s6", email="f@shop.example", name="Abby", seen_at=NOW - HERE_FOR)
    reader = replace(ADA, id="s4", email="d@shop.example", name="Abe", role="qa")
    busy = replace(ADA, id="s5", email="e@shop.example", name="Al", skills=("fraud",), most=9)
    for member in (away, gone, reader, busy):
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


async def test_who_waits_is_handed_out_oldest_first_while_anybody_is_here_with_room(stores: Stores) -> None:
    await stores.staff.add(replace(ADA, most=2))
    for number, queue in enumerate(["orders", "fraud", "orders", "orders"]):
        at = NOW - timedelta(minutes=9 - number)
        await stores.handoffs.open(
            replace(HANDOFF, id=f"h{number}", conversation_id=f"c{number}", queue=queue, opened_at=at)
        )
    given = await asyncio.gather(*(stores.handoffs.hand_out(NOW) for _ in range(3)))
    assert sorted(one.id for round_ in given for one in round_) == ["h0", "h2"]
    assert [one.id for one in await stores.handoffs.waiting()] == ["h1", "h3"]
    assert await stores.handoffs.hand_out(NOW) == []
    await stores.handoffs.end("h0", "s1", "closed", NOW)
    assert [(one.id, one.owner, one.status) for one in await stores.handoffs.hand_out(NOW)] == [("h3", "s1", "taken")]
    assert (await kinds(stores)).count("assigned") == 3


@pytest.mark.parametrize(("answered", "here"), [(False, False), (True, False), (False, True)])
async def test_who_leaves_before_they_answer_loses_the_chat_to_whoever_is_here(
    stores: Stores, answered: bool, here: bool
) -> None:
    await staffed(stores)
    await stores.handoffs.open(HANDOFF)
    await stores.handoffs.take("h1", "s1", NOW)
    if answered:
        await stores.lines.write(SAID)
    later = NOW + HERE_FOR
    for member in ("s1", "s2") if here else ("s2",):
        await stores.staff.seen(member, later)
    given = await stores.handoffs.hand_out(later)
    stays = answered or here
    assert [one.owner for one in given] == ([] if stays else ["s2"])
    assert await owner(stores, "h1") == ("s1" if stays else "s2")


async def test_nobody_is_handed_a_chat_after_signing_out(stores: Stores) -> None:
    await stores.staff.add(ADA)
    await stores.handoffs.open(replace(HANDOFF, queue="orders"))
    await stores.staff.seen("s1", None)
    assert await stores.handoffs.hand_out(NOW) == []


async def owner(stores: Stores, handoff_id: str) -> str:
    found = await stores.handoffs.get(handoff_id)
    return found.owner if found else ""
