import asyncio

from assistant.agent.stores import Stores
from assistant.errors import OutOfStock
from assistant.shop.cart import Cart, CartLine
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money


def line(sku: str, quantity: int = 1, price: int = 4_900) -> CartLine:
    return CartLine(sku, quantity, Money(price, "EUR"))


async def test_lines_keep_the_order_in_which_they_were_first_added(stores: Stores) -> None:
    for sku in ("z", "a", "m"):
        await stores.carts.put("c1", line(sku))
    assert await stores.carts.put("c1", line("z", quantity=4, price=5_100), held=1)

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


async def test_a_line_that_changed_meanwhile_is_not_overwritten(stores: Stores) -> None:
    assert await stores.carts.put("c1", line("a", 2))
    for held in (0, 1, 3):
        assert not await stores.carts.put("c1", line("a", 9), held=held)
    assert not await stores.carts.put("c1", line("b"), held=1)

    assert await stores.carts.lines("c1") == [line("a", 2)]


async def test_adding_at_once_loses_nothing_and_never_passes_the_stock(stores: Stores) -> None:
    cart = Cart("c1", stores.carts, stores.catalogue, "USD")
    await stores.catalogue.replace([Product("mug", "Mug", "Kitchen", (Variant("MUG", {}, Money(1_400), 7),))], ())
    done = await asyncio.gather(*(cart.add("MUG") for _ in range(10)), return_exceptions=True)

    assert (await cart.view()).count == 7
    assert sum(isinstance(error, OutOfStock) for error in done) == 3


async def test_many_shoppers_at_once_all_get_their_line(stores: Stores) -> None:
    """More writers than the pool has connections, on a database that lets one write at a time."""
    shoppers = [f"c{n}" for n in range(60)]
    await asyncio.gather(*(stores.carts.put(shopper, line("a")) for shopper in shoppers))

    assert [await stores.carts.lines(shopper) for shopper in shoppers] == [[line("a")]] * 60
