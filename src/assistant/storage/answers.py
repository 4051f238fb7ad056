"""Idempotency keys: who claimed one, and what was answered under it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from assistant.shop.checkout.store import IN_FLIGHT, KEPT_FOR, Once, judge
from assistant.storage.checkout_tables import answers
from assistant.storage.database import Database, insert_new


class SqlAnswers:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, once: Once, now: datetime) -> Mapping[str, Any] | None:
        row = {"caller": once.caller, "key": once.key, "digest": once.digest, "claim": once.claim}
        fresh = {"until": now + IN_FLIGHT, "at": now, "answer": None}
        here = (answers.c.caller == once.caller) & (answers.c.key == once.key)
        async with self._database.begin() as connection:
            await connection.execute(delete(answers).where(here, answers.c.at < now - KEPT_FOR))
            if await insert_new(connection, answers, row | fresh, ["caller", "key"]):
                return None
            known = (await connection.execute(select(answers).where(here).with_for_update())).one()
            answer: Mapping[str, Any] | None = judge(once, known.digest, known.answer, known.until, now)
            if answer is None:
                await connection.execute(update(answers).where(here).values(row | fresh))
        return answer

    async def drop(self, once: Once) -> None:
        mine = (answers.c.caller == once.caller) & (answers.c.key == once.key) & (answers.c.claim == once.claim)
        async with self._database.begin() as connection:
            await connection.execute(delete(answers).where(mine, answers.c.answer.is_(None)))
