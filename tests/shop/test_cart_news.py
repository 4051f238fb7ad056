"""What changed since the shopper saw it is told once, with what it does to the total."""

from dataclasses import replace

import pytest

from assistant.conversation import CartView
from assistant.shop.cart.news import worded
from assistant.shop.catalogue import Offer
from assistant.shop.money import Money
from assistant.testing.stores import InMemoryCatalogue
from tests.goods import PRODUCTS
from tests.shop.carts import Room


@pytest.fixture
def room() -> Room:
    return Room(InMemoryCatalogue(PRODUCTS))


def ids(view: CartView) -> list[str]:
    return [news.id for news in view.news]


async def test_a_price_that_changed_is_told_once_with_the_total_old_and_new(room: Room) -> None:
    await room.cart().add("MUG-WHT", 2)
    await room.offer("MUG-WHT", price="16.00")
    view = await room.cart().view()
    assert worded(view) == (
        "First, about your cart: The price of Lark Stoneware Mug (white) went up from $14.00 to $16.00. "
        "Your cart came to $28.00 and comes to $32.00 now."
    )
    seen = await room.cart().acknowledge(ids(view))
    assert (seen.news, seen.before, worded(seen), seen.lines[0].note) == ((), None, "", "")
    assert (await room.cart().view()).news == ()


async def test_what_changed_again_after_it_was_told_is_told_again(room: Room) -> None:
    await room.cart().add("MUG-WHT")
    await room.offer("MUG-WHT", price="16.00")
    told = ids(await room.cart().view())
    await room.offer("MUG-WHT", price="13.00")
    left = await room.cart().acknowledge(told)
    assert [news.text for news in left.news] == [
        "The price of Lark Stoneware Mug (white) went down from $14.00 to $13.00."
    ]


async def test_changing_a_line_does_not_hide_that_its_price_changed(room: Room) -> None:
    await room.cart().add("MUG-WHT")
    await room.offer("MUG-WHT", price="16.00")
    for view in (await room.cart().add("MUG-WHT"), await room.cart().change("MUG-WHT", 5)):
        assert [news.kind for news in view.news] == ["price"]


async def test_only_a_stock_that_matters_to_the_shopper_is_news(room: Room) -> None:
    await room.cart().add("MUG-WHT", 3)
    told = list[str]()
    for stock in (4, 3, 2, 1, 0, 0, 2, 50):
        await room.offer("MUG-WHT", stock=stock)
        view = await room.cart().view()
        told += [news.text for news in view.news]
        await room.cart().acknowledge(ids(view))
    assert told == [
        "Only 2 of Lark Stoneware Mug (white) are left now.",
        "Only 1 of Lark Stoneware Mug (white) are left now.",
        "Lark Stoneware Mug (white) is out of stock now.",
        "Only 2 of Lark Stoneware Mug (white) are left now.",
        "Lark Stoneware Mug (white) is in stock again.",
    ]


async def test_a_product_that_is_gone_is_told_by_its_name_and_that_it_is_back_too(room: Room) -> None:
    await room.cart().add("HUT-4", 2)
    tent = (await room.catalogue.by_handles(["hut-tent"]))["hut-tent"]
    await room.catalogue.replace([], ["hut-tent"])
    gone = await room.cart().view()
    assert worded(gone) == (
        "First, about your cart: Hut Four-Person Tent (green) is no longer sold and is not counted. "
        "Your cart came to $658.00 and comes to $0.00 now."
    )
    assert (await room.cart().acknowledge(ids(gone))).news == ()
    await room.catalogue.replace([tent], [])
    back = await room.cart().view()
    assert ([news.text for news in back.news], back.count) == (["Hut Four-Person Tent (green) is in stock again."], 2)
    assert (await room.cart().acknowledge(ids(back))).news == ()


async def test_another_currency_is_told(room: Room) -> None:
    await room.cart().add("MUG-WHT", 2)
    mug = (await room.catalogue.by_handles(["lark-mug"]))["lark-mug"]
    euros = tuple(replace(v, price=Money(1_300, "EUR"), compare_at=None) for v in mug.variants)
    await room.catalogue.replace([replace(mug, variants=euros)], ())
    told = "Lark Stoneware Mug (white) is priced in EUR now: €13.00 instead of $14.00."
    assert [news.text for news in (await room.cart().view()).news] == [f"{told} It is not counted."]
    room.currency = "EUR"
    view = await room.cart().view()
    assert ([news.text for news in view.news], view.before and view.before.text, view.subtotal.text) == (
        [told],
        "$28.00",
        "€26.00",
    )
    await room.catalogue.set_offers([Offer("MUG-WHT", Money(1_300, "EUR"))])
    assert (await room.cart().acknowledge(ids(view))).news == ()


async def test_seeing_is_no_touching(room: Room) -> None:
    await room.cart().add("MUG-WHT")
    room.clock.advance(days=29)
    await room.offer("MUG-WHT", price="16.00")
    await room.cart().acknowledge(ids(await room.cart().view()))
    room.clock.advance(days=1)
    assert (await room.cart().view()).lines == ()
