"""A model that plans for somebody else: its edits wait for the shopper's yes, and what it invents is refused."""

import pytest

from assistant.testing.model import ScriptedModel, calls, says
from tests.conftest import Builder, ask

LOOKED = calls(("search_products", {"query": "mug"}))


@pytest.mark.owasp("LLM01:2026", "LLM03:2026", "ASI01", "ASI10")
async def test_an_edit_that_nobody_asked_for_waits_for_a_yes(building: Builder) -> None:
    steps = [LOOKED, calls(("add_to_cart", {"sku": "MUG-WHT", "quantity": 3})), says("They are in your cart.")]
    async with building(hosted=ScriptedModel(steps=steps)) as assistant:
        conversation, _ = await assistant.start()
        asked = await ask(assistant, conversation, "do you have mugs?")
        assert asked.cart.count == 0
        assert asked.confirmation is not None
        assert asked.confirmation.title == "Put 3 × Lark Stoneware Mug (white) into your cart, $14.00 each"
        done = await ask(assistant, conversation, "yes")
    assert (done.cart.count, done.confirmation) == (3, None)


@pytest.mark.owasp("LLM03:2026", "ASI09")
@pytest.mark.parametrize("answer", ["no", "what do they cost?"])
async def test_anything_but_a_yes_leaves_the_cart_alone(building: Builder, answer: str) -> None:
    steps = [LOOKED, calls(("add_to_cart", {"sku": "MUG-WHT"})), says("As you like.")]
    async with building(hosted=ScriptedModel(steps=steps)) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "do you have mugs?")
        assert (await ask(assistant, conversation, answer)).cart.count == 0


@pytest.mark.owasp("LLM03:2026", "ASI10")
async def test_a_wish_is_carried_out_once_and_not_again_and_again(building: Builder) -> None:
    add = calls(("add_to_cart", {"sku": "MUG-WHT"}))
    async with building(hosted=ScriptedModel(steps=[LOOKED, add, add, says("Done.")])) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "add a white mug to my cart")
    assert reply.cart.count == 1
    assert reply.confirmation is not None


@pytest.mark.owasp("LLM01:2026", "ASI01", "ASI02", "ASI10")
async def test_beside_what_was_asked_for_nothing_else_is_slipped_in(building: Builder) -> None:
    both = calls(("add_to_cart", {"sku": "MUG-WHT"}), ("add_to_cart", {"sku": "HUT-4"}))
    look = calls(("search_products", {"query": "mug"}), ("search_products", {"query": "tent"}))
    async with building(hosted=ScriptedModel(steps=[look, both, says("The mug is in your cart.")])) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "add a white mug to my cart")
    assert [line.sku for line in reply.cart.lines] == ["MUG-WHT"]
    assert reply.confirmation is None


async def test_a_few_words_may_answer_what_was_asked_about_a_wish(building: Builder) -> None:
    steps = [LOOKED, says("Which colour?"), calls(("add_to_cart", {"sku": "MUG-BLU"})), says("Done.")]
    async with building(hosted=ScriptedModel(steps=steps)) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "add a stoneware mug to my cart")
        reply = await ask(assistant, conversation, "blue please")
    assert [line.sku for line in reply.cart.lines] == ["MUG-BLU"]


async def test_a_wish_that_was_carried_out_does_not_count_again_after_a_yes(building: Builder) -> None:
    add, more = calls(("add_to_cart", {"sku": "MUG-WHT"})), calls(("add_to_cart", {"sku": "MUG-BLU", "quantity": 2}))
    again = add.model_copy(update={"tool_calls": [{**add.tool_calls[0], "id": "another call"}]})
    more.tool_calls[0]["id"] = "the call that was asked about"
    model = ScriptedModel(steps=[LOOKED, add, more, again, says("Done.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "add a white mug to my cart")
        reply = await ask(assistant, conversation, "yes")
    assert {line.sku: line.quantity for line in reply.cart.lines} == {"MUG-WHT": 1, "MUG-BLU": 2}
    assert reply.confirmation is not None


@pytest.mark.owasp("LLM03:2026", "LLM06:2026", "ASI02", "ASI04", "ASI10")
@pytest.mark.parametrize(
    ("made", "why"),
    [
        (calls(("add_to_cart", {"sku": "MUG-WHT", "price": "0.01"})), "takes no price"),
        (calls(("grant_refund", {"amount": "100"})), "no such tool"),
        (calls(*[("show_cart", {})] * 30), "too many calls"),
    ],
)
async def test_what_is_no_tool_or_argument_of_ours_is_refused(building: Builder, made: object, why: str) -> None:
    model = ScriptedModel(steps=[LOOKED, made, says("I could not do that.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "add a white mug to my cart")
    assert reply.cart.count == 0
    assert why in str([message.content for message in model.seen[-1]])
