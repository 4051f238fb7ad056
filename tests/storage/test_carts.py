import asyncio

from assistant.agent.stores import Stores
from assistant.shop.cart import CartLine
from assistant.shop.money import Money


def line(sku: str, quantity: int = 1, price: int = 4_900) -> CartLine:
    return CartLine(sku, quantity, Money(price, "EUR"))


async def test_lines_keep_the_order_in_which_they_were_first_added(stores: Stores) -> None:
    for sku in ("z", "a", "m"):
        await stores.carts.put("c1", line(sku))
    await stores.carts.put("c1", line("z", quantity=4, price=5_100))

    assert await stores.carts.lines("c1") == [line("z", 4, 5_100), line("a"), line("m")]


async def test_carts_do_not_see_each_other(stores: Stores) -> None:
    await stores.carts.put("c1", line("a"))
    await stores.carts.put("c2", line("a", quantity=2))
    await stores.carts.drop("c1", "a")

    assert await stores.carts.lines("c1") == []
    assert await stores.carts.lines("c2") == [line("a", 2)]


async def test_dropping_what_is_not_there_changes_nothing(stores: Stores) -> None:
    await stores.carts.put("c1", line("a"))
    await stores.carts.drop("c1", "b")
    await stores.carts.drop("nobody", "a")

    assert await stores.carts.lines("c1") == [line("a")]


async def test_a_line_that_was_dropped_and_added_again_comes_last(stores: Stores) -> None:
    for sku in ("a", "b"):
        await stores.carts.put("c1", line(sku))
    await stores.carts.drop("c1", "a")
    await stores.carts.put("c1", line("a"))

    assert [x.sku for x in await stores.carts.lines("c1")] == ["b", "a"]


async def test_many_shoppers_at_once_all_get_their_line(stores: Stores) -> None:
    """More writers than the pool has connections, on a database that lets one write at a time."""
    shoppers = [f"c{n}" for n in range(60)]
    await asyncio.gather(*(stores.carts.put(shopper, line("a")) for shopper in shoppers))

    assert [await stores.carts.lines(shopper) for shopper in shoppers] == [[line("a")]] * 60
