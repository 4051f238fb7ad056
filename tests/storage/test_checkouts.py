"""Where checkouts are kept: held stock, one order for each payment, refunds that never exceed what was paid."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.errors import NotFound, StillInFlight, Voided
from assistant.shop.cart.cart import CartDesk
from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.receipts import request_of
from assistant.shop.checkout.store import IN_FLIGHT, Along, Once
from assistant.shop.checkout.till import LEAST_OPEN
from assistant.shop.conversations import Conversation
from assistant.shop.identity import Proof
from assistant.shop.money import Money
from tests.shop.checkout.till import ADA, CART, LATER, NOW, RULES, Counter, counter


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


async def test_a_payment_makes_one_order_however_often_it_is_told(shop: Counter) -> None:
    before = await shop.stock()
    await shop.fill(code="FIRST")
    placed = await shop.placed()
    session = await shop.paid(placed)
    told = [await shop.till.settle(session.id, NOW) for _ in range(3)]
    assert [one.checkout.state for one in told if one] == ["paid"] * 3
    order = await shop.stores.orders.get(placed.number)
    assert order is not None
    assert (order.status, order.total, order.payments[0].amount) == ("paid", placed.total, placed.total)
    assert (order.discount, order.lines[0].paid) == (Money(-280), Money(2520 + 183))
    assert (await shop.stock(), (await shop.stores.carts.get(CART)).contents.lines) == (before - 2, ())
    assert [mail.subject for mail in await shop.stores.outbox.queued()] == ["Larkfield: order #1001 is confirmed"]
    kinds = [(event.kind, event.data["number"]) for event in await shop.stores.events.queued()]
    assert kinds == [("checkout.placed", "#1001"), ("order.paid", "#1001")]


async def test_what_is_added_to_the_cart_while_paying_stays_in_it(shop: Counter) -> None:
    await shop.fill()
    session = await shop.paid(await shop.placed())
    _, mug = await shop.stores.catalogue.by_sku("MUG-WHT")
    held = await shop.stores.carts.get(CART)
    more = held.contents.with_line(replace(held.contents.lines[0], quantity=5))
    await shop.stores.carts.put({CART: replace(held, contents=more)})
    await shop.till.settle(session.id, NOW)
    assert [(line.sku, line.quantity) for line in (await shop.stores.carts.get(CART)).contents.lines] == [(mug.sku, 3)]


async def test_what_was_bought_leaves_the_cart_that_a_guest_signed_in_to_meanwhile(shop: Counter) -> None:
    """The guest's cart became one with the account's, which had one of the mugs already."""
    stores, account, proof = shop.stores, "customer:ada", Proof(customer_id="ada")
    await stores.conversations.add(Conversation("c1", "f00d", NOW))
    await shop.fill(quantity=1, cart=account)
    await shop.fill()
    session = await shop.paid(await shop.placed())
    assert await stores.conversations.prove("c1", proof, None)
    desk = CartDesk(stores.carts, stores.catalogue, "USD", stores.selling.limits, lambda: NOW)
    merged = await desk.of(Conversation("c1", "f00d", NOW, proof)).add("KET-BLK")
    assert [(line.sku, line.quantity) for line in merged.lines] == [("MUG-WHT", 3), ("KET-BLK", 1)]
    await shop.till.settle(session.id, NOW)
    left = (await stores.carts.get(account)).contents.lines
    assert [(line.sku, line.quantity) for line in left] == [("MUG-WHT", 1), ("KET-BLK", 1)]


async def test_what_was_bought_leaves_a_guests_cart_alone_that_was_not_taken_along_yet(shop: Counter) -> None:
    stores, account = shop.stores, "customer:ada"
    await stores.conversations.add(Conversation("c1", "f00d", NOW))
    await shop.fill(quantity=1, cart=account)
    await shop.fill()
    session = await shop.paid(await shop.placed())
    assert await stores.conversations.prove("c1", Proof(customer_id="ada"), None)
    await shop.till.settle(session.id, NOW)
    assert (await stores.carts.get(CART)).contents.lines == ()
    assert (await stores.carts.get(account)).contents.quantities == {"MUG-WHT": 1}


async def test_a_second_yes_for_the_last_one_is_told_that_it_was_heard(shop: Counter) -> None:
    await shop.fill("POP-RED-M", 2)
    proposal, _ = await shop.desk.propose(CART, ADA, NOW)
    placed = await shop.desk.place(CART, ADA, proposal.id, NOW)
    again = replace(placed, id="again")
    assert await shop.stores.checkouts.place(again, proposal.id, RULES, Along()) == "spent"
    assert await shop.stores.checkouts.place(again, "nobody's yes", RULES, Along()) == "spent"


async def test_the_last_one_is_sold_once(shop: Counter) -> None:
    carts = [f"conversation:c{at}" for at in range(6)]
    for cart in carts:
        await shop.fill("POP-RED-M", 2, cart)
    shoppers = [replace(ADA, conversation_id=cart) for cart in carts]
    held = [await shop.desk.propose(cart, who, NOW) for cart, who in zip(carts, shoppers, strict=True)]
    outcomes = await asyncio.gather(
        *(shop.desk.place(c, w, p.id, NOW) for c, w, (p, _) in zip(carts, shoppers, held, strict=True)),
        return_exceptions=True,
    )
    assert [type(one).__name__ for one in outcomes].count("Checkout") == 1
    assert all(isinstance(one, Voided) for one in outcomes if isinstance(one, Exception))
    assert await shop.stock("POP-RED-M") == 0


async def test_a_discount_for_one_is_used_once(shop: Counter) -> None:
    await shop.fill(code="FIRST")
    other = replace(ADA, conversation_id="c2")
    await shop.fill(cart="conversation:c2", code="FIRST")
    first, _ = await shop.desk.propose(CART, ADA, NOW)
    second, _ = await shop.desk.propose("conversation:c2", other, NOW)
    await shop.desk.place(CART, ADA, first.id, NOW)
    with pytest.raises(Voided):
        await shop.desk.place("conversation:c2", other, second.id, NOW)
    _, anew = await shop.desk.propose("conversation:c2", other, NOW)
    assert (anew.bill.discounts.applied, anew.bill.discounts.unused[0].code) == ((), "FIRST")


async def test_a_hold_ends_and_its_stock_and_discount_are_free_again(shop: Counter) -> None:
    before = await shop.stock()
    await shop.fill(code="FIRST")
    placed = await shop.placed()
    await shop.till.pay_page(placed.id, NOW)
    assert await shop.till.sweep(NOW) == 0
    assert await shop.till.sweep(LATER) == 1
    assert (await shop.state(placed), await shop.stock()) == ("expired", before)
    assert (await shop.stores.checkouts.used("ada@example.com", None)).in_all == {}
    assert (await shop.payments.read("pay_1")).state == "expired"


async def test_a_late_payment_gets_its_order_when_the_goods_are_still_there(shop: Counter) -> None:
    await shop.fill("POP-RED-M", 2)
    placed = await shop.placed()
    session = await shop.paid(placed)
    await shop.stores.checkouts.release(placed.id, "expired", Along())
    settled = await shop.till.settle(session.id, LATER)
    assert settled is not None
    assert (settled.checkout.state, await shop.stock("POP-RED-M")) == ("paid", 0)


async def test_a_late_payment_counts_its_discounts_again(shop: Counter) -> None:
    await shop.fill(code="FIRST")
    placed = await shop.placed()
    session = await shop.paid(placed)
    await shop.stores.checkouts.release(placed.id, "expired", Along())
    assert (await shop.stores.checkouts.used("ada@example.com", None)).in_all == {}
    await shop.till.settle(session.id, LATER)
    assert (await shop.stores.checkouts.used("ada@example.com", None)).by_customer == {"FIRST": 1}


async def test_a_late_payment_is_paid_back_when_the_goods_are_gone(shop: Counter) -> None:
    await shop.fill("POP-RED-M", 2)
    placed = await shop.placed()
    session = await shop.paid(placed)
    await shop.stores.checkouts.release(placed.id, "expired", Along())
    other = replace(ADA, conversation_id="c2")
    await shop.fill("POP-RED-M", 2, "conversation:c2")
    await shop.till.settle((await shop.paid(await shop.placed("conversation:c2", other))).id, NOW)
    for _ in range(2):
        await shop.till.settle(session.id, LATER)
    assert await shop.state(placed) == "refund due"
    assert [refund.amount for refund in await shop.till.pay_back(LATER)] == [placed.total]
    assert (await shop.state(placed), (await shop.payments.read(session.id)).refunded) == ("refunded", placed.total)
    assert await shop.stores.orders.get(placed.number) is None
    assert "sold out" in (await shop.stores.outbox.recent())[0].body


async def test_another_amount_than_is_due_is_paid_back_whole(shop: Counter) -> None:
    before = await shop.stock()
    await shop.fill()
    placed = await shop.placed()
    session = await shop.till.pay_page(placed.id, NOW)
    shop.payments.pay(session.id, Money(1))
    await shop.till.settle(session.id, NOW)
    assert (await shop.state(placed), await shop.stock()) == ("refund due", before)
    assert [refund.amount for refund in await shop.till.pay_back(NOW)] == [Money(1)]


async def test_a_second_page_that_is_paid_as_well_is_paid_back(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    first = await shop.till.pay_page(placed.id, NOW)
    second = await shop.payments.open(request_of(placed, 2, LATER))
    await shop.stores.checkouts.opened(placed.id, second, attempt=2)
    for session in (first, second):
        shop.payments.pay(session.id)
        await shop.till.settle(session.id, NOW)
    assert await shop.state(placed) == "paid"
    assert [refund.session_id for refund in await shop.till.pay_back(NOW)] == [second.id]


async def test_a_second_payment_heard_of_with_old_facts_leaves_the_order_as_it_is(shop: Counter) -> None:
    await shop.fill(code="FIRST")
    placed = await shop.placed()
    first = await shop.till.pay_page(placed.id, NOW)
    second = await shop.payments.open(request_of(placed, 2, LATER))
    await shop.stores.checkouts.opened(placed.id, second, attempt=2)
    shop.payments.pay(first.id)
    shop.payments.pay(second.id)
    await shop.till.settle(first.id, NOW)
    await shop.till.settled(placed, await shop.payments.read(second.id), NOW)
    kept = await shop.stores.checkouts.get(placed.id)
    assert kept is not None
    assert (kept.state, kept.session_id) == ("paid", first.id)
    assert (await shop.stores.checkouts.used("ada@example.com", None)).in_all == {"FIRST": 1}
    assert [refund.session_id for refund in await shop.till.pay_back(NOW)] == [second.id]


async def test_another_amount_that_is_paid_while_its_hold_ends_is_paid_back_as_well(shop: Counter) -> None:
    before = await shop.stock()
    await shop.fill()
    placed = await shop.placed()
    session = await shop.till.pay_page(placed.id, NOW)

    async def close(session_id: str) -> PaymentSession:
        shop.payments.pay(session_id, Money(1))
        closed: PaymentSession = await shop.payments.read(session_id)
        return closed

    shop.payments.close = close
    await shop.till.sweep(LATER)
    assert (await shop.state(placed), await shop.stock()) == ("refund due", before)
    assert await shop.stores.orders.get(placed.number) is None
    assert [refund.session_id for refund in await shop.till.pay_back(LATER)] == [session.id]


async def test_the_same_page_is_given_while_it_is_open(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    pages = [await shop.till.pay_page(placed.id, NOW) for _ in range(2)]
    assert pages[0] == pages[1]
    shop.payments.pay(pages[0].id)
    with pytest.raises(NotFound):
        await shop.till.pay_page(placed.id, NOW)
    assert await shop.state(placed) == "paid"


async def test_where_nothing_is_to_be_paid_the_order_is_made_without_a_page(shop: Counter) -> None:
    before = await shop.stock()
    await shop.fill(code="HOUSE POST")
    placed = await shop.placed()
    assert placed.total == Money(0)
    shop.payments.down = True
    session = await shop.till.pay_page(placed.id, NOW)
    assert (session.state, session.url, await shop.state(placed), await shop.stock()) == (
        "paid",
        "",
        "paid",
        before - 2,
    )
    order = await shop.stores.orders.get(placed.number)
    assert order is not None
    assert (order.total, order.payments) == (Money(0), ())
    assert "nothing was to be paid" in (await shop.stores.outbox.queued())[0].body
    with pytest.raises(NotFound):
        await shop.till.pay_page(placed.id, NOW)
    assert not await shop.till.cancel(placed.id, Along(), NOW)


async def test_an_order_of_nothing_to_pay_is_made_when_the_process_died_after_placing(shop: Counter) -> None:
    await shop.fill(code="HOUSE POST")
    placed = await shop.placed()
    await shop.till.sweep(LATER)
    assert await shop.state(placed) == "paid"


async def test_a_page_asked_for_again_later_after_a_crash_is_the_same_page(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    first = await shop.payments.open(request_of(placed, 1, placed.held_until + LEAST_OPEN))
    assert (await shop.till.pay_page(placed.id, NOW + timedelta(minutes=9))).id == first.id


async def test_a_checkout_can_be_cancelled_until_it_is_paid(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    await shop.till.pay_page(placed.id, NOW)
    assert await shop.till.cancel(placed.id, Along(), NOW)
    assert await shop.state(placed) == "cancelled"
    again = await shop.placed(now=NOW + timedelta(minutes=1))
    await shop.paid(again)
    assert not await shop.till.cancel(again.id, Along(), NOW)
    assert await shop.state(again) == "paid"


async def test_a_failed_attempt_is_no_answer_and_a_dead_one_is_taken_over(shop: Counter) -> None:
    answers, once = shop.stores.answers, Once("staff", "k-1", "digest", "claim-1")
    await answers.claim(once, NOW)
    await answers.drop(once)
    second = replace(once, claim="claim-2")
    assert await answers.claim(second, NOW) is None
    third = replace(once, claim="claim-3")
    assert await answers.claim(third, NOW + IN_FLIGHT) is None
    await answers.drop(second)
    with pytest.raises(StillInFlight):
        await answers.claim(second, NOW + IN_FLIGHT)
