"""Documents, and which search index is live."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.retrieval.library import Document
from assistant.storage.database import Database, chunks, upsert
from assistant.storage.shared import SharedRead
from assistant.storage.state import lock_state, next_version
from assistant.storage.tables import documents, shop_state


class SqlLibrary:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._state = SharedRead(self._read_state)  # each turn asks several times

    async def documents(self) -> Sequence[Document]:
        """By id."""
        async with self._database.connect() as connection:
            return sorted((await load_documents(connection)).values(), key=lambda document: document.id)

    async def replace_documents(self, changed: Sequence[Document], removed: Iterable[str]) -> None:
        """Documents that are the same already are left alone."""
        wanted = {document.id: document for document in changed}
        async with self._database.begin() as connection:
            await lock_state(connection)
            known = await load_documents(connection)
            fresh = [document for key, document in wanted.items() if known.get(key) != document]
            gone = known.keys() & (set(removed) - wanted.keys())
            if fresh or gone:
                await write_documents(connection, fresh, gone, await next_version(connection))

    async def version(self) -> int:
        async with self._database.connect() as connection:
            version: int = (await connection.execute(select(shop_state.c.version))).scalar_one()
        return version

    async def live_index(self) -> str | None:
        return (await self.state())[1]

    async def state(self) -> tuple[int, str | None]:
        return await self._state()

    async def _read_state(self) -> tuple[int, str | None]:
        async with self._database.connect() as connection:
            row = (await connection.execute(select(shop_state.c.version, shop_state.c.live_index))).one()
        return row.version, row.live_index

    async def go_live(self, revision: str) -> None:
        async with self._database.begin() as connection:
            await connection.execute(update(shop_state).values(live_index=revision))


async def load_documents(connection: AsyncConnection) -> dict[str, Document]:
    rows = (await connection.execute(select(documents))).mappings()
    return {row["id"]: Document(**row) for row in rows}


async def write_documents(
    connection: AsyncConnection, fresh: Iterable[Document], gone: Iterable[str], version: int
) -> None:
    for chunk in chunks(gone):
        await connection.execute(delete(documents).where(documents.c.id.in_(chunk)))
    await upsert(connection, documents, [asdict(document) for document in fresh], ["id"])
    await connection.execute(update(shop_state).values(documents_version=version))
