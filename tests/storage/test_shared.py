"""A read that is shared never tells what was true before it was asked for."""

import asyncio

import pytest

from assistant.storage.shared import SharedRead


class Counter:
    """A store whose answer is what it held when the read began."""

    def __init__(self) -> None:
        self.held, self.reads = 0, 0
        self.begun = asyncio.Event()

    async def read(self) -> int:
        self.reads += 1
        self.begun.set()
        held = self.held
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return held


async def test_who_asks_together_shares_one_read() -> None:
    store = Counter()
    shared = SharedRead(store.read)

    assert await asyncio.gather(*(shared() for _ in range(50))) == [0] * 50
    assert store.reads == 1


async def test_who_asks_while_a_read_is_under_way_is_told_what_is_true_by_then() -> None:
    store = Counter()
    shared = SharedRead(store.read)
    early = asyncio.create_task(shared())
    await store.begun.wait()
    store.held = 1

    assert list(await asyncio.gather(shared(), shared())) == [1, 1]
    assert (await early, store.reads) == (0, 2)


async def test_who_leaves_takes_no_answer_from_the_others() -> None:
    store = Counter()
    shared = SharedRead(store.read)
    leaver, other = asyncio.create_task(shared()), asyncio.create_task(shared())
    await asyncio.sleep(0)
    leaver.cancel()

    assert await other == 0


async def test_a_read_that_failed_is_no_answer_for_who_asks_later() -> None:
    async def broken() -> int:
        raise OSError("no disk")

    shared = SharedRead(broken)
    for _ in range(2):
        with pytest.raises(OSError, match="no disk"):
            await shared()


def test_it_goes_on_in_another_loop() -> None:
    store = Counter()
    shared = SharedRead(store.read)
    for _ in range(2):
        assert asyncio.run(_once(shared)) == 0


async def _once(shared: SharedRead[int]) -> int:
    return await shared()
