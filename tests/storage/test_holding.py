"""What a checkout holds, counts and owes is written whole or not at all, whoever else writes meanwhile."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assistant.agent.stores import Stores
from assistant.errors import KeyReused, NotFound, RefundRefused, StillInFlight
from assistant.shop.checkout.records import Checkout, Contact, RefundDue, ShopEvent
from assistant.shop.checkout.said import Said
from assistant.shop.checkout.store import IN_FLIGHT, KEPT_FOR, Along, Once
from assistant.shop.mail import Mail
from assistant.shop.money import Money
from assistant.shop.orders import Order
from assistant.storage.selling import MOST_TRIES
from tests.goods import ORDERS
from tests.shop.checkout.till import ADA, CART, LATER, NOW, RULES, Counter, counter

ONCE = Once("staff", "k-1", "digest", "claim-1")


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


async def paid(shop: Counter) -> Checkout:
    await shop.fill()
    placed = await shop.placed()
    await shop.till.settle((await shop.paid(placed)).id, NOW)
    found = await shop.stores.checkouts.get(placed.id)
    assert found is not None
    return found


def owed(checkout: Checkout, amount: int, name: str = "r-1") -> RefundDue:
    session = checkout.session_id or ""
    return RefundDue(name, checkout.number, session, Money(amount), checkout.total, "a scratch", NOW)


async def waits(shop: Counter, proposal_id: str) -> bool:
    proposal = await shop.stores.ledger.proposal(proposal_id)
    return proposal is not None and proposal.state == "waiting"


@pytest.mark.owasp("API6:2023")
async def test_more_than_there_is_is_not_held(shop: Counter) -> None:
    await shop.fill("POP-RED-M", 2)
    proposal, _ = await shop.desk.propose(CART, ADA, NOW)
    await shop.fill(cart="conversation:c2")
    placed = await shop.placed("conversation:c2", replace(ADA, conversation_id="c2"))
    line = placed.lines[0]
    for lines in (replace(line, quantity=99),), (replace(line, sku="NO-SUCH"),):
        draft = replace(placed, id="again", lines=lines)
        assert await shop.stores.checkouts.place(draft, proposal.id, RULES, Along()) == "out of stock"
    assert await shop.stores.checkouts.get("again") is None
    assert await waits(shop, proposal.id)


@pytest.mark.owasp("API6:2023")
async def test_a_discount_s_last_use_goes_to_one_of_two_who_saw_it(shop: Counter) -> None:
    await shop.fill(code="FIRST")
    proposal, _ = await shop.desk.propose(CART, ADA, NOW)
    other = replace(ADA, conversation_id="c2")
    await shop.fill(cart="conversation:c2", code="FIRST")
    placed = await shop.placed("conversation:c2", other)
    before = await shop.stock()
    draft = replace(placed, id="again", number="", session_id=None)
    assert await shop.stores.checkouts.place(draft, proposal.id, RULES, Along()) == "used up"
    assert (
        await shop.stores.checkouts.place(replace(draft, discounts=("OLD",)), proposal.id, RULES, Along()) == "used up"
    )
    assert (await shop.stock(), await shop.stores.checkouts.get("again")) == (before, None)
    assert await waits(shop, proposal.id)


@pytest.mark.parametrize(
    ("email", "customer", "uses"),
    [
        ("ada@example.com", None, 1),
        ("ADA@example.com ", "c-9", 1),
        ("x@y.z", "c-1", 1),
        ("x@y.z", None, 0),
        ("", None, 0),
    ],
)
async def test_uses_count_for_the_address_and_for_the_account(
    shop: Counter, email: str, customer: str | None, uses: int
) -> None:
    await shop.fill(code="FIRST")
    proposal, _ = await shop.desk.propose(CART, ADA, NOW)
    placed = await shop.desk.place(CART, ADA, proposal.id, NOW)
    await shop.stores.checkouts.release(placed.id, "cancelled", Along())
    await shop.fill(code="FIRST")
    second, _ = await shop.desk.propose(CART, ADA, NOW + timedelta(minutes=1))
    again = replace(placed, id="again", number="", customer_id="c-1")
    assert isinstance(await shop.stores.checkouts.place(again, second.id, RULES, Along()), Checkout)
    used = await shop.stores.checkouts.used(email.strip().casefold(), customer)
    assert (used.in_all, used.by_customer) == ({"FIRST": 1}, {"FIRST": uses} if uses else {})


async def test_what_was_said_is_kept_unless_somebody_was_faster(shop: Counter) -> None:
    checkouts = shop.stores.checkouts
    empty = await checkouts.details(CART)
    assert await checkouts.set_details(CART, replace(empty, note="first"))
    assert not await checkouts.set_details(CART, replace(empty, note="late"))
    kept = await checkouts.details(CART)
    assert (kept.note, kept.version) == ("first", 1)
    assert await checkouts.set_details(CART, replace(kept, note="second"))
    assert not await checkouts.set_details(CART, replace(kept, note="late"))
    assert [(await checkouts.details(cart)).note for cart in (CART, "conversation:c2")] == ["second", ""]


async def test_a_refund_is_owed_once_and_ends_once(shop: Counter) -> None:
    checkout, checkouts = await paid(shop), shop.stores.checkouts
    first = owed(checkout, 100)
    assert [await checkouts.owe(checkout.id, first, Along()) for _ in range(2)] == ["owed", "already"]
    assert await checkouts.owe(checkout.id, owed(checkout, checkout.total.minor - 99, "r-2"), Along()) == "too much"
    assert await checkouts.owe(checkout.id, owed(checkout, checkout.total.minor - 100, "r-2"), Along()) == "owed"
    assert await checkouts.refunded("r-1", "due", Along())
    assert [(one.id, one.attempts, one.state) for one in await checkouts.refunds_due()] == [
        ("r-1", 1, "due"),
        ("r-2", 0, "due"),
    ]
    assert [one.id for one in await checkouts.refunds_due(1)] == ["r-1"]
    assert await checkouts.refunded("r-1", "failed", Along())
    assert [await checkouts.refunded(name, "done", Along()) for name in ("r-1", "nobody's", "r-2")] == [
        False,
        False,
        True,
    ]
    assert await checkouts.refunds_due() == []
    again = owed(checkout, 100, "r-3")
    assert await checkouts.owe(checkout.id, again, Along()) == "owed"
    told = await checkouts.refunds_of([checkout.session_id or "", "pay_9"])
    assert [(one.id, one.state, one.attempts) for one in told] == [
        ("r-1", "failed", 2),
        ("r-2", "done", 1),
        ("r-3", "due", 0),
    ]
    assert told[2] == again
    assert await shop.state(checkout) == "paid"


async def test_a_provider_that_says_no_for_good_ends_a_refund_and_an_unreachable_one_does_not(shop: Counter) -> None:
    checkout = await paid(shop)
    await shop.stores.checkouts.owe(checkout.id, owed(checkout, 100), Along())
    shop.payments.down = True
    assert await shop.till.pay_back(NOW) == []
    shop.payments.down = False

    async def no(*_: object) -> None:
        raise RefundRefused("No.")

    shop.payments.refund = no
    assert [one.id for one in await shop.till.pay_back(NOW)] == ["r-1"]
    assert [one.state for one in await shop.stores.checkouts.refunds_of([checkout.session_id or ""])] == ["failed"]
    event = (await shop.stores.events.queued())[-1]
    assert (event.kind, event.data) == (
        "refund.failed",
        {"number": checkout.number, "refund": "r-1", "minor": 100, "currency": "USD"},
    )


async def test_a_checkout_that_nobody_placed_is_not_there(shop: Counter) -> None:
    with pytest.raises(NotFound, match=r"^There is no such checkout\.$"):
        await shop.till.pay_page("nobody's", NOW)


async def test_a_hold_outlasts_a_provider_that_cannot_be_asked(shop: Counter) -> None:
    before = await shop.stock()
    await shop.fill()
    placed = await shop.placed()
    await shop.till.pay_page(placed.id, NOW)
    shop.payments.down = True
    assert await shop.till.sweep(LATER) == 1
    assert (await shop.state(placed), await shop.stock()) == ("awaiting payment", before - 2)
    shop.payments.down = False
    assert await shop.till.sweep(LATER) == 1
    assert (await shop.state(placed), await shop.stock()) == ("expired", before)


async def test_a_hold_outlasts_its_time_while_a_transfer_is_on_its_way(shop: Counter) -> None:
    before = await shop.stock()
    await shop.fill()
    placed = await shop.placed()
    await shop.till.pay_page(placed.id, NOW)
    shop.payments.close = shop.payments.read  # its page cannot be closed any more
    await shop.till.sweep(LATER)
    assert (await shop.state(placed), await shop.stock()) == ("awaiting payment", before - 2)
    shop.payments.pay("pay_1")
    await shop.till.sweep(LATER)
    assert await shop.state(placed) == "paid"


async def test_a_payment_told_of_twice_at_once_makes_one_order(shop: Counter) -> None:
    await shop.fill()
    session = await shop.paid(await shop.placed())
    told = await asyncio.gather(*(shop.till.settle(session.id, NOW) for _ in range(3)))
    assert [one.checkout.state for one in told if one] == ["paid"] * 3
    assert (len(await shop.stores.outbox.queued()), await shop.stores.checkouts.refunds_due()) == (1, [])


async def test_two_who_say_something_at_once_are_both_heard(shop: Counter) -> None:
    said = [Said(name="Ada Lovelace"), Said(email="ada@example.com"), Said(note="ring twice"), Said(add_code="FIRST")]
    await asyncio.gather(*(shop.desk.say(CART, one) for one in said))
    kept = await shop.desk.said(CART)
    assert (kept.contact, kept.note, kept.codes) == (
        Contact("Ada Lovelace", "ada@example.com"),
        "ring twice",
        ("FIRST",),
    )


async def test_two_who_open_the_page_at_once_get_the_same(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    pages = await asyncio.gather(*(shop.till.pay_page(placed.id, NOW) for _ in range(2)))
    assert pages[0] == pages[1]
    kept = await shop.stores.checkouts.get(placed.id)
    assert kept is not None
    assert (kept.session_id, kept.attempt) == (pages[0].id, 1)


async def test_what_goes_along_is_written_with_the_number_and_with_nothing_when_its_key_was_taken_over(
    shop: Counter,
) -> None:
    checkout, answers = await paid(shop), shop.stores.answers
    assert await answers.claim(ONCE, NOW) is None
    second = replace(ONCE, claim="claim-2")
    assert await answers.claim(second, NOW + IN_FLIGHT) is None
    mail = Mail("m-1", "ada@example.com", "Back", "It goes back.", NOW)
    late = Along(mails=(mail,), events=(ShopEvent("e-1", "refund.due", NOW, {}),), answer=(ONCE, {"refund": "r-1"}))
    mails = len(await shop.stores.outbox.queued())
    with pytest.raises(StillInFlight, match="went on meanwhile"):
        await shop.stores.checkouts.owe(checkout.id, owed(checkout, 100), late)
    assert await shop.stores.checkouts.refunds_due() == []
    assert len(await shop.stores.outbox.queued()) == mails
    won = replace(late, answer=(second, {"refund": "r-1"}))
    assert await shop.stores.checkouts.owe(checkout.id, owed(checkout, 100), won) == "owed"
    assert (await shop.stores.outbox.queued())[-1] == mail
    assert (await shop.stores.events.queued())[-1].id == "e-1"
    again = Along(answer=(second, {"refund": "r-2"}))
    with pytest.raises(StillInFlight):
        await shop.stores.checkouts.owe(checkout.id, owed(checkout, 100, "r-2"), again)
    assert await answers.claim(replace(ONCE, claim="claim-3"), NOW) == {"refund": "r-1"}


async def test_a_key_is_each_caller_s_own_and_is_forgotten_in_time(shop: Counter) -> None:
    answers = shop.stores.answers
    for once in (ONCE, replace(ONCE, caller="till"), replace(ONCE, key="k-2")):
        assert await answers.claim(once, NOW) is None
    with pytest.raises(StillInFlight):
        await answers.claim(ONCE, NOW + IN_FLIGHT - timedelta(seconds=1))
    await answers.drop(replace(ONCE, claim="another"))
    await answers.drop(replace(ONCE, caller="nobody"))
    with pytest.raises(StillInFlight):
        await answers.claim(ONCE, NOW)
    with pytest.raises(KeyReused):
        await answers.claim(replace(ONCE, digest="another"), NOW + IN_FLIGHT)
    checkout = await paid(shop)
    answer: Mapping[str, Any] = {"amount": 100}
    await shop.stores.checkouts.owe(checkout.id, owed(checkout, 100), Along(answer=(ONCE, answer)))
    await answers.drop(ONCE)
    assert await answers.claim(ONCE, NOW + KEPT_FOR) == answer
    with pytest.raises(StillInFlight):
        await answers.claim(replace(ONCE, key="k-2"), NOW)
    assert await answers.claim(replace(ONCE, digest="new"), NOW + KEPT_FOR + timedelta(seconds=1)) is None


async def test_numbers_go_on_above_what_a_feed_brought_and_skip_what_it_brings_later(shop: Counter) -> None:
    async def number_of(at: int) -> str:
        cart = f"conversation:n{at}"
        await shop.fill("MUG-WHT", 1, cart)
        return (await shop.placed(cart, replace(ADA, conversation_id=f"n{at}"))).number

    def fed(number: str) -> Order:
        return replace(ORDERS[0], number=number)

    await shop.stores.orders.replace((), [fed("#2041"), fed("#77"), fed("#X9999"), fed("#12345678901")])
    assert await number_of(1) == "#2042"
    await shop.stores.orders.replace((), [fed("#2041"), fed("#2043"), fed("#9000")])
    assert [await number_of(at) for at in (2, 3)] == ["#2044", "#2045"]


async def test_an_event_is_told_until_it_failed_often_enough(shop: Counter) -> None:
    await shop.fill()
    await shop.placed()
    events = shop.stores.events
    told = await events.queued()
    for _ in range(MOST_TRIES - 1):
        await events.mark(told[0].id, delivered=False)
    assert [one.id for one in await events.queued()] == [one.id for one in told]
    await events.mark(told[0].id, delivered=False)
    assert [one.id for one in await events.queued()] == [one.id for one in told[1:]]
