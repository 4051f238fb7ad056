"""Staff pay back what was paid here: once for each key, never more than came in, and the order says so."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from assistant.agent.stores import Stores
from assistant.errors import CheckoutRefused, KeyReused, NotFound, StillInFlight, TooMuchBack
from assistant.shop.changes.desk import Shopper
from assistant.shop.changes.ledger import Entry
from assistant.shop.checkout.records import Checkout, RefundDue
from assistant.shop.checkout.refunding import CALLER, RefundDesk, Wanted, kept_key
from assistant.shop.checkout.store import IN_FLIGHT, KEPT_FOR, Along, Once, Owed
from assistant.shop.identity import Proof
from assistant.shop.money import Money
from assistant.shop.orders import Order, OrderStatus, Payment
from tests.shop.checkout.till import NOW, Counter, counter

SOON = NOW + timedelta(minutes=5)
LONG_AFTER = SOON + KEPT_FOR + timedelta(seconds=1)
AMOUNT = r"^Please give the amount like 12\.50: .+\.$"
NOT_ZERO = r"^The amount to pay back must be above zero\.$"
REASON = r"^Please give a reason, with at most 200 characters\.$"
STAFF = r"^Please say who pays it back, with at most 80 characters\.$"
KEY = r"^An Idempotency-Key has 1 to 255 characters\.$"


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


async def bought(shop: Counter) -> Checkout:
    """$35.34 in all."""
    await shop.fill()
    placed = await shop.placed()
    settled = await shop.till.settle((await shop.paid(placed)).id, NOW)
    assert settled is not None
    assert settled.checkout.total == Money(3534)
    return settled.checkout


def wanted(paid: Checkout, amount: str = "10", reason: str = "one came with a chip") -> Wanted:
    return Wanted(paid.number, amount, reason, "Kim")


async def order_of(shop: Counter, paid: Checkout) -> Order:
    order = await shop.stores.orders.get(paid.number)
    assert order is not None
    return order


async def test_a_part_goes_back_and_order_trail_and_mail_say_so(shop: Counter) -> None:
    paid = await bought(shop)
    asked = Wanted(f" {paid.number[1:]} ", " $10.00 ", "one  came with a chip.", "Kim")
    assert await shop.refunds.preview(asked, SOON) == replace(
        (told := (await shop.refunds.give(asked, "k-1", SOON))[0]), id=""
    )
    assert (told.amount, told.method, told.left) == (Money(1000), "Visa ending in 4242", Money(2534))
    order = await order_of(shop, paid)
    assert (order.status, order.refunded) == ("paid", Money(1000))
    assert (order.payments[1].way, order.payments[1].amount, order.payments[1].method_id) == (
        "refund",
        Money(1000),
        paid.session_id,
    )
    assert [(e.actor, e.kind, e.event) for e in await shop.stores.ledger.trail(number=paid.number, limit=1)] == [
        ("staff:Kim", "refund", "carried out")
    ]
    mail = (await shop.stores.outbox.recent())[0]
    assert "$10.00 of #1001 goes back to the way you paid, because one came with a chip." in mail.body
    assert [refund.id for refund in await shop.till.pay_back(SOON)] == [told.id]
    assert (await shop.payments.read(paid.session_id or "")).refunded == Money(1000)


async def test_refunds_never_come_to_more_than_was_paid_and_the_rest_is_told(shop: Counter) -> None:
    paid = await bought(shop)
    await shop.refunds.give(wanted(paid), "k-1", SOON)
    with pytest.raises(TooMuchBack, match=r"\$25\.34 can still be paid back, not \$35\.34"):
        await shop.refunds.give(wanted(paid, "35.34"), "k-2", SOON)
    rest, _ = await shop.refunds.give(wanted(paid, ""), "k-2", SOON)
    assert (rest.amount, rest.left, (await order_of(shop, paid)).status) == (Money(2534), Money(0), "refunded")
    with pytest.raises(TooMuchBack, match="paid back whole"):
        await shop.refunds.give(wanted(paid, "0.01"), "k-3", SOON)
    await shop.till.pay_back(SOON)
    assert (await shop.payments.read(paid.session_id or "")).refunded == paid.total


async def test_the_same_key_gives_the_first_answer_and_moves_nothing_again(shop: Counter) -> None:
    paid = await bought(shop)
    first = await shop.refunds.give(wanted(paid), "k-1", SOON)
    assert await shop.refunds.give(wanted(paid), "k-1", SOON) == (first[0], False)
    assert await shop.refunds.give(wanted(paid), "k-1", LONG_AFTER) == (first[0], False)
    assert len(await shop.stores.checkouts.refunds_due()) == 1
    assert len((await order_of(shop, paid)).payments) == 2


@pytest.mark.parametrize("at", [SOON, LONG_AFTER], ids=["while it is kept", "long after"])
async def test_a_key_for_another_refund_is_refused(shop: Counter, at: datetime) -> None:
    paid = await bought(shop)
    await shop.refunds.give(wanted(paid), "k-1", SOON)
    for other in (wanted(paid, "11"), wanted(paid, "10", "it came late")):
        with pytest.raises(KeyReused):
            await shop.refunds.give(other, "k-1", at)
    assert len(await shop.stores.checkouts.refunds_due()) == 1


async def test_a_key_is_each_order_s_own_once_its_answer_is_forgotten(shop: Counter) -> None:
    first = await bought(shop)
    await shop.refunds.give(wanted(first), "k-1", SOON)
    await shop.fill("KET-BLK", 1)
    placed = await shop.placed(now=SOON)
    await shop.till.settle((await shop.paid(placed)).id, SOON)
    told, fresh = await shop.refunds.give(wanted(placed), "k-1", LONG_AFTER)
    assert (told.number, fresh, len(await shop.stores.checkouts.refunds_due())) == (placed.number, True, 2)


async def test_who_asks_twice_at_once_is_told_to_wait_and_pays_once(shop: Counter) -> None:
    paid = await bought(shop)
    outcomes = await asyncio.gather(
        *(shop.refunds.give(wanted(paid), "k-1", SOON) for _ in range(5)), return_exceptions=True
    )
    assert all(isinstance(one, tuple | StillInFlight) for one in outcomes)
    assert len(await shop.stores.checkouts.refunds_due()) == 1


async def test_two_staff_at_once_never_pay_back_more_than_was_paid(shop: Counter) -> None:
    paid = await bought(shop)
    outcomes = await asyncio.gather(
        *(shop.refunds.give(wanted(paid), f"k-{at}", SOON) for at in range(5)), return_exceptions=True
    )
    refunds = await shop.stores.checkouts.refunds_due()
    done = [one for one in outcomes if isinstance(one, tuple)]
    assert len(done) == len(refunds) in {1, 2, 3}
    assert (await order_of(shop, paid)).refunded == Money(1000 * len(done))
    assert {type(one) for one in outcomes} <= {tuple, TooMuchBack, StillInFlight}


async def test_a_failed_attempt_leaves_its_key_free_and_a_dead_one_is_taken_over(shop: Counter) -> None:
    paid = await bought(shop)
    with pytest.raises(TooMuchBack):
        await shop.refunds.give(wanted(paid, "99"), "k-1", SOON)
    await shop.refunds.give(wanted(paid, "9"), "k-1", SOON)
    asked = wanted(paid, "1")
    dead = Once(CALLER, kept_key("k-2"), asked.digest, "the process that died")
    await shop.stores.answers.claim(dead, SOON)
    with pytest.raises(StillInFlight):
        await shop.refunds.give(asked, "k-2", SOON)
    assert (await shop.refunds.give(asked, "k-2", SOON + IN_FLIGHT))[1]


class _Overtaken:
    """The shop's checkouts, where somebody changes the order each time a refund of it is to be written."""

    def __init__(self, shop: Counter, times: int) -> None:
        self._shop, self._left = shop, times

    def __getattr__(self, name: str) -> object:
        return getattr(self._shop.stores.checkouts, name)

    async def owe(
        self, checkout_id: str, refund: RefundDue, along: Along, order: tuple[Order, Order] | None = None
    ) -> Owed:
        if self._left:
            self._left -= 1
            kept = await self._shop.stores.orders.get(refund.number)
            assert kept is not None
            await self._shop.stores.orders.replace((), [replace(kept, note=f"changed {self._left}")])
        return await self._shop.stores.checkouts.owe(checkout_id, refund, along, order)


