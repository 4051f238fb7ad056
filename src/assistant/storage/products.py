"""Products as rows: reading and writing them inside somebody's transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.catalogue import Product, Variant, check_skus
from assistant.shop.money import Money
from assistant.shop.shelves import stated_digest
from assistant.storage.checkout_tables import holds
from assistant.storage.columns import minor, money_or_none
from assistant.storage.database import chunks, upsert
from assistant.storage.tables import products, removed_products, variants

_OFFER = ("currency", "price_minor", "compare_at_minor", "stock", "stated")


async def load_products(connection: AsyncConnection, handles: Iterable[str]) -> dict[str, Product]:
    found: dict[str, Product] = {}
    for chunk in chunks(handles):
        rows = (await connection.execute(select(products).where(products.c.handle.in_(chunk)))).all()
        of_chunk = select(variants).where(variants.c.handle.in_(chunk)).order_by(variants.c.position)
        found |= assemble(rows, (await connection.execute(of_chunk)).all())
    return found


@dataclass(frozen=True)
class ProductRows:
    """What a write comes to, reckoned before a lock is taken. `whole` are written anew; of the rest offers differ.

    `digests` are those of `whole`, in its order; their rows are made a chunk at a time, for there may be very many.
    """

    gone: Sequence[str]
    whole: Sequence[Product]
    digests: Sequence[str]
    repriced: Sequence[dict[str, Any]]
    offers: Sequence[dict[str, Any]]

    @staticmethod
    def of(fresh: Sequence[Product], gone: Iterable[str], known: Mapping[str, Product]) -> "ProductRows":
        """`known` holds what stands now; a product that is not in it is written whole."""
        repriced = [p for p in fresh if p.handle in known and _but_for_offers(p) == _but_for_offers(known[p.handle])]
        same = {product.handle for product in repriced}
        whole = [product for product in fresh if product.handle not in same]
        return ProductRows(
            gone=list(gone),
            whole=whole,
            digests=[stated_digest(product) for product in whole],
            repriced=[{"key": product.handle, "new_digest": stated_digest(product)} for product in repriced],
            offers=[row for product in repriced for row in _offer_rows(product, known[product.handle])],
        )


async def write_products(connection: AsyncConnection, rows: ProductRows, version: int) -> None:
    """Raises `BadRequest` when two products share a SKU."""
    for chunk in chunks(rows.gone):
        await connection.execute(delete(products).where(products.c.handle.in_(chunk)))
    for chunk in chunks(product.handle for product in rows.whole):
        await connection.execute(delete(variants).where(variants.c.handle.in_(chunk)))
        await connection.execute(delete(removed_products).where(removed_products.c.handle.in_(chunk)))
    check_skus(rows.whole, await owners_of(connection, (v.sku for product in rows.whole for v in product.variants)))
    await upsert(connection, removed_products, [{"handle": key, "version": version} for key in rows.gone], ["handle"])
    for part in chunks(zip(rows.whole, rows.digests, strict=True)):
        whole = [_product_row(product, digest) | {"version": version} for product, digest in part]
        await upsert(connection, products, whole, ["handle"])
    for offered in chunks(row for product in rows.whole for row in _variant_rows(product)):
        await connection.execute(insert(variants), offered)
    await _write_offers(connection, rows, version)


async def _write_offers(connection: AsyncConnection, rows: ProductRows, version: int) -> None:
    if rows.repriced:
        counted = update(products).where(products.c.handle == bindparam("key"))
        await connection.execute(counted.values(version=version, digest=bindparam("new_digest")), rows.repriced)
    if rows.offers:
        priced = update(variants).where(variants.c.sku == bindparam("key"))
        await connection.execute(priced.values({name: bindparam(f"new_{name}") for name in _OFFER}), rows.offers)


async def held_of(connection: AsyncConnection) -> dict[str, int]:
    """By SKU: few wait for a payment at one time."""
    rows = await connection.execute(select(holds.c.sku, func.sum(holds.c.quantity)).group_by(holds.c.sku))
    return {str(sku): int(count) for sku, count in rows}


async def owners_of(connection: AsyncConnection, skus: Iterable[str]) -> dict[str, str]:
    """The handle of each SKU that a product has."""
    owners: dict[str, str] = {}
    for chunk in chunks(skus):
        rows = await connection.execute(select(variants.c.sku, variants.c.handle).where(variants.c.sku.in_(chunk)))
        owners |= {row.sku: row.handle for row in rows}
    return owners


def _product_row(product: Product, digest: str) -> dict[str, Any]:
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
        "digest": digest,
    }


def _but_for_offers(product: Product) -> tuple[object, ...]:
    """The order of options and attributes counts, as in a digest."""
    parts = [(v.sku, *v.options.items(), v.weight_grams, v.image, v.barcode) for v in product.variants]
    return replace(product, variants=()), *product.attributes.items(), *parts


def _offer_rows(product: Product, known: Product) -> Iterator[dict[str, Any]]:
    for variant, before in zip(product.variants, known.variants, strict=True):
        if variant != before or variant.stated != before.stated:
            row = _offer_row(variant)
            yield {"key": variant.sku} | {f"new_{name}": value for name, value in row.items()}


def _offer_row(variant: Variant) -> dict[str, Any]:
    return {
        "currency": variant.price.currency,
        "price_minor": variant.price.minor,
        "compare_at_minor": minor(variant.compare_at, variant.price.currency),
        "stock": variant.stock,
        "stated": variant.stated,
    }


def _variant_rows(product: Product) -> list[dict[str, Any]]:
    return [
        {
            "sku": variant.sku,
            "handle": product.handle,
            "position": position,
            "options": dict(variant.options),
            **_offer_row(variant),
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
        stated=row.stated,
    )
