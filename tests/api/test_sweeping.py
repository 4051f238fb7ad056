import asyncio
from datetime import timedelta

from assistant.agent.assistant import Assistant
from assistant.api.carts import sweep_in_background
from assistant.shop.cart.contents import CartLine, Contents, KeptCart
from assistant.shop.money import Money


async def test_carts_that_nobody_touched_are_emptied_while_the_shop_runs(assistant: Assistant) -> None:
    old = assistant.now() - timedelta(days=31)
    whole = KeptCart(Contents((CartLine("MUG-WHT", 1, Money(1_400)),)), touched_at=old)
    await assistant.carts.carts.put({"conversation:c1": whole})
    async with sweep_in_background(assistant.carts):
        for _ in range(500):
            kept = await assistant.carts.carts.get("conversation:c1")
            if kept.contents == Contents():
                break
            await asyncio.sleep(0.01)
    assert [notice.kind for notice in kept.notices] == ["expired"]
