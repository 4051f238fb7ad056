"""What the shopper is told when nothing fits, worded from what the real search of a real catalogue brings."""

import pytest

from assistant.conversation import Reply
from tests.conftest import Builder, ask


async def _told(building: Builder, text: str) -> Reply:
    async with building() as assistant:
        conversation, _ = await assistant.start()
        return await ask(assistant, conversation, text)


async def test_goods_that_the_shop_has_not_are_named_once_and_nothing_is_shown(building: Builder) -> None:
    reply = await _told(building, "a bamboo toothbrush")
    assert reply.text.startswith("We don't seem to sell any “bamboo toothbrush”.")
    assert reply.text.count("bamboo") == 1
    assert reply.cards == ()
    assert reply.outcome == "abstained"


async def test_a_limit_that_nothing_keeps_is_named_with_what_dropping_it_would_give(building: Builder) -> None:
    reply = await _told(building, "a mug under $5")
    assert "at most $5.00" in reply.text or "under $5.00" in reply.text
    assert "Without the price limit there would be 1, at $14.00." in reply.text
    assert [card.handle for card in reply.cards] == ["lark-mug"]


@pytest.mark.parametrize("wish", ["a purple tent", "a tent from Nobody"])
async def test_goods_that_the_shop_has_are_not_denied_for_a_word_it_does_not_know(building: Builder, wish: str) -> None:
    reply = await _told(building, wish)
    assert "Nothing in the shop fits" not in reply.text
    assert reply.text.count(wish.rsplit(maxsplit=1)[-1] if "from" in wish else "purple") == 1
