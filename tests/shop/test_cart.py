"""The cart's rules hold whoever calls them."""

from dataclasses import replace

import pytest

from assistant.errors import CardNumberRefused, NotFound, OutOfStock, QuantityLimit, UnknownProduct
from assistant.shop.cart.cart import Cart
from assistant.testing.stores import InMemoryCatalogue
from tests.goods import PRODUCTS, usd
from tests.shop.carts import Room


@pytest.fixture
def catalogue() -> InMemoryCatalogue:
    return InMemoryCatalogue(PRODUCTS)


@pytest.fixture
def room(catalogue: InMemoryCatalogue) -> Room:
    return Room(catalogue)


@pytest.fixture
def cart(room: Room) -> Cart:
    return room.cart()


async def test_lines_add_up(cart: Cart) -> None:
    await cart.add("MUG-WHT", 2)
    view = await cart.add("KET-BLK")
    assert [(line.sku, line.quantity, line.total.text) for line in view.lines] == [
        ("MUG-WHT", 2, "$28.00"),
        ("KET-BLK", 1, "$59.00"),
    ]
    assert (view.count, view.subtotal.minor) == (3, 8700)


async def test_adding_again_raises_the_quantity(cart: Cart) -> None:
    await cart.add("MUG-WHT", 2)
    assert (await cart.add("MUG-WHT", 3)).count == 5


@pytest.mark.parametrize(
    ("sku", "quantity", "error", "words"),
    [
        ("NOPE", 1, UnknownProduct, "NOPE"),
        ("POP-NVY-M", 1, OutOfStock, "out of stock"),
        ("POP-RED-M", 3, OutOfStock, "Only 2"),
        ("MUG-WHT", 21, QuantityLimit, "At most 20"),
        ("MUG-WHT", 0, QuantityLimit, "at least 1"),
        ("MUG-WHT", -4, QuantityLimit, "at least 1"),
    ],
)
async def test_what_cannot_be_bought_is_refused_with_a_reason(
    cart: Cart, sku: str, quantity: int, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        await cart.add(sku, quantity)
    assert (await cart.view()).count == 0


async def test_stock_counts_what_is_in_the_cart_already(cart: Cart) -> None:
    await cart.add("POP-RED-M", 2)
    with pytest.raises(OutOfStock):
        await cart.add("POP-RED-M", 1)


async def test_an_item_in_another_currency_is_told_and_not_counted(cart: Cart, room: Room) -> None:
    await cart.add("MUG-WHT", 2)
    room.currency = "EUR"
    view = await room.cart().view()
    assert (view.subtotal.text, view.lines[0].note) == ("€0.00", "This item is priced in USD and is not counted.")


async def test_zero_removes_and_a_line_that_is_not_there_cannot_be_changed(cart: Cart) -> None:
    await cart.add("MUG-WHT")
    assert (await cart.change("MUG-WHT", 0)).lines == ()
    for act in (cart.change("MUG-WHT", 2), cart.remove("MUG-WHT")):
        with pytest.raises(NotFound):
            await act


async def test_a_changed_price_a_lost_stock_and_a_gone_product_are_told(
    cart: Cart, catalogue: InMemoryCatalogue
) -> None:
    for sku in ("MUG-WHT", "KET-BLK", "HUT-4"):
        await cart.add(sku, 2)
    by_handle = {p.handle: p for p in PRODUCTS}
    mug, kettle = by_handle["lark-mug"], by_handle["drip-kettle"]
    dearer = replace(mug, variants=(replace(mug.variants[0], price=usd("16.00")),))
    fewer = replace(kettle, variants=(replace(kettle.variants[0], stock=1),))
    await catalogue.replace([dearer, fewer], ["hut-tent"])
    view = await cart.view()
    assert [line.note for line in view.lines] == [
        "The price was $14.00 before",
        "Only 1 left now",
        "This item is no longer sold and is not counted.",
    ]
    assert view.subtotal.text == "$150.00"


async def test_a_note_takes_no_card_number_nor_part_of_one_that_another_note_goes_on_with(cart: Cart) -> None:
    await cart.add("MUG-WHT")
    for message in ("my card is 4242 4242 4242 4242", "four two " * 8, "(card number removed)"):
        with pytest.raises(CardNumberRefused, match="payment page"):
            await cart.write_message(message, "MUG-WHT")
    await cart.write_message("4242 4242", "MUG-WHT")
    with pytest.raises(CardNumberRefused):
        await cart.write_message("4242 4242")
    assert [line.message for line in (await cart.view()).lines] == ["4242 4242"]
