import asyncio
from datetime import timedelta

from assistant.agent.stores import Stores
from assistant.shop.identity import Challenge, CodeLimits
from assistant.shop.mail import Mail, MailStatus
from tests.storage.times import NOW


async def send(stores: Stores, mail_id: str, minutes: int, status: MailStatus = "queued") -> Mail:
    at = NOW + timedelta(minutes=minutes)
    mail = Mail(mail_id, None if status == "void" else "ada@example.com", "Hello", "A body", at, status)
    await stores.challenges.add(
        Challenge(mail_id, "c1", "#1", "ada@example.com", "", True, at, at), mail, CodeLimits(at, 99, 99)
    )
    return mail


async def test_mail_waits_oldest_first_and_is_shown_newest_first(stores: Stores) -> None:
    late, early = await send(stores, "late", 5), await send(stores, "early", 1)
    twin = await send(stores, "twin", 5)

    assert await stores.outbox.queued() == [early, late, twin]
    assert await stores.outbox.queued(limit=1) == [early]
    assert await stores.outbox.recent() == [twin, late, early]
    assert await stores.outbox.recent(limit=1) == [twin]


async def test_mail_that_must_not_leave_is_neither_sent_nor_shown(stores: Stores) -> None:
    await send(stores, "void", 1, "void")

    assert await stores.outbox.queued() == []
    assert await stores.outbox.recent() == []


async def test_each_delivery_attempt_is_counted_with_its_outcome(stores: Stores) -> None:
    await send(stores, "m1", 1)
    await stores.outbox.mark("m1", "queued")
    await stores.outbox.mark("m1", "sent")
    await stores.outbox.mark("unknown", "failed")

    (mail,) = await stores.outbox.recent()
    assert (mail.status, mail.attempts) == ("sent", 2)
    assert await stores.outbox.queued() == []


async def test_of_mails_of_one_group_no_more_are_added_than_may_be(stores: Stores) -> None:
    mails = [Mail(f"chat_1-{number}", "ada@example.com", "Hello", "A body", NOW) for number in range(4)]
    got = await asyncio.gather(*(stores.outbox.add(mail, "chat_1-", 2) for mail in mails))
    assert sorted(got) == [False, False, True, True]
    (first, _) = kept = await stores.outbox.queued()
    assert await stores.outbox.add(first, "chat_1-", 2), "it is there already"
    assert await stores.outbox.add(Mail("chatX1-1", "ada@example.com", "Hello", "A body", NOW), "chatX1-", 2)
    assert len(await stores.outbox.queued()) == len(kept) + 1
