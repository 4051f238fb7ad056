"""Revisions: one transaction for all that an ingest changes, and a journal of what was there before."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

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
    on_shelves,
    way_back,
)
from assistant.shop.catalogue import Product
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.handoff_policy import Policy
from assistant.shop.rules import ShopRules
from assistant.shop.selling.rules import SellingRules
from assistant.storage.changes import load_rules, write_rules
from assistant.storage.database import Database
from assistant.storage.handoff_policy import load_policy, write_policy
from assistant.storage.library import load_documents, write_documents
from assistant.storage.products import ProductRows, held_of, load_products, write_products
from assistant.storage.selling import load_selling, write_selling
from assistant.storage.state import lock_state, next_version
from assistant.storage.tables import former_items, revisions, shop_state

PRODUCT, DOCUMENT, RULES, SELLING, HANDOFF = "product", "document", "rules", "selling", "handoff"
_PRODUCT, _DOCUMENT = TypeAdapter(Product), TypeAdapter(Document)
TRIES = 3
"""So often a step is prepared anew where a push or a sale came between, before it is under the lock."""

P = TypeVar("P")


@dataclass(frozen=True)
class Prepared:
    """A step compared with the shop as it is, with the rows to write: all that needs no lock."""

    step: Step
    counts: tuple[Counts, Counts]
    stock: Mapping[str, int]
    items: Sequence[dict[str, Any]]
    rows: ProductRows


class SqlRevisions:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def publish(self, step: Step, source: str, at: datetime, after: int) -> Revision | None:
        async with self._locked(after, partial(_prepared, step=step)) as (connection, ready):
            revision = None
            if ready.step:
                revision = await _journal(connection, ready, _row(source, at, ready.counts))
            await _write(connection, ready.step, ready.rows)
        return revision

    async def kept(self) -> Sequence[Revision]:
        query = select(revisions).order_by(revisions.c.seq.desc()).limit(MOST_KEPT)
        async with self._database.connect() as connection:
            return [_revision(row) for row in (await connection.execute(query)).all()]

    async def way_back(self, number: int) -> Step:
        async with self._database.connect() as connection:
            step, _ = await _way_back(connection, number)
        return step

    async def roll_back(self, number: int, index: str) -> Step:
        async with self._locked(number, partial(_way_back, number=number)) as (connection, (back, rows)):
            step = replace(back, index=index)
            await _write(connection, step, rows)
            await connection.execute(delete(revisions).where(revisions.c.seq == number))
        return step

    @asynccontextmanager
    async def _locked(
        self, newest: int, prepare: Callable[[AsyncConnection], Awaitable[P]]
    ) -> AsyncIterator[tuple[AsyncConnection, P]]:
        """The lock, and what was prepared before it was taken: shoppers' purchases wait for nothing but the writing.

        Raises `Overtaken` where `newest` is not the newest revision.
        """
        for _ in range(TRIES):
            async with self._database.connect() as connection:
                version, ready = await _version(connection), await prepare(connection)
            async with self._database.connect() as connection:
                if await _version(connection) == version:
                    break
        async with self._database.begin() as connection:
            await lock_state(connection)
            if await _newest(connection) != newest:
                raise Overtaken(OVERTAKEN)
            if await _version(connection) != version:
                ready = await prepare(connection)
            yield connection, ready


async def _newest(connection: AsyncConnection) -> int:
    query = select(revisions.c.seq).order_by(revisions.c.seq.desc()).limit(1)
    return await connection.scalar(query) or 0


async def _version(connection: AsyncConnection) -> int:
    version: int = (await connection.execute(select(shop_state.c.version))).scalar_one()
    return version


async def _prepared(connection: AsyncConnection, step: Step) -> Prepared:
    products, documents = await load_products(connection, step.handles), await load_documents(connection)
    rules = await _rules(connection)
    step = on_shelves(step, products, await held_of(connection))
    step = effective(step, products, documents, rules)
    before = former(step, products, documents, rules)
    rows = ProductRows.of(step.products, step.removed_products, products)
    return Prepared(step, counted(step, products, documents), before.stock, _items(before), rows)


async def _write(connection: AsyncConnection, step: Step, rows: ProductRows) -> None:
    if step:
        version = await next_version(connection)
        await write_products(connection, rows, version)
        if step.document_ids:
            await write_documents(connection, step.documents, step.removed_documents, version)
        if step.rules:
            await write_rules(connection, step.rules)
        if step.selling:
            await write_selling(connection, step.selling)
        if step.handoff:
            await write_policy(connection, step.handoff)
    await connection.execute(update(shop_state).values(live_index=step.index))


async def _journal(connection: AsyncConnection, ready: Prepared, row: dict[str, Any]) -> Revision:
    """Before the first ingest nothing was live, so nothing is kept to go back to."""
    index_before = await connection.scalar(select(shop_state.c.live_index))
    stock = dict(ready.stock) if index_before else {}
    row |= {"live_index": ready.step.index, "index_before": index_before, "stock": stock}
    written = (await connection.execute(insert(revisions).values(row).returning(*revisions.c))).one()
    if index_before and ready.items:
        await connection.execute(insert(former_items), [item | {"revision": written.seq} for item in ready.items])
    await connection.execute(delete(revisions).where(revisions.c.seq <= written.seq - MOST_KEPT))
    return _revision(written)


def _row(source: str, at: datetime, counts: tuple[Counts, Counts]) -> dict[str, Any]:
    products, documents = counts
    return {"source": source, "at": at, "products": asdict(products), "documents": asdict(documents)}


def _items(before: Former) -> list[dict[str, Any]]:
    products = [(PRODUCT, key, p and _PRODUCT.dump_json(p).decode()) for key, p in before.products.items()]
    documents = [(DOCUMENT, key, d and _DOCUMENT.dump_json(d).decode()) for key, d in before.documents.items()]
    kinds = ((RULES, before.rules), (SELLING, before.selling), (HANDOFF, before.handoff))
    rules = [(kind, kind, one.model_dump_json()) for kind, one in kinds if one]
    return [{"kind": kind, "key": key, "content": content} for kind, key, content in (*products, *documents, *rules)]


async def _way_back(connection: AsyncConnection, number: int) -> tuple[Step, ProductRows]:
    """Without what is so already, whether by a push or by hand; and the rows to write."""
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
        next((ChangeRules.model_validate_json(i.content) for i in items if i.kind == RULES), None),
        next((SellingRules.model_validate_json(i.content) for i in items if i.kind == SELLING), None),
        next((Policy.model_validate_json(i.content) for i in items if i.kind == HANDOFF), None),
    )
    now = await load_products(connection, before.products)
    step = way_back(before, row.index_before, now)
    step = effective(step, now, await load_documents(connection), await _rules(connection))
    return step, ProductRows.of(step.products, step.removed_products, now)


async def _rules(connection: AsyncConnection) -> ShopRules:
    return ShopRules(await load_rules(connection), await load_selling(connection), await load_policy(connection))


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
