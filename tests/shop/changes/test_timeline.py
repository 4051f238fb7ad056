from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.errors import WrongStatus
from assistant.shop.changes.requests import CancelOrder, ChangeDefaultAddress
from assistant.shop.changes.timeline import timeline_of
from assistant.shop.orders import Fulfilment
from tests.shop.changes.desk import BLUE, BOB, SHE, Shop
from tests.shop.changes.shop import ARRIVED, NOW, ORDER, VISA, WORK

HOUR = timedelta(hours=1)


async def changed(shop: Shop) -> None:
    """Items, then the account's address, then a cancellation that is refused."""
    for request, at in ((BLUE, NOW), (ChangeDefaultAddress(WORK), NOW + HOUR)):
        proposal, _ = await shop.desk.propose(request, SHE, at)
        await shop.desk.carry_out(request, SHE, proposal.id, at)
    await shop.stores.orders.replace([], [replace(ORDER, status="shipped")])
    with pytest.raises(WrongStatus):
        await shop.desk.propose(CancelOrder("#1"), SHE, NOW + 2 * HOUR)


async def told(shop: Shop, who: str) -> list[tuple[str, str | None]]:
    happened = await timeline_of(who, shop.stores.orders, shop.stores.ledger)
    assert happened == sorted(happened, key=lambda one: one.at)
    return [(one.what, one.number) for one in happened]


async def test_an_order_is_told_from_its_purchase_to_the_last_refusal(shop: Shop) -> None:
    await changed(shop)
    happened = await timeline_of("1", shop.stores.orders, shop.stores.ledger)

    assert [one.what for one in happened] == ["ordered", "payment", "proposed", "carried out", "refused"]
    assert happened[0].words == "2 × Shirt, 1 × Lamp; $144.00 in all."
    assert happened[1].words == f"$144.00 by {VISA}"
    assert f"$5.50 is charged to your {VISA}" in happened[3].words
    assert {one.actor for one in happened[2:]} == {"shopper"}


@pytest.mark.parametrize("who", ["c-1", "Ada@example.com"])
async def test_a_customer_is_told_with_all_orders_and_the_account_and_nobody_elses(shop: Shop, who: str) -> None:
    await changed(shop)

    assert await told(shop, who) == [
        ("ordered", "#1"),
        ("payment", "#1"),
        ("proposed", "#1"),
        ("carried out", "#1"),
        ("proposed", None),
        ("carried out", None),
        ("refused", "#1"),
    ]
    assert await told(shop, BOB.id) == [("ordered", "#2"), ("payment", "#2")]


async def test_money_that_a_change_moved_is_told_with_the_change_only(shop: Shop) -> None:
    proposal, _ = await shop.desk.propose(CancelOrder("#1"), SHE, NOW)
    await shop.desk.carry_out(CancelOrder("#1"), SHE, proposal.id, NOW)

    assert [what for what, _ in await told(shop, "#1")] == ["ordered", "payment", "proposed", "carried out"]


async def test_a_guest_is_found_by_address_with_what_arrived(shop: Shop) -> None:
    parcel = Fulfilment("Post", "P1", delivered=ARRIVED)
    guest = replace(ORDER, number="#9", customer_id=None, email="guest@example.com", fulfilments=(parcel,))
    await shop.stores.orders.replace([], [guest])

    assert await told(shop, "guest@example.com") == [("ordered", "#9"), ("payment", "#9"), ("delivered", "#9")]


async def test_of_nobody_there_is_nothing_to_tell(shop: Shop) -> None:
    assert await told(shop, "nobody@example.com") == []
