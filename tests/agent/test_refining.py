"""What is offered to narrow a search can be asked for, and leaves what it says."""

import pytest

from assistant.conversation import Reply
from assistant.retrieval.facet_counts import FacetCount
from assistant.retrieval.library import ProductHits
from assistant.tools.refining import refinements
from tests.conftest import Builder, ask
from tests.goods import PRODUCTS

FACETS = (
    FacetCount("color", "Color", (("navy", 4), ("red", 3))),
    FacetCount("size", "Size", (("M", 7),)),
    FacetCount("brand", "Brand", (("Fellpath", 2),)),
)


def test_each_value_is_asked_for_in_a_shopper_s_words() -> None:
    offered = refinements("a jacket.", ProductHits(PRODUCTS[:2], total=9, facets=FACETS))
    assert [(one.field, one.count, one.message) for one in offered] == [
        ("Color", 4, "Show me a jacket, navy"),
        ("Color", 3, "Show me a jacket, red"),
        ("Size", 7, "Show me a jacket, size M"),
        ("Brand", 2, "Show me a jacket, from Fellpath"),
    ]


@pytest.mark.parametrize("total", [0, 1, 6])
def test_nothing_is_offered_while_all_is_on_show(total: int) -> None:
    assert refinements("a jacket.", ProductHits(PRODUCTS[:total], total=total, facets=FACETS)) == ()


async def test_a_reply_about_something_else_offers_nothing_to_narrow(building: Builder) -> None:
    async with building() as assistant:
        conversation, _ = await assistant.start()
        reply: Reply = await ask(assistant, conversation, "how do I return something?")
    assert reply.refinements == ()
