"""Whose cart it is: a guest's becomes one with the account's on full proof, and nobody else's can be seen."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import CartView
from assistant.shop.cart.owner import owner_of
from assistant.shop.identity import Proof
from assistant.shop.selling.rules import Limits, MostOf, Scope
from assistant.testing.stores import InMemoryCatalogue
from tests.goods import PRODUCTS
from tests.shop.carts import Room

ADA, BOB = Proof(customer_id="ada"), Proof(email="bob@example.com", customer_id="bob")
ONE_ADDRESS = Proof(email="ada@example.com")
READ_ONLY = Proof(email="ada@example.com", customer_id="ada", read_only=True)

proofs = st.builds(
    Proof,
    email=st.none() | st.sampled_from(["ada@example.com", "customer:ada"]),
    customer_id=st.none() | st.sampled_from(["ada", "bob", "c1", "conversation:c1"]),
    read_only=st.booleans(),
)


@pytest.fixture
def room() -> Room:
    return Room(InMemoryCatalogue(PRODUCTS))


def held(view: CartView) -> dict[str, int]:
    return {line.sku: line.quantity for line in view.lines}


@given(
    st.sampled_from(["c1", "c2", "ada"]), st.none() | proofs, st.sampled_from(["c1", "c2", "ada"]), st.none() | proofs
)
def test_two_share_a_cart_only_as_one_conversation_or_one_fully_proved_account(
    one: str, proof: Proof | None, other: str, another: Proof | None
) -> None:
    def account(proved: Proof | None) -> str | None:
        return proved.customer_id if proved and not proved.read_only else None

    same_account = account(proof) is not None and account(proof) == account(another)
    both_guests = account(proof) is None and account(another) is None and one == other
    assert (owner_of(one, proof).key == owner_of(other, another).key) == (same_account or both_guests)
    assert owner_of(one, proof).guest in {None, f"conversation:{one}"}


async def test_a_guest_who_signs_in_finds_both_carts_as_one(room: Room) -> None:
    await room.cart("c1", ADA).add("MUG-WHT", 2)
    await room.cart("c1", ADA).write_message("for me", "MUG-WHT")
    guest = room.cart("c2")
    await guest.add("MUG-WHT", 3)
    await guest.add("KET-BLK")
    await guest.save_for_later("KET-BLK")
    await guest.write_message("Happy birthday")
    view = await room.cart("c2", ADA).view()
    assert (held(view), view.message, view.lines[0].message) == ({"MUG-WHT": 5}, "Happy birthday", "for me")
    assert [line.sku for line in view.saved] == ["KET-BLK"]
    assert [news.text for news in view.news] == ["What was in your cart from before is in it, too."]
    assert view.before is None
    assert await room.cart("c1", ADA).view() == view
    assert held(await room.cart("c2").view()) == {}


async def test_merging_again_adds_nothing(room: Room) -> None:
    await room.cart("c2").add("MUG-WHT", 3)
    for _ in range(3):
        assert held(await room.cart("c2", ADA).view()) == {"MUG-WHT": 3}


async def test_what_could_not_be_merged_is_told(room: Room) -> None:
    room.limits = Limits(most_of=(MostOf(of=Scope(handle="lark-mug"), most=4),), most_lines=2)
    await room.cart("c1", ADA).add("MUG-WHT", 3)
    await room.cart("c1", ADA).write_message("one")
    guest = room.cart("c2")
    await guest.add("MUG-WHT", 3)
    await guest.add("KET-BLK", 2)
    await guest.write_message("two")
    room.limits = room.limits.model_copy(update={"most_lines": 1})
    view = await room.cart("c2", ADA).view()
    assert (held(view), view.message) == ({"MUG-WHT": 4}, "two")
    assert view.news[0].text == (
        "What was in your cart from before is in it, too. Not all of it fitted: "
        "At most 4 of Lark Stoneware Mug can be ordered at once. "
        "Drip Gooseneck Kettle (black) found no room: A cart holds at most 1 different items. "
        "Of the two notes for the whole cart, the newer one is kept."
    )
    assert (await room.cart("c2", ADA).acknowledge([view.news[0].id])).news == ()


@pytest.mark.parametrize("proof", [ONE_ADDRESS, READ_ONLY])
async def test_a_proof_of_orders_or_for_reading_opens_no_accounts_cart(room: Room, proof: Proof) -> None:
    await room.cart("c1", ADA).add("MUG-WHT", 2)
    await room.cart("c2").add("KET-BLK")
    assert held(await room.cart("c2", proof).view()) == {"KET-BLK": 1}
    assert held(await room.cart("c1", ADA).view()) == {"MUG-WHT": 2}


async def test_another_account_sees_nothing_of_it(room: Room) -> None:
    await room.cart("c1", ADA).add("MUG-WHT", 2)
    assert held(await room.cart("c2", BOB).view()) == {}


async def test_a_merge_is_nothing_to_take_back(room: Room) -> None:
    await room.cart("c1", ADA).add("MUG-WHT")
    await room.cart("c2").add("KET-BLK")
    assert (await room.cart("c2", ADA).view()).undo == ""


async def test_a_cart_that_nobody_touched_is_emptied_when_it_is_read_and_the_shopper_is_told(room: Room) -> None:
    await room.cart().add("MUG-WHT")
    room.clock.advance(days=29)
    await room.cart().add("MUG-WHT")
    room.clock.advance(days=29)
    assert held(await room.cart().view()) == {"MUG-WHT": 2}
    room.clock.advance(days=1)
    view = await room.cart().view()
    assert (view.lines, [news.text for news in view.news]) == (
        (),
        ["It had not been touched for 30 days, so it was emptied. Ask for anything again and I will check it."],
    )
    assert (await room.cart().acknowledge([view.news[0].id])).news == ()


async def test_the_sweep_empties_old_carts_and_forgets_those_that_stay_empty(room: Room) -> None:
    await room.cart("old").add("MUG-WHT")
    await room.cart("emptied").add("MUG-WHT")
    await room.cart("emptied").remove("MUG-WHT")
    room.clock.advance(days=20)
    await room.cart("new").add("MUG-WHT")
    room.clock.advance(days=11)
    assert await room.desk.sweep() == 1
    assert await room.desk.sweep() == 0
    assert (await room.carts.get("conversation:emptied")).version == 0
    assert [news.kind for news in (await room.cart("old").view()).news] == ["expired"]
    assert held(await room.cart("new").view()) == {"MUG-WHT": 1}
    room.clock.advance(days=31)
    assert await room.desk.sweep() == 1
    assert await room.carts.untouched(room.clock() + timedelta(days=1)) == ["conversation:new"]


async def test_the_guests_old_cart_is_not_merged_but_told(room: Room) -> None:
    await room.cart("c2").add("MUG-WHT")
    room.clock.advance(days=30)
    view = await room.cart("c2", ADA).view()
    assert (held(view), [news.kind for news in view.news]) == ({}, ["expired"])
