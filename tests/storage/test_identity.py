import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from assistant.agent.stores import Stores
from assistant.shop.identity import Challenge
from assistant.shop.mail import Mail
from assistant.storage.database import Database
from assistant.storage.identity import SqlChallenges
from assistant.storage.mail import SqlOutbox
from tests.storage.times import NOW

CODE = Challenge("k1", "c1", "#1042", "ada@example.com", "ab12", True, NOW, NOW + timedelta(minutes=10))
MAIL = Mail("m1", "ada@example.com", "Your code", "Your code is 123456.\n", NOW)


def void(mail_id: str) -> Mail:
    return Mail(mail_id, None, "Your code", "", NOW, "void")


async def test_a_code_and_its_mail_come_back_whole(stores: Stores) -> None:
    await stores.challenges.add(CODE, MAIL)

    assert await stores.challenges.latest("c1") == CODE
    assert await stores.challenges.latest("c2") is None
    assert await stores.outbox.queued() == [MAIL]


async def test_the_latest_code_counts_even_when_two_carry_one_moment(stores: Stores) -> None:
    await stores.challenges.add(replace(CODE, id="k9"), void("m9"))
    await stores.challenges.add(replace(CODE, id="k2"), void("m2"))
    await stores.challenges.add(replace(CODE, id="k0", created_at=NOW - timedelta(hours=1)), void("m0"))

    latest = await stores.challenges.latest("c1")
    assert latest is not None
    assert latest.id == "k2"


async def test_parallel_guesses_are_all_counted(stores: Stores) -> None:
    await stores.challenges.add(CODE, MAIL)
    tries = await asyncio.gather(*(stores.challenges.count_try("k1") for _ in range(20)))

    assert sorted(tries) == list(range(1, 21))
    latest = await stores.challenges.latest("c1")
    assert latest is not None
    assert latest.tries == 20


async def test_a_code_is_used_once_however_many_ask_at_once(stores: Stores) -> None:
    await stores.challenges.add(CODE, MAIL)
    used = await asyncio.gather(*(stores.challenges.use("k1") for _ in range(10)))

    assert sorted(used) == [False] * 9 + [True]
    assert not await stores.challenges.use("k1")


async def test_codes_are_counted_by_conversation_and_by_order(stores: Stores) -> None:
    await stores.challenges.add(CODE, void("m1"))
    await stores.challenges.add(replace(CODE, id="k2", number="#7"), void("m2"))
    await stores.challenges.add(replace(CODE, id="k3", conversation_id="c2"), void("m3"))
    await stores.challenges.add(replace(CODE, id="k4", created_at=NOW - timedelta(hours=2)), void("m4"))

    assert await stores.challenges.asked_since(NOW, "c1", "#1042") == (2, 2)
    assert await stores.challenges.asked_since(NOW - timedelta(hours=2), "c1", "#1042") == (3, 3)
    assert await stores.challenges.asked_since(NOW + timedelta(seconds=1), "c1", "#1042") == (0, 0)


async def test_a_code_without_its_mail_is_not_kept(database: Database) -> None:
    challenges = SqlChallenges(database)
    await challenges.add(CODE, MAIL)

    with pytest.raises(IntegrityError):
        await challenges.add(replace(CODE, id="k2", conversation_id="c2"), MAIL)
    assert await challenges.latest("c2") is None
    assert len(await SqlOutbox(database).recent()) == 1
