"""Proposed, confirmed, carried out: once, by the shopper who was asked, and only what they said yes to."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.errors import (
    NotConfirmed,
    ProofRequired,
    ShopError,
    UnknownMethod,
    WrongStatus,
)
from assistant.shop.changes.desk import DONE_ALREADY, Shopper
from assistant.shop.changes.requests import (
    CancelOrder,
    ChangeAddress,
    ChangeDefaultAddress,
    ChangeItems,
    ChangePayment,
    Request,
    Swap,
)
from assistant.shop.identity import Proof
from assistant.shop.money import Money
from tests.shop.changes.desk import BLUE, CANCEL, NOBODY, READER, SHE, SOON, STRANGER, Shop
from tests.shop.changes.shop import ADA, DELIVERED, NOW, ORDER, VISA, WORK


async def test_a_yes_carries_out_what_was_shown_with_a_receipt_and_a_line_in_the_trail(shop: Shop) -> None:
    proposal, shown = await shop.desk.propose(BLUE, SHE, NOW)
    assert await shop.order() == ORDER, "a proposal changes nothing"
    done = await shop.desk.carry_out(BLUE, SHE, proposal.id, SOON)

    assert done.digest == shown.digest
    assert proposal.words == shown.words == done.words
    assert (await shop.order()).total == Money(14_950)
    assert (await shop.stores.catalogue.by_sku("S-BLU"))[1].stock == 4
    (mail,) = await shop.stores.outbox.queued()
    assert (mail.to, mail.subject) == ("ada@example.com", "Mill Lane: Change items of order #1")
    assert f"$5.50 is charged to your {VISA} at once." in mail.body
    last, first = await shop.stores.ledger.trail(number="#1", customer_id="c-1")
    assert (first.event, first.after, last.event, last.actor) == ("proposed", None, "carried out", "shopper")
    assert last.before is not None
    assert last.after is not None
    assert (last.before["order"]["total"]["minor"], last.after["order"]["total"]["minor"]) == (14_400, 14_950)


async def test_several_changes_work_one_after_another(shop: Shop) -> None:
    for request in (BLUE, ChangeAddress("#1", WORK), ChangePayment("#1", "PayPal"), CANCEL):
        proposal, _ = await shop.desk.propose(request, SHE, NOW)
        await shop.desk.carry_out(request, SHE, proposal.id, NOW)

    order = await shop.order()
    assert (order.status, order.address, order.version, order.refunded) == ("cancelled", WORK, 4, Money(14_950))
    assert (await shop.stores.catalogue.by_sku("S-BLU"))[1].stock == 5, "one went out and came back"


@pytest.mark.parametrize(
    ("request_", "shopper", "given", "minutes"),
    [
        (BLUE, SHE, None, 1),
        (BLUE, SHE, "", 1),
        (BLUE, SHE, "made up", 1),
        (BLUE, replace(SHE, conversation_id="another"), "right", 1),
        (BLUE, STRANGER, "right", 1),
        (BLUE, NOBODY, "right", 1),
        (BLUE, READER, "right", 1),
        (BLUE, SHE, "right", 10),
        (CANCEL, SHE, "right", 1),
        (CancelOrder("#2"), SHE, "right", 1),
        (replace(BLUE, swaps=(Swap("S-RED", "S-BLU", 2),)), SHE, "right", 1),
        (replace(BLUE, method="PayPal"), SHE, "right", 1),
        (replace(BLUE, method=f" {VISA}"), SHE, "right", 1),
    ],
    ids=[
        "none", "empty", "made up", "another conversation", "another shopper", "nobody", "only reading", "too late",
        "another request", "another order", "another quantity", "another way to pay", "other words for the same",
    ],
)  # fmt: skip
async def test_any_other_yes_does_nothing(
    shop: Shop, request_: Request, shopper: Shopper, given: str | None, minutes: int
) -> None:
    proposal, _ = await shop.desk.propose(BLUE, SHE, NOW)
    before = await shop.state()

    confirmed = proposal.id if given == "right" else given
    with pytest.raises(NotConfirmed):
        await shop.desk.carry_out(request_, shopper, confirmed, NOW + timedelta(minutes=minutes))
    assert await shop.state() == before


async def test_a_yes_counts_once_even_for_many_at_the_same_time(shop: Shop) -> None:
    proposal, _ = await shop.desk.propose(BLUE, SHE, NOW)
    tries = [shop.desk.carry_out(BLUE, SHE, proposal.id, NOW) for _ in range(4)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    assert sum(not isinstance(outcome, BaseException) for outcome in outcomes) == 1
    assert all(isinstance(outcome, NotConfirmed) for outcome in outcomes if isinstance(outcome, BaseException))
    with pytest.raises(NotConfirmed, match="done already"):
        await shop.desk.carry_out(BLUE, SHE, proposal.id, NOW)
    assert {str(outcome) for outcome in outcomes if isinstance(outcome, NotConfirmed)} == {DONE_ALREADY}
    assert (await shop.order()).version == 1
    assert await shop.events() == ["proposed", "carried out"]


async def test_after_a_no_the_yes_is_spent_until_the_same_is_proposed_again(shop: Shop) -> None:
    proposal, _ = await shop.desk.propose(BLUE, SHE, NOW)
    await shop.desk.decline(proposal.id, SHE, NOW)
    with pytest.raises(NotConfirmed, match="Nothing was changed"):
        await shop.desk.carry_out(BLUE, SHE, proposal.id, NOW)

    again, _ = await shop.desk.propose(BLUE, SHE, NOW)
    await shop.desk.carry_out(BLUE, SHE, again.id, NOW)
    assert await shop.events(number="#1") == ["proposed", "declined", "proposed", "carried out"]


@pytest.mark.parametrize("shopper", [STRANGER, NOBODY, READER], ids=["another's", "nobody's", "for reading"])
async def test_without_proof_nothing_is_proposed_and_nothing_is_said(shop: Shop, shopper: Shopper) -> None:
    said = []
    for number in ("#1", "#404"):
        with pytest.raises(ProofRequired) as refused:
            await shop.desk.propose(CancelOrder(number), shopper, NOW)
        said.append(refused.value.message)
    assert said[0] == said[1]
    if shopper is not READER:
        assert await shop.events(number="#1") == [], "a stranger's attempt is not tied to the order"
    assert await shop.events() == ["refused", "refused"]


@pytest.mark.parametrize("shopper", [NOBODY, READER], ids=["nobody's", "for reading"])
async def test_an_account_changes_by_full_proof_only(shop: Shop, shopper: Shopper) -> None:
    with pytest.raises(ProofRequired):
        await shop.desk.propose(ChangeDefaultAddress(WORK), shopper, NOW)

    proposal, _ = await shop.desk.propose(ChangeDefaultAddress(WORK), SHE, NOW)
    with pytest.raises(NotConfirmed):
        await shop.desk.carry_out(ChangeDefaultAddress(WORK), shopper, proposal.id, NOW)
    proposal, _ = await shop.desk.propose(ChangeDefaultAddress(WORK), SHE, NOW)
    await shop.desk.carry_out(ChangeDefaultAddress(WORK), SHE, proposal.id, NOW)
    ada = await shop.stores.orders.customer("c-1")
    assert ada is not None
    assert (ada.address, ada.version) == (WORK, 1)


async def test_who_proved_an_order_of_an_account_may_cancel_it_but_not_charge_the_account(shop: Shop) -> None:
    """The order went to an address that is not the account's."""
    gift = replace(ORDER, number="#5", email="friend@example.com")
    await shop.stores.orders.replace([], [gift])
    friend = Shopper("conv", Proof(email="friend@example.com"))

    with pytest.raises(UnknownMethod, match="no saved way to pay"):
        await shop.desk.propose(ChangePayment("#5", "PayPal"), friend, NOW)
    proposal, _ = await shop.desk.propose(CancelOrder("#5"), friend, NOW)
    await shop.desk.carry_out(CancelOrder("#5"), friend, proposal.id, NOW)
    assert (await shop.order("#5")).status == "cancelled"


