"""A suggestion comes beside a reply at the right moment only, once for each thing, whichever model answers."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept
from assistant.conversation import Reply
from assistant.shop.catalogue import Offer
from assistant.shop.conversations import Conversation
from assistant.shop.orders import Order, OrderLine
from assistant.shop.selling.rules import GoesWith, Scope, SellingRules
from assistant.shop.suggesting.habits import RecentHabits
from assistant.testing.model import ScriptedModel, calls, says
from assistant.testing.payments import InMemoryPayments
from tests.conftest import NOON, Builder, ask
from tests.goods import usd
from tests.shop.checkout.till import RULES as CHECKOUT_RULES

MUG, KETTLE = "MUG-WHT", "drip-kettle"
RULES = SellingRules(goes_with=(GoesWith(of=Scope(handle="lark-mug"), suggest=Scope(handle=KETTLE)),))
ADD = calls(("add_to_cart", {"sku": MUG}))
SHOW = calls(("show_cart", {}))
ADDED, HERE = says("Added to your cart."), says("Here is your cart.")
ADD_IT = f"add one {MUG} to my cart"


@pytest.fixture(autouse=True)
async def selling(kept: Kept) -> None:
    await kept.stores.selling.set_selling(RULES)


async def talk(building: Builder, *turns: tuple[str, list[Any]], **parts: Any) -> list[Reply]:
    """Each turn's words, and what the model does in it."""
    model = ScriptedModel(steps=[step for _, steps in turns for step in steps])
    async with building(hosted=model, **parts) as assistant:
        conversation, _ = await assistant.start()
        return [await ask(assistant, conversation, text) for text, _ in turns]


def handles(replies: list[Reply]) -> list[str | None]:
    return [reply.recommendation.card.handle if reply.recommendation else None for reply in replies]


async def test_what_goes_with_it_is_suggested_when_it_was_added_and_not_twice(building: Builder) -> None:
    replies = await talk(building, (ADD_IT, [ADD, ADDED]), ("show my cart", [SHOW, HERE]))
    assert handles(replies) == [KETTLE, None]
    [first, _] = replies
    assert first.recommendation
    assert (first.recommendation.reason, first.recommendation.evidence) == (
        "Goes with Lark Stoneware Mug.",
        "goes with",
    )
    assert [choice.sku for choice in first.recommendation.card.choices] == ["KET-BLK"]


async def test_the_offline_model_needs_nothing_of_its_own(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    said = ("show me mugs", "add the white one to my cart", "show my cart")
    assert handles([await ask(assistant, conversation, text) for text in said]) == [None, KETTLE, None]


async def test_it_is_suggested_when_the_cart_is_shown(building: Builder) -> None:
    async with building(hosted=ScriptedModel(steps=[SHOW, HERE])) as assistant:
        conversation, _ = await assistant.start()
        await assistant.cart(conversation).add(MUG)
        assert handles([await ask(assistant, conversation, "what is in my cart?")]) == [KETTLE]


async def test_the_owner_switches_it_off(building: Builder, kept: Kept) -> None:
    await kept.stores.selling.set_selling(RULES.model_copy(update={"suggestions": False}))
    assert handles(await talk(building, (ADD_IT, [ADD, ADDED]))) == [None]


async def test_nothing_out_of_stock_is_suggested(building: Builder, kept: Kept) -> None:
    await kept.stores.catalogue.set_offers([Offer("KET-BLK", stock=0)])
    assert handles(await talk(building, (ADD_IT, [ADD, ADDED]))) == [None]


async def test_what_was_removed_or_saved_for_later_is_not_suggested(building: Builder) -> None:
    async with building(hosted=ScriptedModel(steps=[SHOW, HERE] * 3)) as assistant:
        for way in ("remove", "save_for_later"):
            conversation, _ = await assistant.start()
            cart = assistant.cart(conversation)
            await cart.add(MUG)
            await cart.add("KET-BLK")
            await getattr(cart, way)("KET-BLK")
            assert handles([await ask(assistant, conversation, "show my cart")]) == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"my budget is $50: {ADD_IT}", None),
        (f"my budget is $72.99: {ADD_IT}", None),
        (f"my budget is $73: {ADD_IT}", KETTLE),
        (f"This is awful, the last one came broken. {ADD_IT}", None),
    ],
)
async def test_neither_a_budget_nor_a_complaint_is_answered_with_more(
    building: Builder, text: str, expected: str | None
) -> None:
    assert handles(await talk(building, (text, [ADD, ADDED]))) == [expected]


async def test_a_budget_of_an_earlier_message_still_counts(building: Builder) -> None:
    replies = await talk(building, ("a mug under $20", [says("Sure.")]), (ADD_IT, [ADD, ADDED]))
    assert handles(replies) == [None, None]


@pytest.mark.parametrize(
    "beside",
    [
        calls(("add_to_cart", {"sku": MUG}), ("search_policies", {"query": "returns"})),
        calls(("add_to_cart", {"sku": MUG}), ("recent_orders", {})),
        calls(("add_to_cart", {"sku": MUG}), ("show_checkout", {})),
        calls(("add_to_cart", {"sku": MUG}), ("request_human", {"reason": "asked for a person"})),
    ],
)
async def test_another_errand_in_the_turn_is_not_interrupted(building: Builder, beside: Any) -> None:
    replies = await talk(building, (ADD_IT, [beside, ADDED]))
    looked = "search_policies" in replies[0].tools
    assert handles(replies) == [KETTLE if looked else None]


