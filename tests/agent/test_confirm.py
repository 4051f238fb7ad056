"""A COMMIT tool runs once on the shopper's own yes to that proposal, and not at all on anything else."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from langchain.tools import ToolRuntime, tool
from langchain_core.messages import AnyMessage

from assistant.conversation import Confirmation
from assistant.errors import NotConfirmed, Voided
from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, calls, says
from assistant.tools import SHOP_TOOLS, Effect, ShopTool
from assistant.tools.context import TurnContext
from assistant.tools.results import Result, result
from tests.conftest import Builder, ask


class Till:
    """A COMMIT tool of this test: each sale is counted, and its price can change under the proposal."""

    def __init__(self) -> None:
        self.sold: list[str] = []
        self.price = "$14.00"

    async def propose(
        self, args: dict[str, Any], _messages: Sequence[AnyMessage], context: TurnContext
    ) -> Confirmation:
        effect = f"Sell {args['what']} for {self.price}"
        return Confirmation(id=effect, effect=effect, expires_at=context.now + timedelta(minutes=10))

    def tool(self) -> ShopTool:
        @tool(response_format="content_and_artifact")
        async def sell(what: str, runtime: ToolRuntime[TurnContext, Any]) -> Result:
            """Sell it."""
            if not runtime.state["turn"]["confirmed"]:
                raise NotConfirmed("No.")
            if runtime.state["turn"]["confirmed"] != f"Sell {what} for {self.price}":
                raise Voided("The price changed.")
            self.sold.append(f"{what}" if runtime.context.turn_id else "")
            return result({"sold": what}, effect="sold")

        return ShopTool(sell, Effect.COMMIT, "Selling", self.propose)


@pytest.fixture
def till() -> Till:
    return Till()


def script(*after: str) -> ScriptedModel:
    return ScriptedModel(steps=[calls(("sell", {"what": "mug"})), *(says(text) for text in after)])


@pytest.mark.owasp("LLM03:2026", "API6:2023")
async def test_yes_carries_it_out_once(building: Builder, till: Till) -> None:
    async with building(hosted=script("Done."), tools=[*SHOP_TOOLS, till.tool()]) as assistant:
        conversation, _ = await assistant.start()
        asked = await ask(assistant, conversation, "sell me a mug")
        assert asked.confirmation is not None
        assert asked.confirmation.effect == "Sell mug for $14.00"
        assert till.sold == []
        done = await ask(assistant, conversation, "Yes, please!")
    assert till.sold == ["mug"]
    assert done.confirmation is None
    assert done.text == "Done."


@pytest.mark.owasp("LLM03:2026", "ASI01", "ASI10")
@pytest.mark.parametrize("answer", ["no", "yes but only the lamp", "what is shipping?"])
async def test_anything_but_a_plain_yes_changes_nothing(building: Builder, till: Till, answer: str) -> None:
    async with building(hosted=script("All right."), tools=[*SHOP_TOOLS, till.tool()]) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "sell me a mug")
        reply = await ask(assistant, conversation, answer)
    assert till.sold == []
    assert reply.text == "All right."


async def test_a_late_yes_changes_nothing(building: Builder, till: Till, clock: FixedClock) -> None:
    async with building(hosted=script("All right."), tools=[*SHOP_TOOLS, till.tool()]) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "sell me a mug")
        clock.advance(minutes=10)
        await ask(assistant, conversation, "yes")
    assert till.sold == []


@pytest.mark.owasp("ASI09")
async def test_a_price_that_changed_meanwhile_voids_the_yes_and_is_asked_anew(building: Builder, till: Till) -> None:
    async with building(hosted=script("All right."), tools=[*SHOP_TOOLS, till.tool()]) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "sell me a mug")
        till.price = "$15.00"
        again = await ask(assistant, conversation, "yes")
        assert till.sold == []
        assert again.confirmation is not None
        assert again.confirmation.effect == "Sell mug for $15.00"
        assert "changed" in again.text
        till.price = "$14.00"
        await ask(assistant, conversation, "no")
    assert till.sold == []


async def test_a_proposal_survives_a_restart(building: Builder, till: Till) -> None:
    tools = [*SHOP_TOOLS, till.tool()]
    async with building(hosted=script(), tools=tools) as assistant:
        conversation, token = await assistant.start()
        await ask(assistant, conversation, "sell me a mug")
    async with building(hosted=ScriptedModel(steps=[says("Done.")]), tools=tools) as again:
        await ask(again, await again.open(conversation.id, token), "yes")
    assert till.sold == ["mug"]


@pytest.mark.owasp("ASI09", "API6:2023")
async def test_the_button_says_yes_to_its_own_proposal_and_to_no_other(building: Builder, till: Till) -> None:
    async with building(hosted=script("Done."), tools=[*SHOP_TOOLS, till.tool()]) as assistant:
        conversation, _ = await assistant.start()
        asked = await ask(assistant, conversation, "sell me a mug")
        assert asked.confirmation
        with pytest.raises(NotConfirmed):
            await ask(assistant, conversation, "Yes", confirms="Sell house for $14.00")
        assert till.sold == []
        await ask(assistant, conversation, "Yes, do it", confirms=asked.confirmation.id)
        with pytest.raises(NotConfirmed):
            await ask(assistant, conversation, "Yes, do it", confirms=asked.confirmation.id)
        turns = await assistant.conversations.turns(conversation.id)
    assert till.sold == ["mug"]
    assert [turn.text for turn in turns] == ["sell me a mug", "Yes, do it"]


async def test_a_button_that_expired_does_nothing(building: Builder, till: Till, clock: FixedClock) -> None:
    async with building(hosted=script(), tools=[*SHOP_TOOLS, till.tool()]) as assistant:
        conversation, _ = await assistant.start()
        asked = await ask(assistant, conversation, "sell me a mug")
        clock.advance(minutes=10)
        assert asked.confirmation
        with pytest.raises(NotConfirmed):
            await ask(assistant, conversation, "Yes", confirms=asked.confirmation.id)
    assert till.sold == []


async def test_what_is_asked_beside_a_yes_is_answered_after_it(building: Builder, till: Till) -> None:
    model = script("Sold. ", "It has no price that I know.")
    async with building(hosted=model, tools=[*SHOP_TOOLS, till.tool()]) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "sell me a mug")
        reply = await ask(assistant, conversation, "Yes. And what is the cheapest T-shirt?")
        [_, turn] = await assistant.conversations.turns(conversation.id)
    assert till.sold == ["mug"]
    assert reply.text == "Sold. \n\nIt has no price that I know."
    assert model.seen[-1][-1].text == "And what is the cheapest T-shirt?"
    assert turn.text == "Yes. And what is the cheapest T-shirt?"


async def test_a_yes_that_came_too_late_is_told_to_the_model(building: Builder, till: Till, clock: FixedClock) -> None:
    model = script("That took too long, shall I ask again?")
    async with building(hosted=model, tools=[*SHOP_TOOLS, till.tool()]) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "sell me a mug")
        clock.advance(minutes=11)
        await ask(assistant, conversation, "yes")
    assert any("ten minutes" in m.text for m in model.seen[-1])


@pytest.mark.owasp("LLM03:2026", "ASI02")
def test_a_commit_tool_without_a_proposal_cannot_be_made(till: Till) -> None:
    with pytest.raises(ValueError, match="propose"):
        ShopTool(till.tool().tool, Effect.COMMIT, "Selling")


async def test_arguments_of_another_shape_are_told_to_the_model_without_a_pause(building: Builder) -> None:
    model = ScriptedModel(steps=[calls(("cancel_order", {"order_number": ["#1001"]})), says("Which order is it?")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "cancel my order")
    assert (reply.text, reply.confirmation) == ("Which order is it?", None)
    assert "These arguments cannot be used" in str(model.seen[-1][-1].content)