@pytest.mark.parametrize("times", [1, 9])
async def test_an_order_that_changes_meanwhile_is_never_written_over(shop: Counter, times: int) -> None:
    paid = await bought(shop)
    stores = shop.stores
    desk = RefundDesk(stores.orders, _Overtaken(shop, times), stores.answers, "Larkfield")  # type: ignore[arg-type]
    if times == 1:
        assert (await desk.give(wanted(paid), "k-1", SOON))[1]
        order = await order_of(shop, paid)
        assert (order.note, order.refunded) == ("changed 0", Money(1000))
    else:
        with pytest.raises(StillInFlight, match="being changed"):
            await desk.give(wanted(paid), "k-1", SOON)
        assert not await stores.checkouts.refunds_due()
        assert (await order_of(shop, paid)).refunded is None


async def test_a_refund_that_failed_at_the_provider_can_be_made_again(shop: Counter) -> None:
    paid = await bought(shop)
    told, _ = await shop.refunds.give(wanted(paid, ""), "k-1", SOON)
    await shop.stores.checkouts.refunded(told.id, "failed", Along())
    again, fresh = await shop.refunds.give(wanted(paid, ""), "k-2", SOON)
    assert (again.amount, fresh) == (paid.total, True)


async def test_only_what_was_paid_on_the_page_goes_back_from_here(shop: Counter) -> None:
    await shop.fill()
    waits = await shop.placed()
    for number in (waits.number, "#9999"):
        with pytest.raises(NotFound, match="no order that was paid"):
            await shop.refunds.give(Wanted(number, "1", "a scratch", "Kim"), "k-1", SOON)