async def test_after_a_hand_over_nothing_is_suggested(building: Builder) -> None:
    replies = await talk(building, ("can I speak to a human?", []), (ADD_IT, [ADD, ADDED]))
    assert handles(replies) == [None, None]


async def test_while_an_order_waits_for_its_payment_nothing_is_suggested(building: Builder, kept: Kept) -> None:
    await kept.stores.selling.set_selling(CHECKOUT_RULES.model_copy(update={"goes_with": RULES.goes_with}))
    details = {
        "name": "Ada Lovelace",
        "address": {"line1": "1 Main St", "city": "Oakland", "region": "CA", "postcode": "94601", "country": "USA"},
    }
    text = "Check out: Ada Lovelace, ada@example.com, 1 Main St, Oakland CA 94601, USA"
    steps = [
        calls(("checkout_details", details)),
        says("Anything else?"),
        calls(("place_order", {})),
        says("Pay here."),
    ]
    model = ScriptedModel(steps=[*steps, ADD, ADDED])
    async with building(hosted=model, payments=InMemoryPayments(NOON)) as assistant:
        conversation, _ = await assistant.start()
        await assistant.cart(conversation).add("POP-RED-S")
        said = [await ask(assistant, conversation, words) for words in (text, "place the order please", "yes", ADD_IT)]
    assert said[2].checkout
    assert said[2].checkout.state == "awaiting payment"
    assert handles(said) == [None] * 4


async def test_bought_together_is_said_only_where_orders_say_it(building: Builder, kept: Kept) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    await kept.stores.selling.set_selling(SellingRules())
    pairs = [("lark-mug", "hut-tent")] * 20 + [("ridge-boots",), ("poppy-dress",), ("drip-kettle",)] * 60
    orders = [
        Order(f"#{n}", f"{n}@example.com", None, "delivered", at,
              tuple(OrderLine(h, h, 1, usd("1.00"), handle=h) for h in held), usd("0.00"), usd("1.00"))
        for n, held in enumerate(pairs, 5000)
    ]  # fmt: skip
    await kept.stores.orders.replace((), orders)
    [reply] = await talk(building, (ADD_IT, [ADD, ADDED]))
    assert reply.recommendation
    assert reply.recommendation.card.handle == "hut-tent"
    assert reply.recommendation.reason == "Often bought together with Lark Stoneware Mug."


class _BrokenHabits:
    async def counts(self) -> Any:
        raise RuntimeError("no counts today")

    kinds = counts


async def test_a_suggestion_that_fails_leaves_the_answer_whole(building: Builder) -> None:
    async with building(hosted=ScriptedModel(steps=[ADD, ADDED])) as assistant:
        broken = _with(assistant, RecentHabits(_BrokenHabits(), assistant.now))
        conversation: Conversation
        conversation, _ = await broken.start()
        reply = await ask(broken, conversation, ADD_IT)
    assert (reply.outcome, reply.text, reply.recommendation) == ("answered", "Added to your cart.", None)


def _with(assistant: Assistant, habits: RecentHabits) -> Assistant:
    return replace(assistant, habits=habits)


async def test_a_model_may_add_what_was_suggested_and_is_told_of_it(building: Builder) -> None:
    """What "that one" is, a model may be wrong about: the shop asks for its own record of it."""
    model = ScriptedModel(steps=[ADD, ADDED, calls(("add_to_cart", {"sku": "KET-BLK"})), says("The kettle is $59.00.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, ADD_IT)
        asked = await ask(assistant, conversation, "oh yes, that one too")
        assert asked.confirmation is not None
        assert "Kettle" in asked.confirmation.title
        reply = await ask(assistant, conversation, "yes")
    assert [line.sku for line in reply.cart.lines] == [MUG, "KET-BLK"]
    assert reply.text == "The kettle is $59.00."
    [note] = [m for m in model.seen[-1] if m.type == "system" and '"suggested"' in m.text]
    assert "Goes with Lark Stoneware Mug." in note.text


@pytest.mark.parametrize("words", ["yes please", "add it too", "OK, add that to my cart", "add the kettle"])
async def test_the_offline_model_knows_what_was_suggested(assistant: Assistant, words: str) -> None:
    conversation, _ = await assistant.start()
    for text in ("show me mugs", "add the white one to my cart"):
        await ask(assistant, conversation, text)
    reply = await ask(assistant, conversation, words)
    assert [line.sku for line in reply.cart.lines] == [MUG, "KET-BLK"], reply.text


@pytest.mark.parametrize("words", ["add another one", "make it 2", "no thanks", "is it dishwasher safe?"])
async def test_other_words_do_not_mean_the_suggestion(assistant: Assistant, words: str) -> None:
    conversation, _ = await assistant.start()
    for text in ("show me mugs", "add the white one to my cart"):
        await ask(assistant, conversation, text)
    reply = await ask(assistant, conversation, words)
    assert [line.sku for line in reply.cart.lines] == [MUG], reply.text


async def test_an_option_of_the_suggestion_is_asked_for_and_heard(assistant: Assistant, kept: Kept) -> None:
    dress = GoesWith(of=Scope(handle="lark-mug"), suggest=Scope(handle="poppy-dress"))
    await kept.stores.selling.set_selling(SellingRules(goes_with=(dress,)))
    conversation, _ = await assistant.start()
    said = ("show me mugs", "add the white one to my cart", "yes please", "M", "yes")
    replies = [await ask(assistant, conversation, text) for text in said]
    assert "Which size of Poppy Linen Dress" in replies[2].text
    assert [line.sku for line in replies[4].cart.lines] == [MUG, "POP-RED-M"], replies[3].text