async def test_a_refusal_is_kept_with_what_the_shopper_was_told(shop: Shop) -> None:
    await shop.stores.orders.replace([], [replace(ORDER, status="shipped")])
    with pytest.raises(WrongStatus) as refused:
        await shop.desk.propose(CANCEL, SHE, NOW)

    (entry,) = await shop.stores.ledger.trail(number="#1", customer_id="c-1")
    assert (entry.event, entry.kind, entry.words) == ("refused", "cancel", refused.value.message)
    assert (entry.conversation_id, entry.before, entry.after) == ("conv", None, None)


async def test_the_same_question_twice_waits_once(shop: Shop) -> None:
    first, _ = await shop.desk.propose(BLUE, SHE, NOW)
    second, _ = await shop.desk.propose(BLUE, SHE, SOON)

    assert second == first
    assert await shop.events() == ["proposed"]
    late = NOW + timedelta(minutes=10)
    renewed, _ = await shop.desk.propose(BLUE, SHE, late)
    assert (renewed.id, renewed.expires_at) == (first.id, late + timedelta(minutes=10))
    await shop.desk.carry_out(BLUE, SHE, renewed.id, late)


async def test_everything_that_is_shown_or_written_makes_another_digest(shop: Shop) -> None:
    effect = await shop.desk.effect(BLUE, SHE, NOW)
    later = await shop.desk.effect(BLUE, SHE, NOW + timedelta(hours=1))
    assert effect.order is not None
    before, after = effect.order
    others = [
        replace(effect, title="Another"),
        replace(effect, details=("Another.",)),
        replace(effect, stock={"S-BLU": -2}),
        replace(effect, stock={"at": 1}),
        replace(effect, stock={}),
        replace(effect, movements=()),
        replace(effect, customer=(ADA, ADA)),
        replace(effect, order=(replace(before, version=9), after)),
        replace(effect, order=(before, replace(after, total=after.total + Money(1)))),
        replace(effect, order=None),
    ]

    assert later.digest == effect.digest, "the same a moment later is the same"
    assert len({effect.digest, *(other.digest for other in others)}) == len(others) + 1


