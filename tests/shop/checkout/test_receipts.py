"""What a shopper and the shop's other systems read of each step: the right order, amount and reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assistant.shop.changes.ledger import Entry
from assistant.shop.checkout.along import numbered
from assistant.shop.checkout.payments import PaymentRequest, PaymentSession
from assistant.shop.checkout.receipts import (
    cancelled,
    expired,
    free_of_charge,
    order_of,
    paid,
    refund_done,
    refund_failed,
    refund_of,
    request_of,
    returned,
)
from assistant.shop.checkout.records import Checkout, Contact, RefundDue
from assistant.shop.checkout.store import Along, Once
from assistant.shop.customers import Address
from assistant.shop.mail import Mail
from assistant.shop.money import Money
from assistant.shop.orders import Order, OrderLine, Payment
from assistant.shop.selling.totals import BillPart

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOME = Address("Hauptstr. 1", "Berlin", "10115", "DE")


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


CHECKOUT = Checkout(
    id="c1",
    cart="conversation:1",
    conversation_id="1",
    customer_id="cust",
    contact=Contact("Ada Lovelace", "ada@example.com"),
    address=HOME,
    method="Standard",
    lines=(
        OrderLine("MUG", "Tasse", 2, eur(1000)),
        OrderLine("MUG", "Tasse", 1, eur(1000)),
        OrderLine("CAN", "Kanne", 1, eur(1)),
    ),
    parts=(
        BillPart("goods", "Tasse", eur(2000)),
        BillPart("goods", "Kanne", eur(1)),
        BillPart("discount", "Zehn", eur(-100)),
        BillPart("discount", "Neun", eur(-90)),
        BillPart("shipping", "Standard", eur(490)),
        BillPart("tax", "MwSt 19%", eur(380)),
        BillPart("tax included", "Pfand", eur(25)),
    ),
    total=eur(2681),
    discounts=("TEN",),
    created_at=NOW,
    held_until=NOW + timedelta(minutes=35),
    note="ring twice",
    number="#1001",
)
SESSION = PaymentSession("pay_1", "c1", "", "paid", eur(2681), eur(0), NOW, "PayPal", "ref")
REFUND = RefundDue("r-1", "#1001", "pay_1", eur(500), eur(2681), "a scratch", NOW)
ABOUT = {"checkout": "c1", "number": "#1001", "minor": 2681, "currency": "EUR"}


def told(along: Along) -> tuple[list[tuple[str, Any]], list[tuple[str | None, str, str]]]:
    assert {*(one.at for one in along.events), *(one.at for one in along.mails)} == {NOW}
    events: list[tuple[str, Any]] = [(one.kind, one.data) for one in along.events]
    return events, [(mail.to, mail.subject, mail.body) for mail in along.mails]


def test_a_page_is_asked_for_with_what_was_agreed_to() -> None:
    until = NOW + timedelta(hours=1)
    lines = tuple((part.label, part.amount) for part in CHECKOUT.parts[:-1])
    assert request_of(CHECKOUT, 2, until) == PaymentRequest(
        "c1-2", "c1", "#1001", "ada@example.com", eur(2681), lines, until
    )


def test_the_order_is_what_was_agreed_to_and_paid() -> None:
    assert order_of(CHECKOUT, SESSION, NOW) == Order(
        number="#1001",
        email="ada@example.com",
        customer_id="cust",
        status="paid",
        placed_at=NOW,
        lines=CHECKOUT.lines,
        shipping=eur(490),
        total=eur(2681),
        discount=eur(-190),
        tax=eur(380),
        note="ring twice",
        address=HOME,
        payments=(Payment("payment", eur(2681), "pay_1", "PayPal", NOW, on_page=True),),
    )
    bare = order_of(replace(CHECKOUT, parts=()), SESSION, NOW)
    assert (bare.shipping, bare.discount, bare.tax) == (eur(0), eur(0), eur(0))


def test_where_nothing_is_to_be_paid_no_payment_stands_in_the_order() -> None:
    free = replace(CHECKOUT, total=eur(0))
    session = free_of_charge(free, NOW)
    assert session == PaymentSession("free-c1", "c1", "", "paid", eur(0), eur(0), NOW)
    assert order_of(free, session, NOW).payments == ()
    assert "\n\nTotal: €0.00, nothing was to be paid.\n\n" in paid(free, session, "Larkfield", NOW).mails[0].body


def test_the_confirmation_has_the_whole_bill() -> None:
    body = (
        "Thank you! Your order #1001 is paid.\n\n"
        "Tasse: €20.00\nKanne: €0.01\nZehn: -€1.00\nNeun: -€0.90\nStandard shipping: €4.90\n"
        "MwSt 19%: €3.80\nPfand (included): €0.25\n\n"
        "Total: €26.81, paid with PayPal.\n\n"
        "It goes to Ada Lovelace, Hauptstr. 1, Berlin, 10115, DE.\n\n"
        "You can ask us about order #1001 in the chat at any time."
    )
    found = paid(CHECKOUT, SESSION, "Larkfield", NOW)
    subject = "Larkfield: order #1001 is confirmed"
    assert told(found) == ([("order.paid", ABOUT | {"session": "pay_1"})], [("ada@example.com", subject, body)])
    by_mail = paid(replace(CHECKOUT, address=None), replace(SESSION, method=""), "Larkfield", NOW).mails[0].body
    assert "Total: €26.81, paid with your way to pay.\n\nYou can ask us" in by_mail


def test_a_hold_that_ended_is_told_with_its_time() -> None:
    body = (
        "The items of #1001 were kept for you until 12:35 UTC and no payment came.\n\n"
        "Nothing was charged. Your cart is as it was; you can check out again at any time. Larkfield"
    )
    mail = ("ada@example.com", "Larkfield: your checkout has ended", body)
    assert told(expired(CHECKOUT, "Larkfield", NOW)) == ([("checkout.expired", ABOUT)], [mail])


def test_what_the_shopper_gave_up_is_told_to_the_shop_only() -> None:
    assert told(cancelled(CHECKOUT, NOW)) == ([("checkout.cancelled", ABOUT)], [])


def test_money_that_goes_back_is_told_with_amount_and_reason() -> None:
    body = (
        "€5.00 of #1001 goes back to the way you paid, because a scratch.\n\n"
        "It is on its way; banks take up to 10 days to show it."
    )
    mail = ("ada@example.com", "Larkfield: a refund of €5.00 for #1001", body)
    kept = (Once("refunds", "k", "d", "c"), {"id": "r-1"})
    found = returned(CHECKOUT, REFUND, "Larkfield", NOW, answer=kept)
    assert told(found) == ([("refund.due", ABOUT | {"refund": "r-1", "minor": 500})], [mail])
    assert found.answer == kept


def test_a_whole_payment_goes_back_once_for_each_page() -> None:
    whole = refund_of(CHECKOUT, SESSION, eur(2000), "it was paid twice", NOW)
    assert whole == RefundDue("whole-pay_1", "#1001", "pay_1", eur(2000), eur(2681), "it was paid twice", NOW)


@pytest.mark.parametrize(("ended", "kind"), [(refund_done, "refund.done"), (refund_failed, "refund.failed")])
def test_the_end_of_a_refund_is_told_to_the_shop_only(ended: Any, kind: str) -> None:
    about = {"number": "#1001", "refund": "r-1", "minor": 500, "currency": "EUR"}
    assert told(ended(REFUND, NOW)) == ([(kind, about)], [])


def test_every_event_and_mail_has_an_id_of_its_own() -> None:
    both = [paid(CHECKOUT, SESSION, "Larkfield", NOW) for _ in range(2)]
    events = {one.id for along in both for one in along.events}
    assert (len(events), len({one.id for along in both for one in along.mails})) == (2, 2)


def test_what_is_held_for_a_checkout_is_counted_by_sku() -> None:
    assert CHECKOUT.quantities == {"MUG": 3, "CAN": 1}


def test_the_number_stands_wherever_it_was_left_open() -> None:
    mail = Mail("m", "ada@example.com", "{number} is here", "Order {number}.", NOW)
    entry = Entry("e", NOW, "shopper", "carried out", "checkout", "Order {number} for 5", "1")
    event = replace(
        cancelled(CHECKOUT, NOW).events[0], data={"number": "{number}", "in": {"at": "{number}"}, "minor": 5}
    )
    once = Once("refunds", "k", "d", "c")
    found = numbered(Along((mail,), (event,), (entry,), (once, {"order": "{number}", "left": 7})), "#7")
    assert [(one.subject, one.body) for one in found.mails] == [("#7 is here", "Order #7.")]
    assert [one.data for one in found.events] == [{"number": "#7", "in": {"at": "#7"}, "minor": 5}]
    assert [(one.number, one.words) for one in found.entries] == [("#7", "Order #7 for 5")]
    assert found.answer == (once, {"order": "#7", "left": 7})
    assert numbered(Along(), "#7").answer is None
