"""A hosted model is asked only within the budgets; every attempt counts; beyond them the offline model answers."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage

from assistant.agent.bill import Bill
from assistant.agent.model import Models
from assistant.agent.spending import Budgets, Meter, Payer, Prices, Use
from assistant.errors import BadSetting, StorageUnavailable
from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, says
from assistant.testing.spending import InMemoryUseBook
from tests.agent.wire import call, hosted, text, wire
from tests.conftest import Builder, ask

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA, BEN = Payer("c1", "203.0.113.7"), Payer("c2", "203.0.113.8")


def meter(budgets: Budgets, clock: FixedClock | None = None) -> Meter:
    return Meter(InMemoryUseBook(), clock or FixedClock(NOON), budgets, Prices(2_000_000, 8_000_000), b"key")


def test_many_small_calls_do_not_cost_nothing() -> None:
    assert Prices(1, 1).use(1, 1) == Use(1, 1, 1)
    assert Prices(2_000_000, 8_000_000).use(1000, 100) == Use(1000, 100, 2800)


@pytest.mark.owasp("LLM06:2026", "API4:2023")
@pytest.mark.parametrize(
    ("budgets", "scope", "others"),
    [
        ({"conversation_tokens": 110}, "conversation", None),
        ({"address_tokens": 110}, "address", None),
        ({"shop_tokens": 110}, "shop", "shop"),
        ({"shop_micros": 280}, "shop", "shop"),
        ({"conversation_tokens": 111, "address_tokens": 111, "shop_tokens": 111, "shop_micros": 281}, None, None),
        ({}, None, None),
    ],
)
async def test_a_budget_is_used_up_by_whom_it_is_for(
    budgets: Mapping[str, int], scope: str | None, others: str | None
) -> None:
    counting = meter(Budgets(**budgets))
    await counting.count(ADA, 100, 10)
    assert await counting.spent(ADA) == scope
    assert await counting.spent(BEN) == others
    assert await counting.spent(Payer()) == others


async def test_a_day_begins_anew_but_a_conversation_goes_on() -> None:
    clock = FixedClock(NOON)
    counting = meter(Budgets(conversation_tokens=110, address_tokens=100, shop_tokens=100), clock)
    await counting.count(ADA, 100, 0)
    assert await counting.spent(ADA) == "shop"
    clock.advance(hours=13)
    assert await counting.spent(ADA) is None
    await counting.count(ADA, 10, 0)
    assert await counting.spent(ADA) == "conversation"


async def test_no_address_is_kept_and_its_digest_goes_with_its_day() -> None:
    clock = FixedClock(NOON)
    counting = meter(Budgets(address_tokens=1), clock)
    await counting.count(ADA, 1, 0)
    kept = repr(vars(counting.book))
    assert "203.0.113" not in kept
    assert "address:" in kept
    clock.advance(days=1)
    await counting.tidy()
    assert "address:" not in repr(vars(counting.book))
    clock.advance(days=91)
    await counting.tidy()
    assert "conversation:" not in repr(vars(counting.book))


async def test_beyond_its_budget_a_conversation_is_answered_by_the_offline_model(building: Builder) -> None:
    with wire(text("Hello there."), text("Hello again.")) as server:
        async with building(**hosted(server), conversation_tokens=1) as assistant:
            conversation, _ = await assistant.start()
            first = await ask(assistant, conversation, "hello")
            second = await ask(assistant, conversation, "do you have mugs?")
    assert (first.model.kind, first.text) == ("hosted", "Hello there.")
    assert (second.model.kind, second.model.fallback) == ("offline", "the budget of this conversation is used up")
    assert second.cards
    assert len(server.asked) == 1


async def test_attempts_that_failed_are_counted(building: Builder) -> None:
    broken, whole = call("search_products", "{{"), text("Hello there.")
    with wire(broken, whole) as server:
        async with building(**hosted(server)) as assistant:
            conversation, _ = await assistant.start()
            reply = await ask(assistant, conversation, "hello")
            counted = await assistant.stores.model_use.of((f"conversation:{conversation.id}",))
    with wire(whole) as server:
        async with building(**hosted(server)) as assistant:
            other, _ = await assistant.start()
            once = await ask(assistant, other, "hello")
    [use] = counted.values()
    assert (use.tokens_in, use.tokens_out) == (reply.model.input_tokens, reply.model.output_tokens)
    assert reply.model.input_tokens == 2 * once.model.input_tokens > 0


@pytest.mark.owasp("LLM06:2026")
@pytest.mark.parametrize("size", [50, 40_000])
async def test_an_endless_answer_counts_the_same_however_the_model_plans(building: Builder, size: int) -> None:
    endless, written = '{"step": [' + "1," * 15_000, []
    for planner in ("tools", "json"):
        pieces = text(*(endless[at : at + size] for at in range(0, len(endless), size)))
        with wire(pieces, pieces) as server:
            async with building(**hosted(server), planner=planner) as assistant:
                conversation, _ = await assistant.start()
                await ask(assistant, conversation, "show me mugs")
                counted = await assistant.stores.model_use.of((f"conversation:{conversation.id}",))
        written += [use.tokens_out for use in counted.values()]
    assert written[0] == written[1] > 0


def test_a_server_that_does_not_say_is_counted_here() -> None:
    bill = Bill(len)
    bill.add([SystemMessage("abc"), AIMessage("de")], [], AIMessageChunk(content="four"))
    bill.add([HumanMessage("abc")], [], None)
    assert bill.use == Use(8, 4)


class Deaf:
    def hear(self, text: str) -> None: ...

    def start_over(self) -> None: ...


class UnreadableBook(InMemoryUseBook):
    async def of(self, subjects: tuple[str, ...]) -> dict[str, Use]:
        raise StorageUnavailable("The shop's memory cannot be read just now.")


@pytest.mark.owasp("LLM06:2026")
async def test_a_budget_that_cannot_be_read_is_no_leave_to_spend() -> None:
    broken = Meter(UnreadableBook(), FixedClock(NOON), Budgets(shop_tokens=1))
    models = Models(ScriptedModel(steps=[says("Hello.")]), "offline", ScriptedModel(steps=[]), "hosted", meter=broken)
    thought = await models.think([HumanMessage("hi")], [], Deaf())
    assert (thought.model, thought.fallback) == ("offline", "its budget could not be read")


async def test_a_bound_on_cost_without_prices_is_refused_at_the_start(building: Builder) -> None:
    with pytest.raises(BadSetting, match="ASSISTANT_PRICE_IN"):
        async with building(shop_cost=Decimal(5)):
            pass
