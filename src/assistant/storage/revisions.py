"""Revisions: one transaction for all that an ingest changes, and a journal of what was there before."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.errors import NothingBefore, Overtaken
from assistant.retrieval.library import Document
from assistant.retrieval.revisions import (
    FIRST_OF_ALL,
    MOST_KEPT,
    OVERTAKEN,
    Counts,
    Former,
    Revision,
    Step,
    counted,
    effective,
    former,
    way_back,
)
from assistant.shop.catalogue import Product
from assistant.storage.database import Database
from assistant.storage.library import load_documents, write_documents
from assistant.storage.products import load_products, write_products
from assistant.storage.state import lock_state, next_version
from assistant.storage.tables import former_items, revisions, shop_state

PRODUCT, DOCUMENT = "product", "document"
_PRODUCT, _DOCUMENT = TypeAdapter(Product), TypeAdapter(Document)


class SqlRevisions:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def publish(self, step: Step, source: str, at: datetime, after: int) -> Revision | None:
        async with self._database.begin() as connection:
            await lock_state(connection)
            if await _newest(connection) != after:
                raise Overtaken(OVERTAKEN)
            products, documents = await load_products(connection, step.handles), await load_documents(connection)
            step = effective(step, products, documents)
            revision = None
            if step:
                counts = counted(step, products, documents)
                before = former(step, products, documents)
                revision = await _journal(connection, step.index, before, _row(source, at, counts))
            await _write(connection, step)
        return revision

    async def kept(self) -> Sequence[Revision]:
        query = select(revisions).order_by(revisions.c.seq.desc()).limit(MOST_KEPT)
        async with self._database.connect() as connection:
            return [_revision(row) for row in (await connection.execute(query)).all()]

    async def way_back(self, number: int) -> Step:
        async with self._database.connect() as connection:
            return await _way_back(connection, number)

    async def roll_back(self, number: int, index: str) -> Step:
        async with self._database.begin() as connection:
            await lock_state(connection)
            step = replace(await _way_back(connection, number), index=index)
            await _write(connection, step)
            await connection.execute(delete(revisions).where(revisions.c.seq == number))
        return step


async def _newest(connection: AsyncConnection) -> int:
    query = select(revisions.c.seq).order_by(revisions.c.seq.desc()).limit(1)
    return await connection.scalar(query) or 0


async def _write(connection: AsyncConnection, step: Step) -> None:
    if step:
        version = await next_version(connection)
        await write_products(connection, step.products, step.removed_products, version)
        if step.document_ids:
            await write_documents(connection, step.documents, step.removed_documents, version)
    await connection.execute(update(shop_state).values(live_index=step.index))


async def _journal(connection: AsyncConnection, index: str, before: Former, row: dict[str, Any]) -> Revision:
    """Before the first ingest nothing was live, so nothing is kept to go back to."""
    index_before = await connection.scalar(select(shop_state.c.live_index))
    row |= {"live_index": index, "index_before": index_before, "stock": dict(before.stock) if index_before else {}}
    written = (await connection.execute(insert(revisions).values(row).returning(*revisions.c))).one()
    if index_before and (items := _items(written.seq, before)):
        await connection.execute(insert(former_items), items)
    await connection.execute(delete(revisions).where(revisions.c.seq <= written.seq - MOST_KEPT))
    return _revision(written)


def _row(source: str, at: datetime, counts: tuple[Counts, Counts]) -> dict[str, Any]:
    products, documents = counts
    return {"source": source, "at": at, "products": asdict(products), "documents": asdict(documents)}


def _items(number: int, before: Former) -> list[dict[str, Any]]:
    products = [(PRODUCT, key, p and _PRODUCT.dump_json(p).decode()) for key, p in before.products.items()]
    documents = [(DOCUMENT, key, d and _DOCUMENT.dump_json(d).decode()) for key, d in before.documents.items()]
    return [
        {"revision": number, "kind": kind, "key": key, "content": content}
        for kind, key, content in (*products, *documents)
    ]


async def _way_back(connection: AsyncConnection, number: int) -> Step:
    """Without what is so already, whether by a push or by hand."""
    if await _newest(connection) != number:
        raise Overtaken(OVERTAKEN)
    row = (await connection.execute(select(revisions).where(revisions.c.seq == number))).one()
    if row.index_before is None:
        raise NothingBefore(FIRST_OF_ALL)
    items = (await connection.execute(select(former_items).where(former_items.c.revision == number))).all()
    before = Former(
        {i.key: i.content and _PRODUCT.validate_json(i.content) for i in items if i.kind == PRODUCT},
        {i.key: i.content and _DOCUMENT.validate_json(i.content) for i in items if i.kind == DOCUMENT},
        row.stock,
    )
    now = await load_products(connection, before.products)
    return effective(way_back(before, row.index_before, now), now, await load_documents(connection))


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        number=row.seq,
        at=row.at,
        source=row.source,
        index=row.live_index,
        index_before=row.index_before,
        products=Counts(**row.products),
        documents=Counts(**row.documents),
    )
