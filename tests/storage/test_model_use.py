"""What a hosted model took is counted once, whoever counts at the same time, and forgotten in time."""

import asyncio
from datetime import date, timedelta

from assistant.agent.spending import Use
from assistant.agent.stores import Stores
from assistant.storage.database import Database
from assistant.storage.model_use import SqlUseBook

TODAY = date(2026, 11, 23)


async def test_uses_add_up_by_subject(stores: Stores) -> None:
    book = stores.model_use
    await book.add({"shop:x": Use(10, 2, 5), "conversation:c1": Use(10, 2, 5)}, TODAY)
    await book.add({"shop:x": Use(1, 1, 1)}, TODAY)

    assert await book.of(("shop:x", "conversation:c1", "address:a")) == {
        "shop:x": Use(11, 3, 6),
        "conversation:c1": Use(10, 2, 5),
    }


async def test_two_processes_that_count_at_once_lose_nothing(database: Database, url: str) -> None:
    other = Database(url)
    books = [SqlUseBook(database), SqlUseBook(other)]
    subjects = [
        {"shop:x": Use(1, 1, 1), "address:a": Use(1, 1, 1)},
        {"address:a": Use(1, 1, 1), "shop:x": Use(1, 1, 1)},
    ]
    await asyncio.gather(*(books[n % 2].add(subjects[n % 2], TODAY) for n in range(30)))
    await other.close()

    assert await books[0].of(("shop:x", "address:a")) == {"shop:x": Use(30, 30, 30), "address:a": Use(30, 30, 30)}


async def test_what_was_counted_last_before_a_day_is_forgotten(stores: Stores) -> None:
    book, use = stores.model_use, Use(1, 1, 1)
    await book.add({"address:old": use, "conversation:old": use}, TODAY - timedelta(1))
    await book.add({"address:new": use}, TODAY)
    await book.forget("address:", TODAY)

    assert set(await book.of(("address:old", "address:new", "conversation:old"))) == {"address:new", "conversation:old"}
