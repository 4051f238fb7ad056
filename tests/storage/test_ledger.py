"""Where changes of orders are kept: all of a change or nothing, once, and a trail that only grows."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from assistant.agent.stores import Stores
from assistant.shop.catalogue import Offer
from assistant.shop.changes.effect import Effect
from assistant.shop.changes.ledger import Entry, Proposal
from assistant.shop.changes.rules import ChangeRules, ItemRules
from assistant.shop.customers import Address, Customer, PaymentMethod
from assistant.shop.mail import Mail
from assistant.shop.money import Money
from assistant.shop.orders import Order, OrderLine, Payment
from assistant.storage.change_tables import trail
from assistant.storage.database import Database
from assistant.storage.whole import stores_of
from tests.storage.test_catalogue import product, variant
from tests.storage.times import NOW

HOME = Address("1 Mill Lane", "Leeds", "LS1 4AP", "United Kingdom")
CARD = PaymentMethod("tok_1", "card", "visa", "9212")
GIFT = PaymentMethod("tok_2", "gift card", balance=Money(5_000))
ADA = Customer("c-1", "Ada", "ada@example.com", HOME, (CARD, GIFT))
PAID = Payment("payment", Money(3_900), "tok_1", "Visa ending in 9212", NOW)
ORDER = Order(
    "#1", "ada@example.com", "c-1", "paid", NOW, (OrderLine("a-1", "A", 1, Money(3_900), "a", {"Size": "S"}),),
    Money(0), Money(3_900), address=HOME, payments=(PAID,),
)  # fmt: skip
BOB = Customer("c-2", "Bob", "bob@example.com")
RECEIPT = Mail("m-1", "ada@example.com", "Done", "It is done.", NOW)


def proposal(**changed: Any) -> Proposal:
    waiting = Proposal("p-1", "conv", "|ada@example.com", "items", "d", "Words.", NOW, NOW + timedelta(minutes=10))
    return replace(waiting, **changed)


def entry(key: str, event: Any = "proposed", **more: Any) -> Entry:
    return replace(Entry(key, NOW, "shopper", event, "items", "Words."), **more)


def effect(**changed: Any) -> Effect:
    """Another variant and a gift card that pays the difference: touches an order, a customer and two stocks."""
    lines = (OrderLine("a-2", "A", 1, Money(3_950), "a", {"Size": "M"}),)
    paid = replace(PAID, amount=Money(50), method_id="tok_2", method="gift card")
    after = replace(ORDER, lines=lines, total=Money(3_950), payments=(PAID, paid), items_changed=True)
    poorer = ADA.moved("tok_2", Money(-50))
    whole = Effect("items", "Change items", (), (ORDER, after), (ADA, poorer), (), {"a-1": 1, "a-2": -1})
    return replace(whole, **changed)


@pytest.fixture
async def shop(stores: Stores) -> Stores:
    many = [product("a", variant("a-1", Size="S"), variant("a-2", Size="M")), product("b")]
    await stores.catalogue.replace(many, [])
    await stores.orders.replace([ADA], [ORDER])
    await stores.ledger.hold(proposal(), entry("e-1"))
    return stores


async def carried_out(shop: Stores, what: Effect) -> str:
    return await shop.ledger.carry_out("p-1", what, entry("e-2", "carried out", number="#1"), [RECEIPT])


async def all_of(shop: Stores) -> list[object]:
    """Everything that a change may touch."""
    entries = await shop.ledger.trail()
    people, order = await shop.orders.customers(), await shop.orders.get("#1")
    return [people, order, await shop.catalogue.all(), entries, await shop.outbox.recent()]


async def test_a_change_writes_the_order_the_customer_stock_trail_and_mail_together(shop: Stores) -> None:
    before = await shop.library.version()

    assert await carried_out(shop, effect()) == "done"
    order, customer = await shop.orders.get("#1"), await shop.orders.customer("c-1")
    assert order is not None
    assert customer is not None
    assert (order, order.version) == (effect().order[1], 1)  # type: ignore[index]  # it has one
    assert (customer.payment_methods[1].balance, customer.version) == (Money(4_950), 1)
    assert await stocks(shop) == {"a-1": variant("").stock + 1, "a-2": variant("").stock - 1}
    assert [e.event for e in await shop.ledger.trail()] == ["carried out", "proposed"]
    assert await shop.outbox.queued() == [RECEIPT]
    changes = await shop.catalogue.changes(before)
    assert [p.handle for p in changes.products] == ["a"], "search must hear of the stock"
    held = await shop.ledger.proposal("p-1")
    assert held is not None
    assert held.state == "carried out"


async def stocks(shop: Stores) -> dict[str, int]:
    return {v.sku: v.stock for v in (await shop.catalogue.by_handles(["a"]))["a"].variants}


@pytest.mark.owasp("API6:2023")
async def test_a_change_is_carried_out_once_however_many_ask_at_the_same_time(shop: Stores) -> None:
    tries = [
        shop.ledger.carry_out("p-1", effect(), entry(f"t-{n}", "carried out"), [replace(RECEIPT, id=f"m-{n}")])
        for n in range(5)
    ]
    outcomes = await asyncio.gather(*tries)

    assert sorted(outcomes) == ["done", "spent", "spent", "spent", "spent"]
    assert await stocks(shop) == {"a-1": variant("").stock + 1, "a-2": variant("").stock - 1}
    assert len(await shop.outbox.queued()) == 1
    assert [e.event for e in await shop.ledger.trail()] == ["carried out", "proposed"]


@pytest.mark.parametrize(
    "stale",
    [
        effect(order=(replace(ORDER, version=1), ORDER)),
        effect(customer=(replace(ADA, version=7), ADA)),
        effect(stock={"a-1": 1, "a-2": -(variant("").stock + 1)}),
        effect(stock={"a-1": 1, "gone": -1}),
        effect(order=(replace(ORDER, number="#404"), ORDER)),
        effect(customer=(replace(ADA, id="c-404"), ADA)),
    ],
    ids=["order changed", "customer changed", "sold out", "variant gone", "order gone", "customer gone"],
)
async def test_what_changed_since_leaves_everything_as_it_was(shop: Stores, stale: Effect) -> None:
    before = await all_of(shop)

    assert await carried_out(shop, stale) == "changed"
    assert await all_of(shop) == before
    held = await shop.ledger.proposal("p-1")
    assert held is not None
    assert held.state == "waiting"


async def test_what_comes_back_of_a_variant_that_is_gone_is_not_counted(shop: Stores) -> None:
    assert await carried_out(shop, effect(stock={"gone": 1})) == "done"


async def test_stock_that_the_shop_oversold_takes_back_what_returns(shop: Stores) -> None:
    owed = product("a", replace(variant("a-1", Size="S"), stock=-3), variant("a-2", Size="M"))
    await shop.catalogue.replace([owed], [])

    assert await carried_out(shop, effect(stock={"a-1": 1})) == "done"
    assert (await stocks(shop))["a-1"] == -2


@pytest.mark.parametrize("state", ["declined", "voided"])
async def test_a_proposal_ends_once_and_is_spent_then(shop: Stores, state: Any) -> None:
    assert await shop.ledger.end("p-1", state, entry("e-3", state))
    assert not await shop.ledger.end("p-1", state, entry("e-4", state))
    assert not await shop.ledger.end("p-404", state, entry("e-5", state))
    assert await carried_out(shop, effect()) == "spent"
    assert [e.id for e in await shop.ledger.trail()] == ["e-3", "e-1"]


async def test_proposing_the_same_again_keeps_the_one_that_waits_and_its_end(shop: Stores) -> None:
    later = NOW + timedelta(minutes=9)
    again = proposal(created_at=later, expires_at=later + timedelta(minutes=10))

    assert await shop.ledger.hold(again, entry("e-2")) == proposal()
    assert [e.id for e in await shop.ledger.trail()] == ["e-1"]


async def test_what_was_turned_down_or_ran_out_may_be_proposed_again(shop: Stores) -> None:
    await shop.ledger.end("p-1", "declined", entry("e-2", "declined"))
    assert await shop.ledger.hold(proposal(), entry("e-3")) == proposal()

    expired = proposal(created_at=NOW + timedelta(minutes=10), expires_at=NOW + timedelta(minutes=20))
    assert await shop.ledger.hold(expired, entry("e-4")) == expired
    assert await shop.ledger.proposal("p-1") == expired
    assert [e.id for e in await shop.ledger.trail()] == ["e-4", "e-3", "e-2", "e-1"]


async def test_what_was_carried_out_never_waits_again(shop: Stores) -> None:
    await carried_out(shop, effect())
    later = NOW + timedelta(days=1)
    held = await shop.ledger.hold(proposal(created_at=later, expires_at=later), entry("e-3"))

    assert held == proposal(state="carried out")


async def test_every_field_of_an_entry_comes_back_newest_first(stores: Stores) -> None:
    whole = entry(
        "x", "carried out", at=NOW + timedelta(seconds=1), conversation_id="conv", shopper="c-1|", number="#1",
        customer_id="c-1", proposal_id="p-1", before={"order": {"number": "#1"}}, after={"order": {"total": 1}},
    )  # fmt: skip
    others = [entry("y", number="#2", customer_id="c-1"), entry("z", number="#1", customer_id="c-2")]
    for one in (*others, whole):
        await stores.ledger.note(one)

    assert await stores.ledger.trail(number="#1") == [whole, others[1]]
    assert await stores.ledger.trail(customer_id="c-1") == [whole, others[0]]
    assert await stores.ledger.trail(limit=1) == [whole]
    assert await stores.ledger.trail(number="#404") == []


async def test_the_rules_are_the_shops_own_or_the_cautious_ones(stores: Stores) -> None:
    assert await stores.rulebook.rules() == ChangeRules()

    strict = ChangeRules(items=ItemRules(once=True))
    await stores.rulebook.set_rules(ChangeRules(read_by_name=True))
    await stores.rulebook.set_rules(strict)
    assert await stores.rulebook.rules() == strict


async def test_a_feed_counts_versions_up_and_remembers_what_it_said_itself(shop: Stores) -> None:
    first = await shop.orders.last_fed()
    await carried_out(shop, effect())
    assert await shop.orders.last_fed() == first, "a shopper's change is not the feed's word"

    sent = replace(ORDER, status="shipped")
    await shop.orders.replace([replace(ADA, name="Ada L.")], [sent])
    order, customer = await shop.orders.get("#1"), await shop.orders.customer("c-1")
    assert order is not None
    assert customer is not None
    assert (order, order.version, customer.version) == (sent, 2, 2)
    now = await shop.orders.last_fed()
    assert now.orders.keys() == first.orders.keys() == {"#1"}
    assert (now.orders["#1"], now.customers["c-1"]) != (first.orders["#1"], first.customers["c-1"])
    await shop.orders.replace([ADA], [], ["#1"])
    assert (await shop.orders.last_fed()).customers == first.customers
    assert (await shop.orders.last_fed()).orders == {}


@pytest.mark.owasp("ASI10")
async def test_the_database_itself_refuses_to_rewrite_the_trail(database: Database) -> None:
    await stores_of(database).ledger.note(entry("e-1"))
    again = "INSERT OR REPLACE INTO trail" if database.is_sqlite else "TRUNCATE trail --"
    columns = "(seq, id, at, actor, event, kind, words, shopper)"
    attempts = (
        update(trail).values(words="Nothing happened."),
        delete(trail),
        text(f"{again} {columns} VALUES (1, 'e-1', '2026-01-01', '', '', '', '', '')"),
    )
    for attempt in attempts:
        with pytest.raises(DBAPIError, match="only grows"):
            async with database.begin() as connection:
                await connection.execute(attempt)

    assert [e.words for e in await stores_of(database).ledger.trail()] == ["Words."]


async def test_changes_feeds_and_pushes_at_the_same_time_lock_nobody_out(shop: Stores) -> None:
    """Twelve orders of one account, changed while feeds overwrite them and prices are pushed: each is done or void."""
    many = [replace(ORDER, number=f"#{n}") for n in range(10, 22)]
    await shop.orders.replace([ADA], many)
    ada = await shop.orders.customer("c-1")
    assert ada is not None

    async def change(order: Order, place: int) -> str:
        waiting = proposal(id=f"p-{order.number}")
        await shop.ledger.hold(waiting, entry(f"e-{order.number}"))
        sold = {"a-1": 1, "a-2": -1} if place % 2 else {"a-2": 1, "a-1": -1}
        poorer = (ada, ada.moved("tok_2", Money(-50))) if place % 3 == 0 else None
        what = effect(order=(order, replace(order, items_changed=True)), customer=poorer, stock=sold)
        return await shop.ledger.carry_out(waiting.id, what, entry(f"d-{order.number}", "carried out"), [])

    async def feed() -> None:
        await shop.orders.replace([BOB], [replace(order, note="Fed") for order in reversed(many[:4])])

    async def push(price: int) -> None:
        await shop.catalogue.set_offers([Offer("a-2", Money(price)), Offer("b-1", Money(price))])

    changes = [change(order, place) for place, order in enumerate(many)]
    others = [work for n in range(3) for work in (feed(), push(100 + n))]
    outcomes = [one for one in await asyncio.gather(*changes, *others) if one is not None]

    assert set(outcomes) <= {"done", "changed"}
    entries = await shop.ledger.trail()
    assert outcomes.count("done") == sum(one.event == "carried out" for one in entries) >= 1
    now = await shop.orders.customer("c-1")
    assert now is not None
    assert now.version - ada.version <= 1, "one of the four that would move the same balance"
    start = 2 * variant("").stock
    assert sum((await stocks(shop)).values()) == start
