"""The bench of hand-offs itself: a whole one is found whole, and whatever is lost, doubled or untrue is told."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.agent.stores import Stores
from assistant.conversation import CartView, HandoffView, ModelUse, Price, Reply
from assistant.escalation.lines import StaffLine
from assistant.escalation.queue import Handoff, Packet
from assistant.shop.conversations import Conversation, Turn
from assistant.testing.kept import in_memory_kept
from evals.handing.books import by_conversation, log_of, wrong
from evals.handing.life import LATER, Case, cases

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CART = CartView(subtotal=Price(minor=0, currency="USD", text="$0.00"))
ASK = "A person, please."
LINE = StaffLine("l1", "c1", "h1", "said", "ada", "Ada", "Hello.", NOW)


def reply(turn: str, handoff: HandoffView | None = None) -> Reply:
    return Reply(
        turn_id=turn, text="Done.", cart=CART, handoff=handoff, model=ModelUse(name="m", kind="offline", prompt="p")
    )


async def kept() -> tuple[Stores, Case]:
    """One hand-off from its call to its end."""
    stores = in_memory_kept().stores
    await stores.conversations.add(Conversation("c1", "f00d", NOW))
    called, turn = HandoffView(id="h1", reason="anger", status="waiting"), Turn("t1", "c1", NOW, ASK)
    packet = Packet(summary=("Asked for a person.",), moods=(0.1,))
    handoff = Handoff("h1", "c1", "anger", ASK, NOW, (("shopper", ASK),), CART, (), packet=packet)
    await stores.conversations.begin(turn)
    await stores.handoffs.announce(handoff, replace(turn, reply=reply("t1", called)))
    await stores.handoffs.take("h1", "ada", NOW)
    await stores.lines.write(LINE)
    later = Turn("t2", "c1", NOW, LATER)
    await stores.conversations.begin(later)
    await stores.conversations.finish(replace(later, reply=reply("t2")))
    await stores.handoffs.end("h1", "ada", "closed", NOW)
    return stores, Case(0, ASK, "", "close", "c1", "h1", "ada")


async def told(stores: Stores, case: Case) -> list[str]:
    return await wrong(stores, case, by_conversation(await log_of(stores)).get(case.conversation, []))


async def test_one_that_is_whole_is_found_whole() -> None:
    assert await told(*await kept()) == []


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"handoff": "h2"}, "the hand-off is lost"),
        ({"owner": "bob"}, "it is closed of 'ada', not closed of 'bob'"),
        ({"ending": "return"}, "0 events of kind returned"),
        ({"sku": "MUG"}, "its packet does not hold the cart"),
        ({"ask": "Where is it?"}, "its packet does not hold what the shopper asked"),
        ({"wrong": ["2 took it"]}, "2 took it"),
    ],
)
async def test_what_differs_from_what_was_done_is_told(known: dict[str, object], why: str) -> None:
    stores, case = await kept()
    assert why in await told(stores, replace(case, **known))  # type: ignore[arg-type]  # fields of a case


async def test_what_is_doubled_is_told() -> None:
    stores, case = await kept()
    await stores.lines.write(replace(LINE, id="l2"))
    third = Turn("t3", "c1", NOW, LATER)
    await stores.conversations.begin(third)
    await stores.conversations.finish(replace(third, reply=reply("t3")))
    assert set(await told(stores, case)) == {
        "2 events of kind said", "2 lines of the person instead of one", "3 turns instead of 2",
    }  # fmt: skip


def test_half_of_them_have_a_cart_and_both_endings_come_up() -> None:
    every = cases(60, ["MUG"])
    assert sum(bool(case.sku) for case in every) == 30
    assert {case.ending for case in every} == {"return", "close"}
