"""Products and their variants."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.errors import UnknownProduct
from assistant.shop.catalogue import (
    Changes,
    Offer,
    OfferOutcome,
    Product,
    Variant,
    apply_offers,
    check_skus,
    digest,
)
from assistant.shop.money import Money
from assistant.storage.columns import minor, money_or_none
from assistant.storage.database import Database, chunks, upsert
from assistant.storage.state import lock_state, next_version
from assistant.storage.tables import products, removed_products, shop_state, variants


class SqlCatalogue:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> Sequence[Product]:
        """By handle."""
        async with self._database.connect() as connection:
            rows = (await connection.execute(select(products))).all()
            parts = (await connection.execute(select(variants).order_by(variants.c.position))).all()
        return sorted(_assemble(rows, parts).values(), key=lambda product: product.handle)

    async def by_handles(self, handles: Iterable[str]) -> dict[str, Product]:
        wanted = list(dict.fromkeys(handles))
        async with self._database.connect() as connection:
            found = await _load(connection, wanted)
        return {handle: found[handle] for handle in wanted if handle in found}

    async def by_sku(self, sku: str) -> tuple[Product, Variant]:
        async with self._database.connect() as connection:
            handle = await connection.scalar(select(variants.c.handle).where(variants.c.sku == sku))
            found = await _load(connection, [handle]) if handle is not None else {}
        for product in found.values():
            return product, product.variant(sku)
        raise UnknownProduct(f"There is no product with the SKU {sku}.")

    async def replace(self, changed: Sequence[Product], removed: Iterable[str]) -> None:
        """Products that are the same already are left alone. Raises `BadRequest` when two share a SKU."""
        wanted = {product.handle: product for product in changed}
        gone = set(removed) - wanted.keys()
        async with self._database.begin() as connection:
            await lock_state(connection)
            known = await _load(connection, [*wanted, *gone])
            fresh = [p for handle, p in wanted.items() if handle not in known or digest(p) != digest(known[handle])]
            gone &= known.keys()
            if fresh or gone:
                await _write(connection, fresh, gone, await next_version(connection))

    async def set_offers(self, offers: Sequence[Offer]) -> dict[str, OfferOutcome]:
        by_sku = {offer.sku: offer for offer in offers}
        async with self._database.begin() as connection:
            await lock_state(connection)
            owners = await _owners(connection, by_sku)
            known = await _load(connection, sorted(set(owners.values())))
            after, outcomes = apply_offers(known, owners, by_sku)
            fresh = [product for handle, product in after.items() if product != known[handle]]
            if fresh:
                await _write(connection, fresh, (), await next_version(connection))
        return outcomes

    async def changes(self, since: int) -> Changes:
        newer = select(products.c.handle).where(products.c.version > since)
        gone = select(removed_products.c.handle).where(removed_products.c.version > since)
        async with self._database.connect() as connection:
            state = (await connection.execute(select(shop_state))).one()
            found = await _load(connection, (await connection.execute(newer)).scalars())
            removed = sorted((await connection.execute(gone)).scalars())
        whole = [found[handle] for handle in sorted(found)]
        return Changes(state.version, whole, removed, documents=state.documents_version > since)


async def _load(connection: AsyncConnection, handles: Iterable[str]) -> dict[str, Product]:
    found: dict[str, Product] = {}
    for chunk in chunks(handles):
        rows = (await connection.execute(select(products).where(products.c.handle.in_(chunk)))).all()
        of_chunk = select(variants).where(variants.c.handle.in_(chunk)).order_by(variants.c.position)
        found |= _assemble(rows, (await connection.execute(of_chunk)).all())
    return found


async def _write(connection: AsyncConnection, fresh: Sequence[Product], gone: Iterable[str], version: int) -> None:
    gone = list(gone)
    for chunk in chunks(gone):
        await connection.execute(delete(products).where(products.c.handle.in_(chunk)))
    for chunk in chunks(product.handle for product in fresh):
        await connection.execute(delete(variants).where(variants.c.handle.in_(chunk)))
        await connection.execute(delete(removed_products).where(removed_products.c.handle.in_(chunk)))
    check_skus(fresh, await _owners(connection, (variant.sku for product in fresh for variant in product.variants)))
    await upsert(connection, removed_products, [{"handle": key, "version": version} for key in gone], ["handle"])
    await upsert(connection, products, [_product_row(product, version) for product in fresh], ["handle"])
    if parts := [row for product in fresh for row in _variant_rows(product)]:
        await connection.execute(insert(variants), parts)


async def _owners(connection: AsyncConnection, skus: Iterable[str]) -> dict[str, str]:
    """The handle of each SKU that a product has."""
    owners: dict[str, str] = {}
    for chunk in chunks(skus):
        rows = await connection.execute(select(variants.c.sku, variants.c.handle).where(variants.c.sku.in_(chunk)))
        owners |= {row.sku: row.handle for row in rows}
    return owners


def _product_row(product: Product, version: int) -> dict[str, Any]:
    return {
        "handle": product.handle,
        "title": product.title,
        "category": product.category,
        "vendor": product.vendor,
        "description": product.description,
        "tags": list(product.tags),
        "attributes": dict(product.attributes),
        "image": product.image,
        "url": product.url,
        "source": product.source,
        "version": version,
        "digest": digest(product),
    }


def _variant_rows(product: Product) -> list[dict[str, Any]]:
    return [
        {
            "sku": variant.sku,
            "handle": product.handle,
            "position": position,
            "options": dict(variant.options),
            "currency": variant.price.currency,
            "price_minor": variant.price.minor,
            "compare_at_minor": minor(variant.compare_at, variant.price.currency),
            "stock": variant.stock,
            "weight_grams": variant.weight_grams,
            "image": variant.image,
            "barcode": variant.barcode,
        }
        for position, variant in enumerate(product.variants)
    ]


def _assemble(rows: Sequence[Row[Any]], parts: Sequence[Row[Any]]) -> dict[str, Product]:
    of_product: dict[str, list[Variant]] = {row.handle: [] for row in rows}
    for part in parts:
        of_product[part.handle].append(_variant(part))
    return {row.handle: _product(row, tuple(of_product[row.handle])) for row in rows}


def _product(row: Row[Any], parts: tuple[Variant, ...]) -> Product:
    return Product(
        handle=row.handle,
        title=row.title,
        category=row.category,
        variants=parts,
        vendor=row.vendor,
        description=row.description,
        tags=tuple(row.tags),
        attributes=row.attributes,
        image=row.image,
        url=row.url,
        source=row.source,
    )


def _variant(row: Row[Any]) -> Variant:
    return Variant(
        sku=row.sku,
        options=row.options,
        price=Money(row.price_minor, row.currency),
        stock=row.stock,
        compare_at=money_or_none(row.compare_at_minor, row.currency),
        weight_grams=row.weight_grams,
        image=row.image,
        barcode=row.barcode,
    )
