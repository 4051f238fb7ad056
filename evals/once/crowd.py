"""Sixteen who want the last three: each shopper says the same yes twice at once, over connections of one's own."""

import asyncio
import multiprocessing
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import func, insert, select

from assistant.errors import StorageUnavailable
from assistant.shop.catalogue import Product, Variant
from assistant.shop.changes.ledger import Proposal
from assistant.shop.checkout.records import Checkout, Contact
from assistant.shop.checkout.store import Along
from assistant.shop.money import Money
from assistant.shop.orders import OrderLine
from assistant.shop.selling.rules import SellingRules
from assistant.storage.catalogue import SqlCatalogue
from assistant.storage.change_tables import proposals
from assistant.storage.checkout_tables import checkouts, holds
from assistant.storage.checkouts import SqlCheckouts
from assistant.storage.database import Database
from evals.once.shop import HOME, NOW

LAST, LEFT, PRICE = "LAST", 3, Money(1400)
CHUNK = 1000
CLICKS = 2


@dataclass(frozen=True)
class Crowd:
    """`wrong` names what cannot be; `busy` counts attempts that the database had no time for."""

    attempts: int
    placed: int
    busy: int
    wrong: tuple[str, ...]
    seconds: float


async def crowd(url: str, attempts: int, clients: int) -> Crowd:
    """On a fresh, migrated database."""
    shoppers = attempts // CLICKS
    await _open(url, shoppers)
    started = time.perf_counter()
    outcomes = await asyncio.to_thread(_rushed, url, shoppers, clients)
    seconds = time.perf_counter() - started
    wrong = await _wrong(url, outcomes)
    return Crowd(sum(outcomes.values()), outcomes["placed"], outcomes["busy"], tuple(wrong), seconds)


async def _open(url: str, shoppers: int) -> None:
    database = Database(url)
    await SqlCatalogue(database).replace([Product("last", "Last", "Home", (Variant(LAST, {}, PRICE, LEFT),))], ())
    rows = [asdict(_proposal(number)) for number in range(shoppers)]
    async with database.begin() as connection:
        for at in range(0, shoppers, CHUNK):
            await connection.execute(insert(proposals), rows[at : at + CHUNK])
    await database.close()


def _rushed(url: str, shoppers: int, clients: int) -> Counter[str]:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    ready, told = processes.Barrier(clients), processes.Queue()
    rush = [
        processes.Process(target=_client, args=(url, range(at, shoppers, clients), ready, told), daemon=True)
        for at in range(clients)
    ]
    for process in rush:
        process.start()
    outcomes = Counter[str]()
    for _ in rush:
        outcomes.update(told.get())
    for process in rush:
        process.join()
    return outcomes


def _client(url: str, numbers: range, ready: Barrier, told: Any) -> None:
    told.put(asyncio.run(_clicks(url, numbers, ready)))


async def _clicks(url: str, numbers: range, ready: Barrier) -> Mapping[str, int]:
    database, outcomes = Database(url), Counter[str]()
    store, rules = SqlCheckouts(database), SellingRules()
    await asyncio.to_thread(ready.wait)

    async def click(number: int, at: int) -> None:
        try:
            placed = await store.place(_checkout(number, at), f"yes-{number}", rules, Along())
        except StorageUnavailable:
            outcomes["busy"] += 1
        else:
            outcomes["placed" if isinstance(placed, Checkout) else placed] += 1

    for number in numbers:
        await asyncio.gather(*(click(number, at) for at in range(CLICKS)))
    await database.close()
    return outcomes


async def _wrong(url: str, outcomes: Mapping[str, int]) -> list[str]:
    database = Database(url)
    counted = (
        select(func.count()).select_from(holds),
        select(func.coalesce(func.sum(holds.c.quantity), 0)),
        select(func.count(checkouts.c.number.distinct())),
        select(func.count()).select_from(proposals).where(proposals.c.state == "carried out"),
    )
    async with database.connect() as connection:
        found = [await connection.scalar(one) for one in counted]
    (_, variant) = await SqlCatalogue(database).by_sku(LAST)
    await database.close()
    bad = [] if found == [LEFT] * len(found) else [f"holds, items, numbers and yeses are {found}, not {LEFT} each"]
    bad += [] if outcomes["placed"] == LEFT else [f"{outcomes['placed']} were told that they have one"]
    return bad + ([] if variant.stock == 0 else [f"{variant.stock} are left"])


def _proposal(number: int) -> Proposal:
    end = NOW + timedelta(hours=1)
    return Proposal(f"yes-{number}", f"c{number}", "", "checkout", "", "One for $14.00.", NOW, end)


def _checkout(number: int, at: int) -> Checkout:
    line = OrderLine(LAST, "Last", 1, PRICE, handle="last", paid=PRICE)
    contact = Contact("Ada", f"ada{number}@example.com")
    return Checkout(
        id=f"{number}-{at}",
        cart=f"conversation:c{number}",
        conversation_id=f"c{number}",
        customer_id=None,
        contact=contact,
        address=HOME,
        method="",
        lines=(line,),
        parts=(),
        total=PRICE,
        discounts=(),
        created_at=NOW,
        held_until=NOW + timedelta(minutes=30),
    )