async def test_an_order_of_nothing_to_pay_has_nothing_to_give_back(shop: Counter) -> None:
    await shop.fill(code="HOUSE POST")
    placed = await shop.placed()
    await shop.till.pay_page(placed.id, NOW)
    with pytest.raises(NotFound):
        await shop.refunds.give(wanted(placed, ""), "k-1", SOON)


@pytest.mark.parametrize(
    ("asked", "key", "why"),
    [
        (Wanted("#1001", "ten", "a scratch", "Kim"), "k", AMOUNT),
        (Wanted("#1001", "1.005", "a scratch", "Kim"), "k", AMOUNT),
        (Wanted("#1001", "-1", "a scratch", "Kim"), "k", NOT_ZERO),
        (Wanted("#1001", "0", "a scratch", "Kim"), "k", NOT_ZERO),
        (Wanted("#1001", "1", " ", "Kim"), "k", REASON),
        (Wanted("#1001", "1", "x" * 201, "Kim"), "k", REASON),
        (Wanted("#1001", "1", "a scratch", ""), "k", STAFF),
        (Wanted("#1001", "1", "a scratch", "x" * 81), "k", STAFF),
        (Wanted("#1001", "1", "a scratch", "Kim"), "", KEY),
        (Wanted("#1001", "1", "a scratch", "Kim"), "k" * 256, KEY),
        (Wanted("#1001", "1", "to 4242 4242 4242 4242", "Kim"), "k", "card number"),
        (Wanted("#1001", "1", "a scratch", "4242424242424242"), "k", "card number"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_what_to_do(shop: Counter, asked: Wanted, key: str, why: str) -> None:
    await bought(shop)
    with pytest.raises(CheckoutRefused, match=why):
        await shop.refunds.give(asked, key, SOON)
    assert not await shop.stores.checkouts.refunds_due()


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (Wanted("#1001", "0.01", "x", "K"), "k"),
        (Wanted("#1001", "35.34", "x" * 200, "x" * 80), "k" * 255),
    ],
)
async def test_the_shortest_and_the_longest_that_can_be_read_is_taken(shop: Counter, asked: Wanted, key: str) -> None:
    paid = await bought(shop)
    told, fresh = await shop.refunds.give(asked, key, SOON)
    assert (told.amount.amount, fresh) == (Decimal(asked.amount), True)
    assert [one.reason for one in await shop.stores.checkouts.refunds_of([paid.session_id or ""])] == [asked.reason]


async def test_the_trail_says_who_gave_back_what_and_why_with_the_order_before_and_after(shop: Counter) -> None:
    paid = await bought(shop)
    before = await order_of(shop, paid)
    await shop.refunds.give(wanted(paid), "k-1", SOON)
    entry = (await shop.stores.ledger.trail(number=paid.number, limit=1))[0]
    after = await order_of(shop, paid)
    written = [(one or {})["order"] for one in (entry.before, entry.after)]
    assert [one["refunded"] and one["refunded"]["minor"] for one in written] == [None, 1000]
    assert [len(one["payments"]) for one in written] == [len(before.payments), len(after.payments)]
    assert replace(entry, id="", before=None, after=None) == Entry(
        id="",
        at=SOON,
        actor="staff:Kim",
        event="carried out",
        kind="refund",
        words="$10.00 goes back to Visa ending in 4242, because one came with a chip.",
        number=paid.number,
        customer_id=before.customer_id,
    )


async def test_the_trail_names_the_account_that_the_order_belongs_to(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed(shopper=Shopper("c1", Proof("ada@example.com", "cust_1")))
    await shop.till.settle((await shop.paid(placed)).id, NOW)
    await shop.back(placed, "10")
    assert (await shop.stores.ledger.trail(number=placed.number, limit=1))[0].customer_id == "cust_1"


async def test_the_way_back_is_named_as_the_page_s_payment_and_without_one_in_plain_words(shop: Counter) -> None:
    paid = await bought(shop)
    order = await order_of(shop, paid)
    card = Payment("payment", Money(100), "gift-1", "gift card", NOW)
    for payments, method in (((card, *order.payments), "Visa ending in 4242"), ((card,), "the way it was paid")):
        await shop.stores.orders.replace((), [replace(order, payments=payments)])
        assert (await shop.refunds.preview(wanted(paid), SOON)).method == method


@pytest.mark.parametrize("status", ["cancelled", "returned", "delivered"])
async def test_where_the_goods_are_stays_told_once_all_is_paid_back(shop: Counter, status: OrderStatus) -> None:
    paid = await bought(shop)
    await shop.stores.orders.replace((), [replace(await order_of(shop, paid), status=status)])
    await shop.refunds.give(wanted(paid, ""), "k-1", SOON)
    assert (await order_of(shop, paid)).status == ("refunded" if status == "delivered" else status)
