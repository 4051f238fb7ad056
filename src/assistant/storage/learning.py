"""What the shop learns from its chats."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, Select, delete, select, update

from assistant.card_numbers import refuse_card
from assistant.learning.cases import FrozenTurn
from assistant.learning.faqs import Faq, FaqStatus
from assistant.storage.database import Database, insert_new, upsert
from assistant.storage.learning_tables import faqs, frozen_turns


class SqlFaqBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def suggest(self, faq: Faq) -> bool:
        refuse_card(f"{faq.question}\n{faq.answer}")
        async with self._database.begin() as connection:
            return await insert_new(connection, faqs, asdict(faq), ["id"])

    async def get(self, faq_id: str) -> Faq | None:
        found = await self._read(_faqs().where(faqs.c.id == faq_id))
        return found[0] if found else None

    async def all(self) -> Sequence[Faq]:
        return await self._read(_faqs().order_by(faqs.c.at.desc(), faqs.c.seq.desc()))

    async def lacking(self) -> bool:
        async with self._database.connect() as connection:
            return await connection.scalar(select(faqs.c.id).where(faqs.c.pending).limit(1)) is not None

    async def decide(self, faq: Faq, was: FaqStatus) -> bool:
        refuse_card(f"{faq.question}\n{faq.answer}")
        still = update(faqs).where(faqs.c.id == faq.id, faqs.c.status == was)
        async with self._database.begin() as connection:
            changed = await connection.execute(still.values(asdict(faq)).returning(faqs.c.id))
            return changed.one_or_none() is not None

    async def published(self, decided: Sequence[Faq], faults: Mapping[str, str]) -> None:
        async with self._database.begin() as connection:
            for faq in decided:
                as_it_was = update(faqs).where(faqs.c.id == faq.id, faqs.c.decided_at == faq.decided_at)
                await connection.execute(as_it_was.values(pending=False, fault=faults.get(faq.id, "")))

    async def _read(self, query: Select[Any]) -> list[Faq]:
        async with self._database.connect() as connection:
            return [Faq(**row) for row in (await connection.execute(query)).mappings()]


class SqlCaseBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def freeze(self, turn: FrozenTurn) -> None:
        refuse_card(turn.note)
        async with self._database.begin() as connection:
            await upsert(connection, frozen_turns, [asdict(turn)], ["turn_id"])

    async def thaw(self, turn_id: str) -> None:
        async with self._database.begin() as connection:
            await connection.execute(delete(frozen_turns).where(frozen_turns.c.turn_id == turn_id))

    async def all(self) -> Sequence[FrozenTurn]:
        return await self._read(select(frozen_turns))

    async def of(self, conversation_id: str) -> Sequence[FrozenTurn]:
        return await self._read(select(frozen_turns).where(frozen_turns.c.conversation_id == conversation_id))

    async def _read(self, query: Select[Any]) -> list[FrozenTurn]:
        oldest = query.order_by(frozen_turns.c.at, frozen_turns.c.turn_id)
        async with self._database.connect() as connection:
            return [_turn(row) for row in await connection.execute(oldest)]


def _faqs() -> Select[Any]:
    return select(*(column for column in faqs.c if column.name != "seq"))


def _turn(row: Row[Any]) -> FrozenTurn:
    return FrozenTurn(row.turn_id, row.conversation_id, row.wrong, row.note, row.by, row.at)
