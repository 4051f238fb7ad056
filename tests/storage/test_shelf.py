"""A stated stock counts what lies on the shelf: what is held for a payment is not free, what is sold stays sold."""

import random
from dataclasses import dataclass, field, replace

import pytest

from assistant.agent.stores import Stores
from assistant.retrieval.revisions import Step
from assistant.shop.catalogue import Offer, Product
from assistant.shop.changes.desk import Shopper
from assistant.shop.checkout.records import Checkout
from assistant.shop.checkout.store import Along
from assistant.shop.shelves import stated_digest
from tests.shop.checkout.till import NOW, Counter, counter

SKU = "MUG-WHT"


@dataclass
class Shelf:
    """Beside the shop: what was stated last, and what was sold and is held since."""

    shop: Counter
    stated: int = 0
    sold: int = 0
    waiting: list[Checkout] = field(default_factory=list)
    shoppers: int = 0

    @property
    def free(self) -> int:
        return self.stated - self.sold - sum(one.quantities[SKU] for one in self.waiting)

    async def feed(self, stock: int, title: str = "Mug") -> None:
        product, _ = await self.shop.stores.catalogue.by_sku(SKU)
        step = Step("r1", products=[told(product, stock, title)])
        newest = next((one.number for one in await self.shop.stores.revisions.kept()), 0)
        await self.shop.stores.revisions.publish(step, "feed", NOW, newest)
        if stock != self.stated:
            self.stated, self.sold = stock, 0

    async def push(self, stock: int) -> None:
        await self.shop.stores.catalogue.set_offers([Offer(SKU, stock=stock)])
        self.stated, self.sold = stock, 0

    async def place(self, quantity: int) -> None:
        if self.free >= quantity:
            self.shoppers += 1
            cart, shopper = f"conversation:s{self.shoppers}", Shopper(f"s{self.shoppers}", None)
            await self.shop.fill(SKU, quantity, cart)
            self.waiting.append(await self.shop.placed(cart, shopper))

    async def pay(self) -> None:
        if self.waiting:
            checkout = self.waiting.pop()
            session = await self.shop.paid(checkout)
            await self.shop.till.settle(session.id, NOW)
            self.sold += checkout.quantities[SKU]

    async def expire(self) -> None:
        if self.waiting:
            assert await self.shop.stores.checkouts.release(self.waiting.pop().id, "expired", Along())


def told(product: Product, stock: int, title: str) -> Product:
    """As a feed tells it."""
    variants = (replace(v, stock=stock if v.sku == SKU else 9, stated=None) for v in product.variants)
    return replace(product, title=title, variants=tuple(variants))


@pytest.fixture
async def shelf(stores: Stores) -> Shelf:
    shelf = Shelf(await counter(stores))
    await shelf.push(10)
    return shelf


@pytest.mark.parametrize("seed", range(4))
async def test_free_held_and_sold_add_up_to_what_was_stated_whatever_comes_when(shelf: Shelf, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311  # no secret
    for turn in range(25):
        match draw.choice(("feed", "push", "place", "place", "pay", "expire")):
            case "feed":
                await shelf.feed(draw.choice((shelf.stated, draw.randint(0, 12))), f"Mug {turn}")
            case "push":
                await shelf.push(draw.randint(0, 12))
            case "place":
                await shelf.place(draw.randint(1, 3))
            case "pay":
                await shelf.pay()
            case _:
                await shelf.expire()
        assert await shelf.shop.stock(SKU) == shelf.free


async def test_the_same_feed_read_again_brings_nothing_back_that_was_sold(shelf: Shelf) -> None:
    await shelf.feed(10)
    (outline,) = await outlines(shelf)
    await shelf.place(3)
    await shelf.pay()
    assert await outlines(shelf) == [outline]
    await shelf.feed(10, "Mug, new and blue")
    assert await shelf.shop.stock(SKU) == 7


async def test_a_new_count_leaves_out_what_is_held_and_an_expired_hold_comes_back(shelf: Shelf) -> None:
    await shelf.place(3)
    await shelf.feed(2)
    assert await shelf.shop.stock(SKU) == -1
    await shelf.expire()
    assert await shelf.shop.stock(SKU) == 2


async def test_a_count_that_says_what_is_free_already_is_remembered(shelf: Shelf) -> None:
    await shelf.place(3)
    await shelf.pay()
    await shelf.feed(7)
    await shelf.place(1)
    await shelf.pay()
    await shelf.feed(7)
    assert await shelf.shop.stock(SKU) == 6


async def test_a_rollback_brings_back_what_was_stated_before(shelf: Shelf) -> None:
    await shelf.feed(8)
    await shelf.feed(5)
    (newest, *_) = await shelf.shop.stores.revisions.kept()
    await shelf.shop.stores.revisions.roll_back(newest.number, "r1")
    product, variant = await shelf.shop.stores.catalogue.by_sku(SKU)
    assert (variant.stock, variant.stated) == (8, 8)
    assert (await outlines(shelf))[0] == stated_digest(product)


async def outlines(shelf: Shelf) -> list[str]:
    product, _ = await shelf.shop.stores.catalogue.by_sku(SKU)
    return [one.digest for one in await shelf.shop.stores.catalogue.outlines() if one.handle == product.handle]
