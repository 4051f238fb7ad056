"""What is written with a checkout's change of state, inside its transaction."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.errors import StillInFlight
from assistant.shop.checkout.store import TAKEN_OVER, Along, Once
from assistant.storage.changes import write_entry
from assistant.storage.checkout_tables import answers, events
from assistant.storage.tables import mail as mail_table


async def write_along(connection: AsyncConnection, along: Along) -> None:
    """Raises `StillInFlight`, which ends the transaction, when the claim on its key was taken over."""
    for mail in along.mails:
        await connection.execute(insert(mail_table).values(asdict(mail)))
    for event in along.events:
        row = {"id": event.id, "kind": event.kind, "at": event.at, "data": dict(event.data)}
        await connection.execute(insert(events).values(row | {"status": "queued", "attempts": 0}))
    for entry in along.entries:
        await write_entry(connection, entry)
    if along.answer is not None:
        await _keep_answer(connection, *along.answer)


async def _keep_answer(connection: AsyncConnection, once: Once, answer: Mapping[str, Any]) -> None:
    mine = (answers.c.caller == once.caller) & (answers.c.key == once.key) & (answers.c.claim == once.claim)
    kept = update(answers).where(mine, answers.c.answer.is_(None)).values(answer=dict(answer))
    if (await connection.execute(kept.returning(answers.c.key))).one_or_none() is None:
        raise StillInFlight(TAKEN_OVER)
