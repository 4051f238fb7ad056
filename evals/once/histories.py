"""What is told of a payment, in any order and more than once: the same facts must always end in the same state."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from assistant.agent.stores import Stores
from assistant.errors import NotFound
from assistant.shop.checkout.receipts import cancelled, request_of
from assistant.shop.checkout.records import Checkout
from assistant.shop.checkout.refunding import Wanted
from assistant.shop.checkout.store import Along
from assistant.shop.checkout.till import LEAST_OPEN
from assistant.shop.money import Money
from assistant.testing.payments import InMemoryPayments
from evals.once.books import books_of
from evals.once.shop import LATER, NOW, STOCK, Basket, Shop, shop_over, shopper

WHO, OTHER = shopper("ada"), shopper("bob")
MOST_TIMES = 3
DAYS_LATER = NOW + timedelta(days=9)


@dataclass
class Told:
    """A checkout whose payment pages are `sessions`, in the order in which they were opened."""

    shop: Shop[InMemoryPayments]
    basket: Basket
    checkout: Checkout
    sessions: list[str] = field(default_factory=list)


Act = Callable[[Told], Awaitable[None]]


@dataclass(frozen=True)
class History:
    """`facts` happen in their order, at the provider and elsewhere; the shop is `told` in any order and repeatedly."""

    facts: tuple[str, ...]
    told: tuple[str, ...]
    state: str


HISTORIES: Mapping[str, History] = {
    "paid": History(("open", "pay"), ("settle", "sweep", "late sweep", "settle days later", "page"), "paid"),
    "paid, part back": History(("open", "pay"), ("settle", "part back", "pay back", "late sweep"), "paid"),
    "paid, then cancelled": History(("open", "pay"), ("settle", "cancel", "pay back"), "paid"),
    "expired": History(("open",), ("settle", "late sweep", "settle days later", "late page"), "expired"),
    "closed by the provider": History(("open", "close"), ("settle", "sweep", "late sweep", "page"), "expired"),
    "cancelled": History(("open",), ("settle", "cancel", "pay back", "sweep"), "cancelled"),
    "paid late": History(("open", "pay", "lapse"), ("settle", "late sweep", "pay back", "settle days later"), "paid"),
    "paid too late": History(
        ("open", "pay", "lapse", "others buy"), ("settle", "pay back", "sweep", "settle days later"), "refunded"
    ),
    "paid and cancelled": History(("open", "pay", "give up"), ("settle", "pay back", "sweep", "cancel"), "refunded"),
    "other amount": History(("open", "pay less"), ("settle", "pay back", "late sweep", "part back"), "refunded"),
    "two pages, both paid": History(
        ("open", "open", "pay", "pay second"), ("settle", "settle second", "pay back", "late sweep", "cancel"), "paid"
    ),
    "two pages, the first paid": History(
        ("open", "open", "pay"), ("settle", "settle second", "pay back", "sweep"), "paid"
    ),
    "two pages, the second paid": History(
        ("open", "open", "close", "pay second"), ("settle", "settle second", "sweep", "late sweep"), "paid"
    ),
    "never opened": History((), ("sweep", "late sweep", "late sweep"), "expired"),
}  # fmt: skip


async def _open(told: Told) -> None:
    attempt = len(told.sessions) + 1
    session = await told.shop.payments.open(request_of(told.checkout, attempt, told.checkout.held_until + LEAST_OPEN))
    await told.shop.stores.checkouts.opened(told.checkout.id, session, attempt)
    told.sessions.append(session.id)


def _paying(page: int, amount: Money | None = None) -> Act:
    async def pay(told: Told) -> None:
        told.shop.payments.pay(told.sessions[page], amount)

    return pay


def _settling(page: int, *, late: bool = False) -> Act:
    async def settle(told: Told) -> None:
        await told.shop.till.settle(told.sessions[page], DAYS_LATER if late else NOW)

    return settle


def _sweeping(*, late: bool) -> Act:
    async def sweep(told: Told) -> None:
        await told.shop.till.sweep(LATER if late else NOW)

    return sweep


def _asking_for_the_page(*, late: bool) -> Act:
    async def page(told: Told) -> None:
        try:
            await told.shop.till.pay_page(told.checkout.id, LATER if late else NOW)
        except NotFound:
            return

    return page


async def _close(told: Told) -> None:
    await told.shop.payments.close(told.sessions[0])


async def _lapse(told: Told) -> None:
    await told.shop.stores.checkouts.release(told.checkout.id, "expired", Along())


async def _give_up(told: Told) -> None:
    await told.shop.stores.checkouts.release(told.checkout.id, "cancelled", Along())


async def _others_buy(told: Told) -> None:
    await told.shop.buy(OTHER, Basket(tuple((sku, STOCK[sku]) for sku, _ in told.basket.lines)))


async def _cancel(told: Told) -> None:
    await told.shop.till.cancel(told.checkout.id, cancelled(told.checkout, NOW), NOW)


async def _pay_back(told: Told) -> None:
    await told.shop.till.pay_back(NOW)


async def _part_back(told: Told) -> None:
    checkout = await told.shop.stores.checkouts.get(told.checkout.id)
    if checkout is not None and checkout.state == "paid":
        await told.shop.refunds.give(Wanted(checkout.number, "1", "one came with a chip", "Kim"), "key-1", NOW)


ACTS: Mapping[str, Act] = {
    "open": _open, "pay": _paying(0), "pay second": _paying(1), "pay less": _paying(0, Money(1)), "close": _close,
    "lapse": _lapse, "give up": _give_up, "others buy": _others_buy, "cancel": _cancel, "pay back": _pay_back,
    "settle": _settling(0), "settle second": _settling(1), "settle days later": _settling(0, late=True),
    "sweep": _sweeping(late=False), "late sweep": _sweeping(late=True), "part back": _part_back,
    "page": _asking_for_the_page(late=False), "late page": _asking_for_the_page(late=True),
}  # fmt: skip


def shuffled(history: History, rng: random.Random) -> list[str]:
    """Each told at least once, some more often."""
    told = [name for name in history.told for _ in range(rng.randint(1, MOST_TIMES))]
    rng.shuffle(told)
    return told


async def lived(stores: Stores, basket: Basket, history: History, told: list[str]) -> tuple[object, list[str]]:
    """How it ends, and what is wrong with that. What was told is told in order once more, as no notice is lost."""
    shop = shop_over(stores, InMemoryPayments(NOW))
    await shop.open()
    way = Told(shop, basket, await shop.buy(WHO, basket))
    for name in (*history.facts, *told, *history.told, "pay back"):
        await ACTS[name](way)
    books = await books_of(shop)
    own = next(one for one in books.checkouts if one.id == way.checkout.id)
    bad = list(books.wrong())
    if own.state != history.state:
        bad.append(f"it is {own.state}, not {history.state}")
    return books.told(), bad
