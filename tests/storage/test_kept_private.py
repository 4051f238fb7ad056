"""Who an order is for stands in the shop's own books, and in no checkpoint of the conversation and no log."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from assistant.agent.assistant import Assistant
from assistant.bootstrap import build, open_kept
from assistant.retrieval.embedding import MiniLM
from assistant.settings import Settings
from assistant.shop.checkout.said import Said
from assistant.shop.conversations import Conversation
from assistant.shop.customers import Address
from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, calls, says
from assistant.testing.payments import InMemoryPayments
from tests.conftest import ask
from tests.shop.checkout.till import NOW, RULES

NAME, MAIL, PHONE, STREET = "Grace Brewster", "grace.b@example.com", "+15105550134", "77 Periwinkle Lane"
GIFT, NOTE = "wrap it in purple", "ring at the side gate"
TOLD = (NAME, MAIL, PHONE, STREET, GIFT, NOTE)
PLACE = Address(STREET, "Oakland", "94601", "US", region="CA")
SAID = Said(name=NAME, email=MAIL, phone=PHONE, address=PLACE, note=NOTE, method="Standard")
PARTS = {"name": NAME, "phone": PHONE, "address": {"line1": STREET, "city": "Oakland", "region": "CA",
    "postcode": "94601", "country": "US"}, "note": NOTE}  # fmt: skip


class Shop:
    """The shop as it runs, started again for each visit."""

    def __init__(self, own: Settings, embeddings: MiniLM, clock: FixedClock) -> None:
        self.own, self._embeddings, self._now = own, embeddings, clock
        self.payments = InMemoryPayments(NOW)

    @asynccontextmanager
    async def open(self, *steps: Any) -> AsyncIterator[Assistant]:
        hosted = ScriptedModel(steps=list(steps)) if steps else None
        async with build(
            self.own, embeddings=self._embeddings, now=self._now, hosted=hosted, payments=self.payments
        ) as assistant:
            yield assistant


@pytest.fixture
async def shop(own: Settings, embeddings: MiniLM, clock: FixedClock) -> Shop:
    async with open_kept(own) as kept:
        await kept.stores.selling.set_selling(RULES)
    return Shop(own, embeddings, clock)


async def begun(assistant: Assistant) -> tuple[Conversation, str]:
    conversation, token = await assistant.start()
    await assistant.cart(conversation).add("MUG-WHT", 2)
    await assistant.cart(conversation).write_message(GIFT)
    return conversation, token


async def checkpoints(assistant: Assistant, folder: Path) -> str:
    """All of them with what they were about to write, and the bytes of their file where they have one."""
    saver: Any = assistant.graph.checkpointer
    rows = [repr(row) async for row in saver.alist(None)]
    files = await asyncio.to_thread(lambda: [path.read_bytes() for path in folder.glob("conversations.db*")])
    return "".join([*rows, *(data.decode("utf-8", "replace") for data in files)])


@pytest.mark.owasp("LLM02:2026")
async def test_what_was_typed_into_the_form_is_in_no_checkpoint_and_no_log(shop: Shop, logged: StringIO) -> None:
    async with shop.open() as assistant:
        conversation, token = await begun(assistant)
        await assistant.at_checkout(conversation).say(SAID)
        await ask(assistant, conversation, "show me my checkout")
        asked = await ask(assistant, conversation, "place the order")
        declined = await ask(assistant, conversation, "no, not yet")
        again = await ask(assistant, conversation, "place the order")
    async with shop.open() as assistant:
        conversation = await assistant.open(conversation.id, token)
        waits = await assistant.waiting(conversation)
        placed = await ask(assistant, conversation, "yes")
        shop.payments.pay("pay_1")
        await assistant.checkout.till.settle("pay_1", assistant.now())
        number = placed.checkout.number if placed.checkout else ""
        paid = await ask(assistant, conversation, f"where is my order {number}?")
        kept = await checkpoints(assistant, shop.own.state_dir)
    assert waits is not None
    assert waits == again.confirmation
    assert all(told in waits.effect for told in (NAME, MAIL, STREET, GIFT, NOTE))
    assert asked.confirmation is not None
    assert declined.confirmation is None
    for told in (placed.checkout, paid.checkout):
        assert told
        assert told.place
        assert (told.name, told.email, told.phone, told.place.line1) == (NAME, MAIL, PHONE, STREET)
        assert told.note == f"{GIFT}\n{NOTE}"
    assert (placed.checkout and placed.checkout.state, paid.checkout and paid.checkout.state) == (
        "awaiting payment",
        "paid",
    )
    assert "place the order" in kept
    assert [told for told in TOLD if told in kept] == []
    assert [told for told in TOLD if told in logged.getvalue()] == []


async def test_of_what_was_typed_into_the_chat_only_the_message_and_the_models_call_are_kept(
    shop: Shop, logged: StringIO
) -> None:
    typed = f"Check out, please: {NAME}, {MAIL}, {PHONE}, {STREET}, Oakland CA 94601, US. Note: {NOTE}"
    steps = (calls(("checkout_details", PARTS)), says("Thank you."), calls(("place_order", {})), says("Pay here."))
    async with shop.open(*steps) as assistant:
        conversation, _ = await begun(assistant)
        told = await ask(assistant, conversation, typed)
        asked = await ask(assistant, conversation, "place the order please")
        await ask(assistant, conversation, "yes")
        kept = await checkpoints(assistant, shop.own.state_dir)
        state = await assistant.graph.aget_state({"configurable": {"thread_id": conversation.id}})
    rest = [m for m in state.values["messages"] if not isinstance(m, HumanMessage)]
    others = repr([m.model_copy(update={"tool_calls": []}) if isinstance(m, AIMessage) else m for m in rest])
    assert told.checkout
    assert (told.checkout.name, told.checkout.email, told.checkout.note) == (NAME, MAIL, NOTE)
    assert asked.confirmation
    assert MAIL in asked.confirmation.effect
    assert MAIL not in kept
    assert [part for part in TOLD if part in others] == []
    assert [part for part in TOLD if part in logged.getvalue()] == []


async def test_what_is_asked_about_details_is_worded_anew_from_the_call_that_waits(shop: Shop) -> None:
    """A model that was led astray asks for another address: the shopper sees it, also after a reload."""
    async with shop.open(calls(("checkout_details", PARTS)), says("Fine.")) as assistant:
        conversation, _ = await begun(assistant)
        asked = await ask(assistant, conversation, "what does the mug weigh?")
        waits = await assistant.waiting(conversation)
        state = await assistant.graph.aget_state({"configurable": {"thread_id": conversation.id}})
        await ask(assistant, conversation, "yes")
        view = await assistant.at_checkout(conversation).view()
    assert asked.confirmation is not None
    assert waits == asked.confirmation
    assert waits.title.startswith(f"Use for your checkout: name: {NAME}; phone: {PHONE}; address: {STREET}")
    assert (waits.effect, waits.lines) == (f"{waits.title}.", ())
    assert set(state.values["waiting"]) == {"id", "expires_at", "movements"}
    assert view.name == NAME


async def test_a_proposal_that_ended_waiting_is_not_told_again(shop: Shop, clock: FixedClock) -> None:
    async with shop.open() as assistant:
        conversation, _ = await begun(assistant)
        await assistant.at_checkout(conversation).say(SAID)
        await ask(assistant, conversation, "place the order")
        clock.advance(minutes=10)
        late = await assistant.waiting(conversation)
        reply = await ask(assistant, conversation, "yes")
    assert late is None
    assert reply.checkout is None or reply.checkout.number == ""
