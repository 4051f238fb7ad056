"""What the model is told of a call that did not go through: by which call, in whose words, and what may be quoted."""

from typing import Any

import pytest

from assistant.agent.stores import Kept
from assistant.agent.words import ASK_ALONE
from assistant.testing.model import ScriptedModel, calls, says
from tests.agent.after_purchase import adas, moved_in, results
from tests.conftest import Builder, ask

LOOKED = calls(("search_products", {"query": "mug"}))
LOOKED_AT_ORDER = calls(("order_status", {"order_number": "2001"}))


@pytest.fixture
async def shop(kept: Kept) -> Kept:
    await moved_in(kept.stores)
    return kept


async def told(building: Builder, tool: str, args: dict[str, Any]) -> tuple[ScriptedModel, Any]:
    """What the last call brought, with the whole of what the model was shown."""
    model = ScriptedModel(steps=[LOOKED_AT_ORDER, calls((tool, args)), says("I could not do that.")])
    async with building(hosted=model) as assistant:
        reply = await ask(assistant, await adas(assistant), "please change my order #2001")
    assert reply.confirmation is None
    return model, results(model)[-1]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("tool", "args", "quoted"),
    [
        ("cancel_order", {"order_number": "#2002"}, True),
        ("change_order_payment", {"order_number": "#2001", "pay_with": "9999 free dollars"}, False),
        ("exchange_items", {"order_number": "#2002", "swaps": [{"sku": "NO-1", "new_sku": "MUG-BLU"}]}, False),
        ("place_order", {}, False),
    ],
)
async def test_only_a_refusal_in_the_shops_own_words_is_something_to_quote(
    building: Builder, tool: str, args: dict[str, Any], quoted: bool
) -> None:
    _, refused = await told(building, tool, args)
    assert (refused.status, refused.name, refused.artifact) == ("error", tool, {"told": quoted})
    assert refused.tool_call_id == f"call_0_{tool}"


@pytest.mark.usefixtures("shop")
async def test_arguments_of_another_shape_are_answered_by_what_is_wrong_with_them(building: Builder) -> None:
    _, refused = await told(building, "cancel_order", {"order_number": ["#2001"]})
    assert refused.text.startswith("These arguments cannot be used:\n")
    assert "order_number" in refused.text
    assert refused.artifact == {"told": False}


@pytest.mark.usefixtures("shop")
async def test_what_cannot_be_proposed_is_told_as_the_tool_tells_it(building: Builder) -> None:
    _, answered = await told(building, "cancel_order", {"order_number": "#9999"})
    assert (answered.name, answered.tool_call_id, answered.status) == ("cancel_order", "call_0_cancel_order", "success")
    assert (answered.artifact["effect"], answered.artifact["orders"]) == (None, [])
    assert "9999" in answered.text


async def test_one_refusal_does_not_leave_the_other_calls_of_a_message_unanswered(building: Builder) -> None:
    both = calls(("add_to_cart", {"sku": "NEVER-SEEN"}), ("add_to_cart", {"sku": "MUG-WHT", "quantity": 2}))
    model = ScriptedModel(steps=[LOOKED, both, says("I could not do that.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "do you have mugs?")
    unseen, unasked = results(model)[-2:]
    assert (unseen.status, unasked.status, unasked.text) == ("error", "error", ASK_ALONE)
    assert (reply.confirmation, reply.cart.count) == (None, 0)
