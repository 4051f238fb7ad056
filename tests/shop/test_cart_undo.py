"""Changes of a cart can be taken back, lines can be saved for later, and notes are kept."""

import pytest

from assistant.conversation import CartView
from assistant.errors import NoteTooLong, NotFound, OutOfStock, QuantityLimit
from assistant.shop.cart.contents import MOST_STEPS
from assistant.shop.selling.rules import Limits, MostOf, Scope
from assistant.testing.stores import InMemoryCatalogue
from tests.goods import PRODUCTS
from tests.shop.carts import Room


@pytest.fixture
def room() -> Room:
    return Room(InMemoryCatalogue(PRODUCTS))


def held(view: CartView) -> list[tuple[str, int, str]]:
    return [(line.sku, line.quantity, line.message) for line in view.lines]


async def test_each_change_is_taken_back_exactly_the_last_one_first(room: Room) -> None:
    cart = room.cart()
    changes = (
        cart.add("MUG-WHT", 2),
        cart.add("KET-BLK"),
        cart.write_message("for Ada", "MUG-WHT"),
        cart.change("MUG-WHT", 5),
        cart.save_for_later("MUG-WHT"),
        cart.write_message("Happy birthday"),
        cart.move_to_cart("MUG-WHT"),
        cart.remove("KET-BLK"),
        cart.empty(),
    )
    states = [await cart.view(), *[await change for change in changes]]
    for before in reversed(states[:-1]):
        undone = await cart.undo()
        assert (undone.missing, undone.cart) == ((), before)
    with pytest.raises(NotFound, match="nothing to undo"):
        await cart.undo()


async def test_undo_names_what_it_takes_back(room: Room) -> None:
    await room.cart().add("MUG-WHT", 2)
    view = await room.cart().remove("MUG-WHT")
    assert view.undo == "removing Lark Stoneware Mug (white)"
    assert (await room.cart().undo()).words == "removing Lark Stoneware Mug (white)"
    assert (await room.cart().undo()).words == "adding 2 × Lark Stoneware Mug (white)"


async def test_what_one_turn_changed_is_taken_back_at_once(room: Room) -> None:
    await room.cart(turn="t1").add("MUG-WHT")
    await room.cart(turn="t2").remove("MUG-WHT")
    await room.cart(turn="t2").add("KET-BLK")
    undone = await room.cart(turn="t3").undo()
    assert (undone.words, held(undone.cart)) == (
        "removing Lark Stoneware Mug (white) and adding 1 × Drip Gooseneck Kettle (black)",
        [("MUG-WHT", 1, "")],
    )


async def test_what_is_not_there_any_more_is_told_and_the_rest_comes_back(room: Room) -> None:
    for sku in ("MUG-WHT", "KET-BLK", "HUT-4"):
        await room.cart().add(sku, 3)
    await room.cart().empty()
    await room.offer("MUG-WHT", stock=2)
    await room.offer("KET-BLK", stock=0)
    await room.catalogue.replace([], ["hut-tent"])
    undone = await room.cart().undo()
    assert held(undone.cart) == [("MUG-WHT", 2, "")]
    assert undone.missing == (
        "Only 2 of Lark Stoneware Mug (white) are left.",
        "Drip Gooseneck Kettle (black) is out of stock.",
        "Hut Four-Person Tent (green) is no longer sold.",
    )


async def test_undo_does_not_cut_down_what_stands(room: Room) -> None:
    await room.cart().add("MUG-WHT", 5)
    await room.cart().add("KET-BLK")
    await room.offer("MUG-WHT", stock=1)
    undone = await room.cart().undo()
    assert (undone.missing, held(undone.cart)) == ((), [("MUG-WHT", 5, "")])


async def test_the_history_is_bounded(room: Room) -> None:
    for _ in range(MOST_STEPS + 3):
        await room.cart().add("MUG-WHT")
    for _ in range(MOST_STEPS):
        await room.cart().undo()
    assert held(await room.cart().view()) == [("MUG-WHT", 3, "")]
    with pytest.raises(NotFound):
        await room.cart().undo()


async def test_what_is_saved_for_later_stands_apart_and_is_not_counted(room: Room) -> None:
    await room.cart().add("MUG-WHT", 2)
    await room.cart().add("KET-BLK")
    view = await room.cart().save_for_later("MUG-WHT")
    assert (held(view), view.count, view.subtotal.text) == ([("KET-BLK", 1, "")], 1, "$59.00")
    assert [(line.sku, line.quantity) for line in view.saved] == [("MUG-WHT", 2)]
    await room.cart().add("MUG-WHT")
    back = await room.cart().move_to_cart("MUG-WHT")
    assert (held(back), back.saved) == ([("KET-BLK", 1, ""), ("MUG-WHT", 3, "")], ())
    for act in (
        room.cart().move_to_cart("MUG-WHT"),
        room.cart().save_for_later("HUT-4"),
        room.cart().forget_saved("X"),
    ):
        with pytest.raises(NotFound):
            await act


async def test_what_does_not_fit_stays_saved(room: Room) -> None:
    await room.cart().add("MUG-WHT", 2)
    await room.cart().save_for_later("MUG-WHT")
    await room.offer("MUG-WHT", stock=1)
    with pytest.raises(OutOfStock, match="Only 1"):
        await room.cart().move_to_cart("MUG-WHT")
    assert [line.note for line in (await room.cart().view()).saved] == ["Only 1 left now"]
    assert (await room.cart().forget_saved("MUG-WHT")).saved == ()


async def test_notes_are_plain_text_of_bounded_length(room: Room) -> None:
    await room.cart().add("MUG-WHT")
    view = await room.cart().write_message("  Happy\n\tbirthday,\u202e Ada\x00! ")
    assert view.message == "Happy birthday, Ada !"
    assert (await room.cart().write_message("ü" * 200, "MUG-WHT")).lines[0].message == "ü" * 200
    with pytest.raises(NoteTooLong, match="200 characters; this one has 201"):
        await room.cart().write_message("ü" * 201)
    assert (await room.cart().write_message("")).message == ""


async def test_limits_of_a_product_and_a_category_count_all_its_lines(room: Room) -> None:
    by = (MostOf(of=Scope(handle="poppy-dress"), most=3), MostOf(of=Scope(category="dresses"), most=4))
    room.limits = Limits(most_of=by)
    await room.cart().add("POP-RED-S", 2)
    with pytest.raises(QuantityLimit, match="At most 3 of Poppy Linen Dress"):
        await room.cart().add("POP-RED-M", 2)
    await room.cart().add("POP-RED-M", 1)
    with pytest.raises(QuantityLimit, match="At most 4 of our dresses"):
        await room.cart().add("EMB-RED-M", 2)
    assert (await room.cart().add("EMB-RED-M", 1)).count == 4


async def test_a_cart_holds_only_so_many_different_items(room: Room) -> None:
    room.limits = Limits(most_lines=1)
    await room.cart().add("MUG-WHT")
    with pytest.raises(QuantityLimit, match="at most 1 different"):
        await room.cart().add("KET-BLK")
    assert (await room.cart().add("MUG-WHT")).count == 2
