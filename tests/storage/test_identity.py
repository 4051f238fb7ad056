import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from assistant.agent.stores import Stores
from assistant.shop.identity import Challenge, CodeLimits
from assistant.shop.mail import Mail
from assistant.storage.database import Database
from assistant.storage.identity import SqlChallenges
from assistant.storage.mail import SqlOutbox
from tests.storage.times import NOW

CODE = Challenge("k1", "c1", "#1042", "ada@example.com", "ab12", True, NOW, NOW + timedelta(minutes=10))
MAIL = Mail("m1", "ada@example.com", "Your code", "Your code is 123456.\n", NOW)
FREELY = CodeLimits(NOW - timedelta(days=1))


def void(mail_id: str) -> Mail:
    return Mail(mail_id, None, "Your code", "", NOW, "void")


async def test_a_code_and_its_mail_come_back_whole(stores: Stores) -> None:
    await stores.challenges.add(CODE, MAIL, FREELY)

    assert await stores.challenges.latest("c1") == CODE
    assert await stores.challenges.latest("c2") is None
    assert await stores.outbox.queued() == [MAIL]


async def test_the_latest_code_counts_even_when_two_carry_one_moment(stores: Stores) -> None:
    await stores.challenges.add(replace(CODE, id="k9"), void("m9"), FREELY)
    await stores.challenges.add(replace(CODE, id="k2"), void("m2"), FREELY)
    await stores.challenges.add(replace(CODE, id="k0", created_at=NOW - timedelta(hours=1)), void("m0"), FREELY)

    latest = await stores.challenges.latest("c1")
    assert latest is not None
    assert latest.id == "k2"


async def test_parallel_guesses_are_all_counted(stores: Stores) -> None:
    await stores.challenges.add(CODE, MAIL, FREELY)
    tries = await asyncio.gather(*(stores.challenges.count_try("k1") for _ in range(20)))

    assert sorted(tries) == list(range(1, 21))
    latest = await stores.challenges.latest("c1")
    assert latest is not None
    assert latest.tries == 20


async def test_a_code_is_used_once_however_many_ask_at_once(stores: Stores) -> None:
    await stores.challenges.add(CODE, MAIL, FREELY)
    used = await asyncio.gather(*(stores.challenges.use("k1") for _ in range(10)))

    assert sorted(used) == [False] * 9 + [True]
    assert not await stores.challenges.use("k1")


async def test_codes_are_limited_by_conversation_and_by_order(stores: Stores) -> None:
    two = CodeLimits(NOW, here=2, for_order=2)
    old, other = replace(CODE, id="k0", created_at=NOW - timedelta(hours=2)), replace(CODE, number="#7")
    assert await stores.challenges.add(old, void("m0"), two)
    assert await stores.challenges.add(CODE, void("m1"), two)
    assert await stores.challenges.add(replace(other, id="k2"), void("m2"), two)
    assert not await stores.challenges.add(replace(other, id="k3", number="#8"), void("m3"), two)
    assert await stores.challenges.add(replace(CODE, id="k4", conversation_id="c2"), void("m4"), two)
    assert not await stores.challenges.add(replace(CODE, id="k5", conversation_id="c3"), void("m5"), two)
    latest = await stores.challenges.latest("c1")
    assert latest is not None
    assert latest.id == "k2"


async def test_asking_in_parallel_passes_no_limit(stores: Stores) -> None:
    """From many conversations at once, for one order."""
    asked = [replace(CODE, id=f"k{i}", conversation_id=f"c{i}") for i in range(20)]
    limits = CodeLimits(NOW, for_order=5)
    added = await asyncio.gather(*(stores.challenges.add(code, void(f"m{code.id}"), limits) for code in asked))
    assert sum(added) == 5


async def test_a_code_without_its_mail_is_not_kept(database: Database) -> None:
    challenges = SqlChallenges(database)
    await challenges.add(CODE, MAIL, FREELY)

    with pytest.raises(IntegrityError):
        await challenges.add(replace(CODE, id="k2", conversation_id="c2"), MAIL, FREELY)
    assert await challenges.latest("c2") is None
    assert len(await SqlOutbox(database).recent()) == 1
