"""Whatever changed between the question and the yes makes the yes void."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.errors import (
    BalanceTooLow,
    Voided,
)
from assistant.shop.catalogue import Offer
from assistant.shop.changes.requests import (
    ChangeAddress,
    ChangePayment,
)
from assistant.shop.changes.rules import CancelRules, ChangeRules
from assistant.shop.money import Money
from tests.shop.changes.desk import BLUE, BOB, CANCEL, SHE, Shop
from tests.shop.changes.shop import ADA, NOW, ORDER, WORK


async def cheaper(shop: Shop) -> None:
    await shop.stores.catalogue.set_offers([Offer("S-BLU", Money(2_540))])


async def sold_out(shop: Shop) -> None:
    await shop.stores.catalogue.set_offers([Offer("S-BLU", stock=0)])


async def shipped(shop: Shop) -> None:
    await shop.stores.orders.replace([], [replace(ORDER, status="shipped")])


async def noted(shop: Shop) -> None:
    await shop.stores.orders.replace([], [replace(ORDER, note="By van")])


async def same_again(shop: Shop) -> None:
    await shop.stores.orders.replace([], [ORDER])


async def other_change(shop: Shop) -> None:
    proposal, _ = await shop.desk.propose(ChangeAddress("#1", WORK), SHE, NOW)
    await shop.desk.carry_out(ChangeAddress("#1", WORK), SHE, proposal.id, NOW)


async def removed(shop: Shop) -> None:
    await shop.stores.orders.replace([], [], ["#1"])


async def card_gone(shop: Shop) -> None:
    await shop.stores.orders.replace([replace(ADA, payment_methods=())], [])


@pytest.mark.parametrize("meanwhile", [cheaper, sold_out, shipped, noted, same_again, other_change, removed, card_gone])
async def test_whatever_changed_meanwhile_voids_the_yes(shop: Shop, meanwhile: Callable[[Shop], Any]) -> None:
    proposal, _ = await shop.desk.propose(BLUE, SHE, NOW)
    await meanwhile(shop)
    mails, products = await shop.stores.outbox.recent(), await shop.stores.catalogue.all()

    with pytest.raises(Voided, match="changed in the meantime, so nothing was done"):
        await shop.desk.carry_out(BLUE, SHE, proposal.id, NOW)
    held = await shop.stores.ledger.proposal(proposal.id)
    assert held is not None
    assert held.state == "voided"
    assert (await shop.stores.outbox.recent(), await shop.stores.catalogue.all()) == (mails, products)


async def test_what_changed_but_does_not_matter_voids_nothing(shop: Shop) -> None:
    """Stock of the same variant that still suffices, another product's price, another order."""
    proposal, _ = await shop.desk.propose(BLUE, SHE, NOW)
    await shop.stores.catalogue.set_offers([Offer("S-BLU", stock=1), Offer("LAMP", Money(1))])
    await shop.stores.orders.replace([BOB], [replace(ORDER, number="#2", email=BOB.email, customer_id=BOB.id)])

    assert await shop.desk.carry_out(BLUE, SHE, proposal.id, NOW)


async def test_a_changed_rule_counts_at_once(shop: Shop) -> None:
    proposal, _ = await shop.desk.propose(CANCEL, SHE, NOW)
    await shop.stores.rulebook.set_rules(ChangeRules(cancel=CancelRules(statuses=("pending payment",))))

    with pytest.raises(Voided, match="only while it is “pending payment”"):
        await shop.desk.carry_out(CANCEL, SHE, proposal.id, NOW)


async def test_a_gift_card_that_was_spent_meanwhile_voids_the_yes(shop: Shop) -> None:
    small = replace(ORDER, number="#3", total=Money(5_000), payments=(replace(ORDER.payments[0], amount=Money(5_000)),))
    twin = replace(small, number="#4")
    await shop.stores.orders.replace([], [small, twin])
    asked = [ChangePayment(number, "gift card") for number in ("#3", "#4")]
    first, second = [(await shop.desk.propose(one, SHE, NOW))[0] for one in asked]
    await shop.desk.carry_out(asked[0], SHE, first.id, NOW)

    with pytest.raises(Voided) as why:
        await shop.desk.carry_out(asked[1], SHE, second.id, NOW)
    assert isinstance(why.value.__cause__, BalanceTooLow)
