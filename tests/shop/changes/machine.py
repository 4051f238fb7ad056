"""A shop that random shoppers, feeds and pushes do things to, and what must be true of it after each of them."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from assistant.agent.stores import Stores
from assistant.errors import NotConfirmed, ShopError
from assistant.shop.catalogue import Offer
from assistant.shop.changes.desk import ChangeDesk, Shopper
from assistant.shop.changes.effect import Effect
from assistant.shop.changes.ledger import Entry
from assistant.shop.changes.requests import (
    CancelOrder,
    ChangeAddress,
    ChangeDefaultAddress,
    ChangeItems,
    ChangePayment,
    ExchangeItems,
    Request,
    ReturnItems,
    Some,
    Swap,
)
from assistant.shop.customers import Customer
from assistant.shop.identity import Proof
from assistant.shop.money import Money
from assistant.shop.orders import Order, OrderLine, OrderStatus, Payment
from ingest.plan import compare_with_feed
from tests.shop.changes.shop import ADA, DELIVERED, GIFT, HOME, LAMP, NOW, ORDER, PLACED, SHIRT, VISA, WORK, owes, paid

T = TypeVar("T")

BOB = Customer("c-2", "Bob", "bob@example.com", WORK, (replace(GIFT, id="tok_bob", balance=Money(20_000)),))
SHIRTS = (OrderLine("S-RED", "Shirt", 2, Money(2_000), "shirt"), OrderLine("S-RED", "Shirt", 1, Money(1_500), "shirt"))
CHEAP = replace(ORDER, number="#2", lines=SHIRTS, shipping=Money(0), total=Money(5_500), payments=(paid(5_500),))
ORDERS = (
    ORDER,
    CHEAP,
    replace(CHEAP, number="#3", payments=(paid(2_000, GIFT), paid(3_500))),
    replace(DELIVERED, number="#4"),
    replace(CHEAP, number="#5", customer_id="c-2", email=BOB.email, payments=()),
    replace(CHEAP, number="#6", customer_id="c-2", email=BOB.email, payments=(), status="pending payment"),
    replace(CHEAP, number="#7", customer_id=None, email="guest@example.com"),
    replace(CHEAP, number="#8", customer_id="c-2", email=BOB.email,
            payments=(Payment("payment", Money(5_500), "tok_bob", "gift card", PLACED),)),
)  # fmt: skip
SHOPPERS = (
    Shopper("ada's", Proof(email=ADA.email, customer_id=ADA.id)),
    Shopper("bob's", Proof(email=BOB.email, customer_id=BOB.id)),
    Shopper("guest's", Proof(email="guest@example.com")),
)
EMAILS = (ADA.email, BOB.email, "guest@example.com")

OWNERS = {order.number: next(s for s in SHOPPERS if s.proof and s.proof.covers(order)) for order in ORDERS}
LABELS = {"ada's": [VISA, "PayPal", "gift card"], "bob's": ["gift card", "original way to pay"], "guest's": [VISA, ""]}

numbers = st.sampled_from([order.number for order in ORDERS])
skus = st.sampled_from(["S-RED", "S-BLU", "S-GRN", "LAMP"])
counts = st.sampled_from([1, 1, 2])
addresses = st.sampled_from([HOME, WORK])
kinds = st.sampled_from(["items", "items", "items", "payment", "payment", "address", "cancel", "back", "account"])


def requests(order: Order, kind: str) -> st.SearchStrategy[Request]:
    """Mostly what may be possible; after delivery `items` are exchanged."""
    number, labels = st.just(order.number), st.sampled_from(LABELS[OWNERS[order.number].conversation_id])
    held = st.sampled_from([line.sku for line in order.lines])
    shirts = [line.sku for line in order.lines if line.sku != "LAMP"] * 3 + ["LAMP"]
    others = st.sampled_from(["S-BLU", "S-GRN", "S-BLU", "S-RED"])
    swaps = st.lists(st.builds(Swap, st.sampled_from(shirts), others, counts), min_size=1, max_size=2).map(tuple)
    some = st.lists(st.builds(Some, held, counts), min_size=1, max_size=2).map(tuple)
    there = order.status == "delivered"
    of_kind: Mapping[str, st.SearchStrategy[Request]] = {
        "items": st.builds(ExchangeItems if there else ChangeItems, number, swaps, labels),
        "payment": st.builds(ChangePayment, number, labels),
        "address": st.builds(ChangeAddress, number, addresses),
        "cancel": st.builds(CancelOrder, number),
        "back": st.builds(ReturnItems, number, some, labels),
        "account": st.builds(ChangeDefaultAddress, addresses),
    }
    return of_kind[kind]


wrong = st.sampled_from(["another conversation", "another request", "another yes", "no yes", "after a no"])
CHANGES_AT_A_TIME = 4  # most of what is drawn is refused


class ShopMachine(RuleBasedStateMachine):
    """`opened` is a fresh shop; `closed` is called at the end of each run."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stores = self.run(self.opened())
        stores = self.stores
        self.desk = ChangeDesk(stores.orders, stores.catalogue, stores.ledger, stores.rulebook, "Mill Lane")
        self.now, self.done = NOW, 0
        self.asked: list[tuple[Request, Shopper, str]] = []
        self.versions: dict[str, int] = {}

    async def opened(self) -> Stores:
        raise NotImplementedError

    async def closed(self) -> None: ...

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.run(self.closed())
        self.loop.close()

    @initialize()
    def fill(self) -> None:
        self.fed, self.people = {order.number: order for order in ORDERS}, [ADA, BOB]
        self.run(self.stores.catalogue.replace([SHIRT, LAMP], []))
        self.run(self.stores.orders.replace(self.people, ORDERS))
        look = self.run(self.look())
        self.goods, self.gifts = look.goods, look.gifts

    def request(self, data: st.DataObject) -> Request:
        return data.draw(requests(self.run(self.order(data.draw(numbers))), data.draw(kinds)))

    @rule(data=st.data(), another=st.sampled_from([None, None, None, *SHOPPERS]))
    def propose(self, data: st.DataObject, another: Shopper | None) -> None:
        request = self.request(data)
        shopper = another or OWNERS.get(getattr(request, "number", ""), SHOPPERS[0])
        try:
            proposal, _ = self.run(self.desk.propose(request, shopper, self.now))
        except ShopError:
            return
        self.asked.append((request, shopper, proposal.id))

    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        for _ in range(CHANGES_AT_A_TIME):
            waiting = len(self.asked)
            self.propose(data, None)
            if len(self.asked) > waiting:
                self.confirm(0, 1)

    def answer(self, request: Request, shopper: Shopper, yes: str | None) -> Coroutine[Any, Any, Effect]:
        return self.desk.carry_out(request, shopper, yes, self.now)

    def settled(self, answers: Iterable[Coroutine[Any, Any, Effect]]) -> int:
        """How many of them, all given at the same time, did something."""

        async def together() -> list[Effect | BaseException]:
            return await asyncio.gather(*answers, return_exceptions=True)

        outcomes = self.run(together())
        assert all(isinstance(outcome, Effect | NotConfirmed) for outcome in outcomes), outcomes
        return sum(isinstance(outcome, Effect) for outcome in outcomes)

    @precondition(lambda self: self.asked)
    @rule(which=st.integers(0), times=st.integers(1, 3))
    def confirm(self, which: int, times: int) -> None:
        """The newest or an older one, maybe several times at once, maybe replayed."""
        asked = self.asked[-1 - which % len(self.asked)]
        did = self.settled(self.answer(*asked) for _ in range(times))
        assert did <= 1
        self.done += did

    @precondition(lambda self: len(self.asked) > 1)
    @rule()
    def confirm_two(self) -> None:
        """Both may be of one order or one gift card; both may go through, but not at each other's cost."""
        self.done += self.settled(self.answer(*asked) for asked in dict.fromkeys(self.asked[-2:]))

    @precondition(lambda self: self.asked)
    @rule(how=wrong, data=st.data())
    def confirm_wrongly(self, how: str, data: st.DataObject) -> None:
        request, shopper, yes = self.asked[-1]
        other = self.request(data)
        assume(other != request)
        if how == "after a no":
            self.run(self.desk.decline(yes, shopper, self.now))
        attempts = {
            "another conversation": (request, replace(shopper, conversation_id="x"), yes),
            "another request": (other, shopper, yes),
            "another yes": (request, shopper, yes[::-1]),
            "no yes": (request, shopper, None),
            "after a no": (request, shopper, yes),
        }
        assert self.settled([self.answer(*attempts[how])]) == 0

    @rule(minutes=st.sampled_from([1, 11]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(sku=skus, stock=st.sampled_from([None, 0, 1, 3]), price=st.sampled_from([None, 1_500, 2_000, 2_550]))
    def push(self, sku: str, stock: int | None, price: int | None) -> None:
        before = self.run(self.look()).stock[sku]
        self.run(self.stores.catalogue.set_offers([Offer(sku, Money(price) if price else None, stock=stock)]))
        self.goods[sku] += 0 if stock is None else stock - before

    @rule()
    def feed_again(self) -> None:
        last = self.run(self.stores.orders.last_fed())
        orders = compare_with_feed(self.fed.values(), last.orders).write
        self.run(self.stores.orders.replace(compare_with_feed(self.people, last.customers).write, orders))

    @rule(number=numbers, status=st.sampled_from(["paid", "shipped", "delivered"]))
    def feed_tells_where_it_is(self, number: str, status: OrderStatus) -> None:
        """The shop's own system knows what shoppers changed, and says where the parcel is."""
        order = self.run(self.order(number))
        if order.status in {"pending payment", "paid", "shipped"} and not order.unpaid:
            self.fed[number] = replace(order, status=status)
            self.feed_again()

    async def order(self, number: str) -> Order:
        order = await self.stores.orders.get(number)
        assert order is not None
        return order

    async def look(self) -> "Look":
        stores = self.stores
        found = [await stores.orders.of_email(email, 100) for email in EMAILS]
        return Look(
            {v.sku: v.stock for product in await stores.catalogue.all() for v in product.variants},
            [order for some in found for order in some],
            await stores.orders.customers(),
            await stores.ledger.trail(limit=1_000),
            len(await stores.outbox.recent(1_000)),
        )

    @invariant()
    def it_adds_up(self) -> None:
        look = self.run(self.look())
        assert len(look.orders) == len(ORDERS)
        assert (look.goods, look.gifts) == (self.goods, self.gifts), "nothing is lost or made"
        assert min(look.stock.values()) >= 0
        assert min(money.minor for money in look.balances.values()) >= 0
        for order in look.orders:
            _is_paid_exactly(order)
            assert order.version >= self.versions.get(order.number, 0)
        self.versions = {order.number: order.version for order in look.orders}
        carried_out = [entry.proposal_id for entry in look.trail if entry.event == "carried out"]
        assert len(carried_out) == len(set(carried_out)) == look.mails == self.done, "each is told once"


@dataclass(frozen=True)
class Look:
    stock: Mapping[str, int]
    orders: Sequence[Order]
    people: Sequence[Customer]
    trail: Sequence[Entry]
    mails: int

    @property
    def goods(self) -> Counter[str]:
        """Of each SKU what is on the shelf, in live orders, or held back for an exchange."""
        goods = Counter(self.stock)
        for order in self.orders:
            for line in order.lines if order.status != "cancelled" else ():
                goods[line.sku] += line.quantity
            for piece in order.exchanged.incoming if order.exchanged else ():
                goods[piece.sku] += piece.quantity
        return goods

    @property
    def balances(self) -> dict[str, Money]:
        methods = [method for person in self.people for method in person.payment_methods]
        return {method.id: method.balance for method in methods if method.balance is not None}

    @property
    def gifts(self) -> Counter[str]:
        """Of each gift card its balance and what it has paid."""
        gifts = Counter({key: balance.minor for key, balance in self.balances.items()})
        for payment in (payment for order in self.orders for payment in order.payments):
            if payment.method_id in gifts:
                gifts[payment.method_id] += payment.amount.minor if payment.way == "payment" else -payment.amount.minor
        return gifts


def _is_paid_exactly(order: Order) -> None:
    assert order.total == sum((line.unit * line.quantity for line in order.lines), order.shipping)
    if order.payments:
        assert owes(order) == (0 if order.status == "cancelled" else order.total.minor), order
