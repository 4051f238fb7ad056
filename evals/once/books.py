"""What shop and provider have written down, and whether it adds up."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text

from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.records import Checkout
from assistant.shop.orders import Order
from assistant.storage.checkout_tables import discount_uses, holds, refunds
from assistant.storage.database import Database
from evals.once.shop import STOCK, Shop

EVER = datetime(1970, 1, 1, tzinfo=UTC)
ALL = 10_000
Rows = tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Books:
    """Whole, by the names that do not differ from run to run: ids are left out wherever they are drawn by chance."""

    stock: Mapping[str, int]
    checkouts: Sequence[Checkout]
    orders: Mapping[str, Order]
    pages: Sequence[PaymentSession]
    mails: Mapping[tuple[str, str, str], int]
    events: Mapping[tuple[str, str], int]
    trail: Mapping[tuple[str, str], int]
    uses: Mapping[str, int]

    def told(self) -> tuple[object, ...]:
        """All of it in a form that two runs of the same history have in common."""
        checkouts = sorted((c.number, c.state, c.total.minor, c.attempt, bool(c.session_id)) for c in self.checkouts)
        pages = sorted((p.state, p.amount.minor, p.refunded.minor) for p in self.pages)
        orders = sorted((o.number, o.status, o.total.minor, len(o.payments)) for o in self.orders.values())
        counted = (self.stock, self.mails, self.events, self.trail, self.uses)
        return checkouts, pages, orders, *(sorted(one.items()) for one in counted)

    def wrong(self) -> Iterator[str]:
        """What cannot be, whatever happened, once nothing is under way any more."""
        yield from self._wrong_stock()
        yield from self._wrong_orders()
        yield from self._wrong_money()
        yield from self._wrong_words()

    def _wrong_stock(self) -> Iterator[str]:
        held = Counter[str]()
        for checkout in self.checkouts:
            if checkout.state == "awaiting payment":
                held.update(checkout.quantities)
        sold = Counter[str]()
        for order in self.orders.values():
            for line in order.lines:
                sold[line.sku] += line.quantity
        for sku, there in STOCK.items():
            found = (self.stock[sku], held[sku], sold[sku])
            if sum(found) != there or min(found) < 0:
                yield f"{sku}: free, held and sold are {found} of {there}"

    def _wrong_orders(self) -> Iterator[str]:
        numbers = [checkout.number for checkout in self.checkouts]
        if len(set(numbers)) < len(numbers):
            yield f"a number was given out twice: {numbers}"
        paid = {checkout.number for checkout in self.checkouts if checkout.state == "paid"}
        if paid != self.orders.keys():
            yield f"paid are {sorted(paid)}, orders are {sorted(self.orders)}"
        live = (one for one in self.checkouts if one.state in {"awaiting payment", "paid"})
        counted = Counter(key for one in live for key in one.discounts)
        if counted != self.uses:
            yield f"discounts stand in {dict(counted)} checkouts and are counted as {dict(self.uses)}"

    def _wrong_money(self) -> Iterator[str]:
        owners = {checkout.id: checkout for checkout in self.checkouts}
        for page in (page for page in self.pages if page.state == "paid"):
            checkout = owners[page.checkout_id]
            bought = checkout.state == "paid" and checkout.session_id == page.id and page.amount == checkout.total
            if page.refunded > page.amount or (not bought and page.refunded != page.amount):
                yield f"{checkout.number} is {checkout.state}: {page.amount} came in, {page.refunded} went back"
            order = self.orders.get(checkout.number)
            if (
                bought
                and order
                and sum(p.amount.minor for p in order.payments if p.way == "refund") != page.refunded.minor
            ):
                yield f"{checkout.number} says {order.refunded} went back, and {page.refunded} did"
        for checkout in self.checkouts:
            kept = [page for page in self.pages if page.id == checkout.session_id and page.state == "paid"]
            if checkout.state == "paid" and checkout.total.minor and not kept:
                yield f"{checkout.number} counts as paid and nobody paid"

    def _wrong_words(self) -> Iterator[str]:
        for checkout in self.checkouts:
            said = {kind: n for (kind, number), n in self.events.items() if number == checkout.number}
            confirmed = sum(n for (_, subject, _), n in self.mails.items() if f"{checkout.number} is conf" in subject)
            bought = int(checkout.state == "paid")
            if said.get("checkout.placed") != 1 or said.get("order.paid", 0) != bought or confirmed != bought:
                yield f"{checkout.number} is {checkout.state}: {said} was told, {confirmed} confirmations were mailed"
            if said.get("refund.due", 0) != said.get("refund.done", 0):
                yield f"{checkout.number}: refunds due and done are {said}"


async def books_of(shop: Shop[Any]) -> Books:
    stores = shop.stores
    found = await stores.checkouts.since(EVER)
    orders = [await stores.orders.get(number) for number in sorted(await stores.orders.all_numbers())]
    return Books(
        stock={variant.sku: variant.stock for product in await stores.catalogue.all() for variant in product.variants},
        checkouts=found,
        orders={order.number: order for order in orders if order is not None},
        pages=await shop.payments.recent(EVER),
        mails=Counter((mail.to or "", mail.subject, mail.body) for mail in await stores.outbox.recent(ALL)),
        events=Counter((one.kind, str(one.data["number"])) for one in await stores.events.queued(ALL)),
        trail=Counter((one.event, one.number or "") for one in await stores.ledger.trail(limit=ALL)),
        uses=(await stores.checkouts.used("", None)).in_all,
    )


async def rows_of(database: Database) -> tuple[Rows, Rows, Rows]:
    """What only a database holds: held stock, uses of discounts, and refunds."""
    wanted = (
        select(holds.c.sku, holds.c.quantity),
        select(discount_uses.c.key, discount_uses.c.email),
        select(refunds.c.number, refunds.c.amount_minor, refunds.c.state, refunds.c.attempts),
    )
    async with database.connect() as connection:
        held, used, back = [tuple(sorted(map(tuple, await connection.execute(one)))) for one in wanted]
    return held, used, back


def wrong_rows(books: Books, rows: tuple[Rows, Rows, Rows]) -> list[str]:
    held, _, back = rows
    waits = [one for one in books.checkouts if one.state == "awaiting payment"]
    told = tuple(sorted(item for one in waits for item in one.quantities.items()))
    returned = sum(page.refunded.minor for page in books.pages)
    owed = sum(int(str(row[1])) for row in back if row[2] == "done")
    bad = [] if held == told else [f"{held} is held and {told} waits"]
    return bad + ([] if owed == returned else [f"refunds of {owed} are done, {returned} went back"])


async def sound(database: Database) -> bool:
    """PostgreSQL is taken at its word."""
    if not database.is_sqlite:
        return True
    async with database.connect() as connection:
        return bool(await connection.scalar(text("PRAGMA integrity_check")) == "ok")
