"""Products as rows: reading and writing them inside somebody's transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.catalogue import Product, Variant, check_skus, digest
from assistant.shop.money import Money
from assistant.storage.columns import minor, money_or_none
from assistant.storage.database import chunks, upsert
from assistant.storage.tables import products, removed_products, variants


async def load_products(connection: AsyncConnection, handles: Iterable[str]) -> dict[str, Product]:
    found: dict[str, Product] = {}
    for chunk in chunks(handles):
        rows = (await connection.execute(select(products).where(products.c.handle.in_(chunk)))).all()
        of_chunk = select(variants).where(variants.c.handle.in_(chunk)).order_by(variants.c.position)
        found |= assemble(rows, (await connection.execute(of_chunk)).all())
    return found


async def write_products(
    connection: AsyncConnection, fresh: Sequence[Product], gone: Iterable[str], version: int
) -> None:
    gone = list(gone)
    for chunk in chunks(gone):
        await connection.execute(delete(products).where(products.c.handle.in_(chunk)))
    for chunk in chunks(product.handle for product in fresh):
        await connection.execute(delete(variants).where(variants.c.handle.in_(chunk)))
        await connection.execute(delete(removed_products).where(removed_products.c.handle.in_(chunk)))
    check_skus(fresh, await owners_of(connection, (variant.sku for product in fresh for variant in product.variants)))
    await upsert(connection, removed_products, [{"handle": key, "version": version} for key in gone], ["handle"])
    await upsert(connection, products, [_product_row(product, version) for product in fresh], ["handle"])
    if parts := [row for product in fresh for row in _variant_rows(product)]:
        await connection.execute(insert(variants), parts)


async def owners_of(connection: AsyncConnection, skus: Iterable[str]) -> dict[str, str]:
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


def assemble(rows: Sequence[Row[Any]], parts: Sequence[Row[Any]]) -> dict[str, Product]:
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
