"""Cards stand beside what the reply tells: a search that was given up leaves none."""

import pytest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from assistant.agent.gather import gather
from assistant.shop.catalogue import Product
from assistant.testing.model import ScriptedModel, calls, says
from assistant.tools.results import cards_of, result
from tests.conftest import Builder, ask
from tests.goods import PRODUCTS

FIRST, SECOND = PRODUCTS[:2]


def _found(id_: str, *products: Product) -> ToolMessage:
    content, artifact = result({}, cards=cards_of(products))
    return ToolMessage(content, tool_call_id=id_, name="search_products", artifact=artifact)


def _shown(reply: AIMessage) -> list[str]:
    turn: list[AnyMessage] = [HumanMessage("what have you got?"), _found("a", FIRST), _found("b", SECOND), reply]
    return [card.handle for card in gather(turn).cards]


@pytest.mark.parametrize("told", [["a"], ["b"], ["a", "b"], []])
def test_the_offline_model_says_which_results_it_told(told: list[str]) -> None:
    reply = AIMessage(f"{FIRST.title} and {SECOND.title}", response_metadata={"told": told})
    assert _shown(reply) == [{"a": FIRST.handle, "b": SECOND.handle}[id_] for id_ in told]


def test_of_another_model_the_results_count_whose_products_it_names() -> None:
    assert _shown(AIMessage(f"Take the {FIRST.title}.")) == [FIRST.handle]
    assert _shown(AIMessage(f"The {SECOND.title} or the {FIRST.title}.")) == [FIRST.handle, SECOND.handle]


def test_a_reply_that_names_no_product_shows_the_last_search() -> None:
    assert _shown(AIMessage("Here is what we have.")) == [SECOND.handle]


async def test_a_hosted_reply_shows_no_card_of_a_search_it_gave_up(building: Builder) -> None:
    searches = [calls(("search_products", {"query": wish})) for wish in ("rain jacket", "mug")]
    model = ScriptedModel(steps=[*searches, says("The Lark Mug may suit you.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "a present")
    assert [card.handle for card in reply.cards] == ["lark-mug"]
