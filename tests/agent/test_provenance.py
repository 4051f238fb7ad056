"""Ids come from a tool's own fields or from the shopper, never from a model's own repetition."""

import pytest
from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage

from assistant.errors import NotSeenHere
from assistant.testing.model import ScriptedModel, calls, says
from assistant.tools.provenance import require_seen
from tests.conftest import Builder, ask


@pytest.mark.owasp("ASI02", "ASI06")
async def test_asking_twice_does_not_make_an_id_known(building: Builder) -> None:
    """The refusal quotes the id; a second call must not find it there."""
    again = calls(("add_to_cart", {"sku": "HUT-4"}))
    model = ScriptedModel(steps=[calls(("add_to_cart", {"sku": "HUT-4"})), again, says("I could not add it.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "hello")
    assert reply.cart.count == 0


def shown(content: str, status: str = "success") -> list[AnyMessage]:
    return [HumanMessage("hello"), ToolMessage(content, tool_call_id="1", status=status)]


@pytest.mark.parametrize(
    "messages",
    [
        shown('{"products": [{"handle": "hut-tent", "variants": [{"sku": "HUT-4"}]}]}'),
        shown('{"cart": {"lines": [{"sku": "HUT-4"}]}}'),
        [HumanMessage('it says "hut-4" on the label')],
    ],
)
def test_what_was_shown_or_typed_may_be_used(messages: list[AnyMessage]) -> None:
    require_seen(["HUT-4"], messages)


@pytest.mark.owasp("LLM01:2026", "ASI02", "ASI06")
@pytest.mark.parametrize(
    "messages",
    [
        shown('{"unknown": ["HUT-4"], "products": [{"handle": "a", "description": "goes with HUT-4"}]}'),
        shown('{"proof": {"need": "email", "order_number": "#HUT-4"}}'),
        shown("'HUT-4' was not shown in this conversation.", "error"),
        shown('{"products": [{"sku": "HUT-42"}, {"handle": "X-HUT-4"}]}'),
        [HumanMessage("XHUT-4 and HUT-4-B")],
    ],
)
def test_a_text_an_echo_a_refusal_or_a_longer_id_shows_nothing(messages: list[AnyMessage]) -> None:
    with pytest.raises(NotSeenHere):
        require_seen(["HUT-4"], messages)