async def test_nobody_says_no_for_another_conversation(shop: Shop) -> None:
    proposal, _ = await shop.desk.propose(BLUE, SHE, NOW)
    await shop.desk.decline(proposal.id, replace(SHE, conversation_id="another"), NOW)

    assert await shop.events() == ["proposed"]
    assert await shop.desk.carry_out(BLUE, SHE, proposal.id, NOW)


async def test_who_proved_an_order_does_not_hear_of_the_accounts_ways_to_pay(shop: Shop) -> None:
    sent = replace(DELIVERED, number="#6", email="friend@example.com")
    friend = Proof(email="friend@example.com")

    assert (await shop.desk.possible(sent, friend, NOW)).refund_to == (VISA,), "how this order was paid"
    assert (await shop.desk.possible(sent, SHE.proof, NOW)).refund_to == (VISA, "gift card")


async def test_an_unknown_proposal_is_no_mistake_to_decline(shop: Shop) -> None:
    await shop.desk.decline("made up", SHE, NOW)

    assert await shop.events() == []


async def test_every_refusal_is_an_error_of_the_shops_own(shop: Shop) -> None:
    """What a model may send: nothing of it ends in a crash."""
    odd: list[Request] = [
        ChangeItems("#1", (Swap("", ""),), ""),
        ChangeItems("1", (Swap("S-RED", "S-BLU", 10**9),), "gift card"),
        ChangePayment("# 1", "\x00"),
        CancelOrder(""),
        ChangeAddress("#1", replace(WORK, line1="\u200b" * 3, city=" ")),
    ]
    for request in odd:
        with pytest.raises(ShopError):
            await shop.desk.propose(request, SHE, NOW)
