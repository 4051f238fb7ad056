"""Lives of a checkout, step by step. Each step may be done again, as shoppers, providers and staff do when one died."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from assistant.errors import NotConfirmed, NotFound, StillInFlight
from assistant.payments.demo import DemoPayments
from assistant.shop.changes.desk import Shopper
from assistant.shop.checkout.receipts import cancelled
from assistant.shop.checkout.records import Checkout
from assistant.shop.checkout.refunding import Wanted
from assistant.shop.checkout.store import IN_FLIGHT, Along
from assistant.shop.money import Money
from assistant.testing.clock import FixedClock
from evals.once.shop import LATER, NOW, STOCK, Basket, Shop, cart_of, shopper


@dataclass
class Life:
    """One shopper's way through the shop. `proposal` is what they said yes to."""

    shop: Shop[DemoPayments]
    clock: FixedClock
    basket: Basket
    who: Shopper
    proposal: str = ""

    async def checkout(self) -> Checkout:
        found = await self.shop.desk.last(self.who)
        if found is None:
            raise NotFound("Nothing was placed.")
        return found


Act = Callable[[Life], Awaitable[None]]


@dataclass(frozen=True)
class Step:
    """`at` is how long after the beginning. One that is not `killed` is done by somebody else than the shop."""

    name: str
    act: Act
    killed: bool = True
    at: timedelta = field(default=timedelta())

    async def done(self, life: Life) -> None:
        life.clock.at = NOW + self.at
        await self.act(life)


async def _propose(life: Life) -> None:
    await life.shop.fill(life.who, life.basket)
    proposal, _ = await life.shop.desk.propose(cart_of(life.who), life.who, NOW)
    life.proposal = proposal.id


async def _place(life: Life) -> None:
    try:
        await life.shop.desk.place(cart_of(life.who), life.who, life.proposal, life.clock())
    except NotConfirmed:
        await life.checkout()  # the yes was heard before


async def _page(life: Life) -> None:
    try:
        await life.shop.till.pay_page((await life.checkout()).id, life.clock())
    except NotFound:
        return


async def _pay(life: Life) -> None:
    await life.shop.payments.pay((await life.checkout()).session_id or "", "visa")


async def _hear(life: Life) -> None:
    async def listener(body: bytes, signature: str) -> None:
        await life.shop.till.hear(body, signature, life.clock())

    await life.shop.payments.tell(listener)


async def _sweep(life: Life) -> None:
    await life.shop.till.sweep(life.clock())


async def _cancel(life: Life) -> None:
    checkout = await life.checkout()
    await life.shop.till.cancel(checkout.id, cancelled(checkout, life.clock()), life.clock())


async def _lapse(life: Life) -> None:
    await life.shop.stores.checkouts.release((await life.checkout()).id, "expired", Along())


async def _give_up(life: Life) -> None:
    await life.shop.stores.checkouts.release((await life.checkout()).id, "cancelled", Along())


async def _others_buy(life: Life) -> None:
    """All that is left."""
    await life.shop.buy(shopper("bob"), Basket(tuple((sku, STOCK[sku]) for sku, _ in life.basket.lines)))


async def _part_back(life: Life) -> None:
    checkout = await life.checkout()
    third = Money(checkout.total.minor // 3, checkout.total.currency)
    wanted = Wanted(checkout.number, str(third.amount), "one came with a chip", "Kim")
    try:
        await life.shop.refunds.give(wanted, "key-1", life.clock())
    except StillInFlight:
        life.clock.at += IN_FLIGHT
        await life.shop.refunds.give(wanted, "key-1", life.clock())


async def _pay_back(life: Life) -> None:
    await life.shop.till.pay_back(life.clock())


async def closed(life: Life) -> None:
    """What goes on in a shop by itself, until nothing is due any more."""
    for _ in range(2):
        await _hear(life)
        await life.shop.till.pay_back(life.clock())
    await life.shop.till.sweep(life.clock())


_SOON, _LATE = timedelta(seconds=30), LATER - NOW
PROPOSE, PLACE, PAGE = Step("propose", _propose, killed=False), Step("place", _place), Step("pay page", _page)
PAY, HEAR, PAY_BACK = Step("pay", _pay, killed=False), Step("settle", _hear), Step("pay back", _pay_back)
OWE = Step("owe", _hear)
LAPSE, GIVE_UP = Step("lapse", _lapse, killed=False), Step("give up", _give_up, killed=False)
OTHERS = Step("others buy", _others_buy, killed=False)
HOUSE = ("HOUSE", "POST")
PLACED, PAGED = replace(PLACE, killed=False), replace(PAGE, killed=False)

LIVES: dict[str, tuple[Step, ...]] = {
    "paid": (PROPOSE, PLACE, PAGE, PAY, HEAR, Step("partial refund", _part_back), PAY_BACK),
    "never paid": (PROPOSE, PLACED, PAGED, Step("release", _sweep, at=_LATE)),
    "no page asked for": (PROPOSE, PLACED, Step("release", _sweep, at=_LATE)),
    "cancelled": (PROPOSE, PLACED, PAGED, Step("cancel", _cancel, at=_SOON)),
    "paid late": (PROPOSE, PLACED, PAGED, PAY, LAPSE, HEAR),
    "paid too late": (PROPOSE, PLACED, PAGED, PAY, LAPSE, OTHERS, OWE, PAY_BACK),
    "paid and cancelled": (PROPOSE, PLACED, PAGED, PAY, GIVE_UP, OWE, PAY_BACK),
    "nothing to pay": (PROPOSE, PLACE, Step("given", _page)),
}
