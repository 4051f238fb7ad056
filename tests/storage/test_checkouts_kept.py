"""What the store of checkouts answers, asked directly: which one is found, in what order, and who may change it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.errors import CardNumberRefused
from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.records import Checkout, RefundDue, ShopEvent
from assistant.shop.checkout.store import Along
from tests.shop.checkout.till import ADA, CART, NOW, RULES, Counter, counter


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


async def _placed(shop: Counter, minutes: int = 0, conversation: str = "c1") -> Checkout:
    """Each in a conversation of its own, at its own time."""
    cart, at = f"conversation:{conversation}", NOW + timedelta(minutes=minutes)
    await shop.fill(quantity=1, cart=cart)
    return await shop.placed(cart, replace(ADA, conversation_id=conversation), at)


async def _session(shop: Counter, placed: Checkout) -> PaymentSession:
    await shop.till.pay_page(placed.id, NOW)
    kept = await shop.stores.checkouts.get(placed.id)
    assert kept is not None
    assert kept.session_id is not None
    session: PaymentSession = await shop.payments.read(kept.session_id)
    return session


async def test_a_card_number_is_no_detail_of_a_checkout(shop: Counter) -> None:
    empty = await shop.stores.checkouts.details(CART)
    with pytest.raises(CardNumberRefused):
        await shop.stores.checkouts.set_details(CART, replace(empty, note="4111 1111 1111 1111"))
    assert await shop.stores.checkouts.details(CART) == empty


async def test_a_proposal_that_was_used_places_nothing_more(shop: Counter) -> None:
    await shop.fill(quantity=1)
    proposal, _ = await shop.desk.propose(CART, ADA, NOW)
    placed = await shop.desk.place(CART, ADA, proposal.id, NOW)
    again = replace(placed, id="again", number="")
    assert await shop.stores.checkouts.place(again, proposal.id, RULES, Along()) == "spent"


async def test_a_checkout_is_found_by_its_number_and_by_each_of_its_pages(shop: Counter) -> None:
    checkouts = shop.stores.checkouts
    one, other = await _placed(shop), await _placed(shop, 1, "c2")
    session = await _session(shop, one)
    numbered = [await checkouts.of_number(number) for number in (one.number, other.number, "#9")]
    assert [found and found.id for found in numbered] == [one.id, other.id, None]
    found = await checkouts.of_session(session.id)
    assert found is not None
    assert found.id == one.id
    assert await checkouts.of_session("pay_9") is None
    later = replace(session, id="pay_second")
    assert await checkouts.opened(one.id, later, found.attempt + 1)
    for each in (session.id, "pay_second"):
        held = await checkouts.of_session(each)
        assert held is not None
        assert (held.id, held.session_id) == (one.id, "pay_second")


async def test_a_page_is_opened_in_turn_and_only_while_payment_is_awaited(shop: Counter) -> None:
    checkouts = shop.stores.checkouts
    one, other = await _placed(shop), await _placed(shop, 1, "c2")
    session = await _session(shop, one)
    now = await checkouts.get(one.id)
    assert now is not None
    assert not await checkouts.opened(one.id, replace(session, id="pay_x"), now.attempt + 2)
    assert not await checkouts.opened(one.id, replace(session, id="pay_x"), now.attempt)
    unopened = await checkouts.get(other.id)
    assert unopened is not None
    assert unopened.session_id is None
    assert await checkouts.release(other.id, "cancelled", Along())
    assert await checkouts.opened(other.id, replace(session, id="pay_y"), other.attempt + 1) is False


async def test_a_checkout_is_released_once_and_what_goes_along_is_written_then(shop: Counter) -> None:
    checkouts, placed = shop.stores.checkouts, await _placed(shop)
    event = ShopEvent("evt-1", "checkout.expired", NOW, {"number": placed.number})
    assert await checkouts.release(placed.id, "expired", Along(events=[event])) is True
    assert await checkouts.release(placed.id, "expired", Along(events=[replace(event, id="evt-2")])) is False
    told = [one.id for one in await shop.stores.events.queued()]
    assert "evt-1" in told
    assert "evt-2" not in told


async def test_money_owed_for_an_unsold_checkout_ends_it_under_its_page(shop: Counter) -> None:
    checkouts, placed = shop.stores.checkouts, await _placed(shop)
    due = RefundDue("r-1", placed.number, "pay_odd", placed.total, placed.total, "other amount", NOW)
    assert await checkouts.owe(placed.id, due, Along()) == "owed"
    kept, found = await checkouts.get(placed.id), await checkouts.of_session("pay_odd")
    assert kept is not None
    assert found is not None
    assert (kept.state, kept.session_id, found.id) == ("refund due", "pay_odd", placed.id)


async def test_what_is_overdue_or_placed_since_comes_oldest_first_with_its_very_moment(shop: Counter) -> None:
    checkouts = shop.stores.checkouts
    one, two, three = [await _placed(shop, at, f"c{at}") for at in (0, 1, 2)]
    assert [c.id for c in await checkouts.overdue(two.held_until)] == [one.id, two.id]
    assert [c.id for c in await checkouts.overdue(three.held_until, limit=1)] == [one.id]
    assert [c.id for c in await checkouts.since(two.created_at)] == [two.id, three.id]


async def test_a_conversations_newest_checkout_comes_first(shop: Counter) -> None:
    first = await _placed(shop)
    assert await shop.stores.checkouts.release(first.id, "cancelled", Along())
    second = await _placed(shop, 1)
    assert [c.id for c in await shop.stores.checkouts.of_conversation("c1")] == [second.id, first.id]
    assert [c.id for c in await shop.stores.checkouts.of_conversation("c1", limit=1)] == [second.id]


async def test_a_paid_checkout_gives_up_its_own_hold_and_no_other(shop: Counter) -> None:
    checkouts, before = shop.stores.checkouts, await shop.stock()
    one, other = await _placed(shop), await _placed(shop, 1, "c2")
    settled = await shop.till.settle((await shop.paid(one)).id, NOW)
    assert settled is not None
    assert settled.checkout.state == "paid"
    assert await checkouts.release(other.id, "cancelled", Along())
    assert await shop.stock() == before - 1
    found = await checkouts.of_session(settled.checkout.session_id or "")
    assert found is not None
    assert found.id == one.id
