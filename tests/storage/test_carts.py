import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant.agent.stores import Stores
from assistant.errors import OutOfStock
from assistant.shop.cart.cart import Cart, CartDesk
from assistant.shop.cart.contents import CartLine, Contents, KeptCart, Notice, Step
from assistant.shop.cart.owner import Owner
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money
from assistant.shop.selling.rules import Limits

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LINE = CartLine("a", 2, Money(4_900, "EUR"), seen_stock=7, name="Mug (white)", message="für Ada: “🎂”")
WHOLE = KeptCart(
    contents=Contents((LINE,), (replace(LINE, sku="b", seen_stock=None),), "Happy birthday"),
    history=(Step("adding 2 × Mug", Contents(saved=(LINE,)), "t1"), Step("the note", Contents())),
    notices=(Notice("n1", "expired", "It was emptied."),),
    touched_at=NOW,
)


async def no_limits() -> Limits:
    return Limits()


def of(stores: Stores, owner: Owner) -> Cart:
    return Cart(owner, CartDesk(stores.carts, stores.catalogue, "USD", no_limits, lambda: NOW))


async def test_a_cart_reads_back_as_it_was_written(stores: Stores) -> None:
    assert await stores.carts.get("c1") == KeptCart()
    assert await stores.carts.put({"c1": WHOLE})
    assert await stores.carts.get("c1") == replace(WHOLE, version=1)


async def test_carts_do_not_see_each_other(stores: Stores) -> None:
    await stores.carts.put({"c1": WHOLE})
    await stores.carts.put({"c2": KeptCart()})
    await stores.carts.drop("c2", 1)

    assert (await stores.carts.get("c1")).contents == WHOLE.contents
    assert await stores.carts.get("c2") == KeptCart()


async def test_a_cart_that_changed_meanwhile_is_not_overwritten_or_dropped(stores: Stores) -> None:
    assert await stores.carts.put({"c1": WHOLE})
    for version in (0, 2):
        assert not await stores.carts.put({"c1": KeptCart(version=version)})
        await stores.carts.drop("c1", version)
    assert not await stores.carts.put({"c2": KeptCart(version=1)})

    assert await stores.carts.get("c1") == replace(WHOLE, version=1)


async def test_several_carts_are_written_all_or_none(stores: Stores) -> None:
    await stores.carts.put({"c2": WHOLE})
    assert not await stores.carts.put({"c1": WHOLE, "c2": KeptCart()})
    assert await stores.carts.get("c1") == KeptCart()

    assert await stores.carts.put({"c1": WHOLE, "c2": KeptCart(version=1)})
    assert ((await stores.carts.get("c1")).version, (await stores.carts.get("c2")).version) == (1, 2)


async def test_the_ones_left_alone_longest_come_first(stores: Stores) -> None:
    for days, owner in ((1, "c1"), (3, "c3"), (2, "c2")):
        await stores.carts.put({owner: replace(WHOLE, touched_at=NOW - timedelta(days=days))})

    assert await stores.carts.untouched(NOW - timedelta(days=1)) == ["c3", "c2"]
    assert await stores.carts.untouched(NOW, limit=1) == ["c3"]


async def test_adding_at_once_loses_nothing_and_never_passes_the_stock(stores: Stores) -> None:
    cart = of(stores, Owner("c1"))
    await stores.catalogue.replace([Product("mug", "Mug", "Kitchen", (Variant("MUG", {}, Money(1_400), 7),))], ())
    done = await asyncio.gather(*(cart.add("MUG") for _ in range(10)), return_exceptions=True)

    assert (await cart.view()).count == 7
    assert sum(isinstance(error, OutOfStock) for error in done) == 3


async def test_a_guest_who_signs_in_from_many_tabs_at_once_is_merged_once(stores: Stores) -> None:
    await stores.catalogue.replace([Product("mug", "Mug", "Kitchen", (Variant("MUG", {}, Money(1_400), 9),))], ())
    await of(stores, Owner("customer:7")).add("MUG", 1)
    await of(stores, Owner("conversation:c1")).add("MUG", 2)
    tabs = [of(stores, Owner("customer:7", guest="conversation:c1")) for _ in range(8)]
    await asyncio.gather(*(tab.view() for tab in tabs))

    assert (await tabs[0].view()).count == 3
    assert (await of(stores, Owner("conversation:c1")).view()).count == 0


async def test_many_shoppers_at_once_all_get_their_cart(stores: Stores) -> None:
    """More writers than the pool has connections, on a database that lets one write at a time."""
    shoppers = [f"c{n}" for n in range(60)]
    await asyncio.gather(*(stores.carts.put({shopper: WHOLE}) for shopper in shoppers))

    assert [(await stores.carts.get(shopper)).contents for shopper in shoppers] == [WHOLE.contents] * 60
