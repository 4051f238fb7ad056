"""Products and their variants."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from assistant.errors import UnknownProduct
from assistant.shop.catalogue import Changes, Offer, OfferOutcome, Outline, Product, Variant
from assistant.shop.shelves import apply_offers, same, shelved, stated_digest
from assistant.storage.database import Database
from assistant.storage.products import ProductRows, assemble, held_of, load_products, owners_of, write_products
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
        return sorted(assemble(rows, parts).values(), key=lambda product: product.handle)

    async def by_handles(self, handles: Iterable[str]) -> dict[str, Product]:
        wanted = list(dict.fromkeys(handles))
        async with self._database.connect() as connection:
            found = await load_products(connection, wanted)
        return {handle: found[handle] for handle in wanted if handle in found}

    async def by_sku(self, sku: str) -> tuple[Product, Variant]:
        async with self._database.connect() as connection:
            handle = await connection.scalar(select(variants.c.handle).where(variants.c.sku == sku))
            found = await load_products(connection, [handle]) if handle is not None else {}
        for product in found.values():
            return product, product.variant(sku)
        raise UnknownProduct(f"There is no product with the SKU {sku}.")

    async def by_skus(self, skus: Iterable[str]) -> dict[str, tuple[Product, Variant]]:
        async with self._database.connect() as connection:
            owners = await owners_of(connection, skus)
            found = await load_products(connection, sorted(set(owners.values())))
        return {sku: (found[handle], found[handle].variant(sku)) for sku, handle in owners.items()}

    async def replace(self, changed: Sequence[Product], removed: Iterable[str]) -> None:
        """Products that are the same already are left alone. Raises `BadRequest` when two share a SKU."""
        wanted = {product.handle: product for product in changed}
        gone = set(removed) - wanted.keys()
        async with self._database.begin() as connection:
            await lock_state(connection)
            known = await load_products(connection, [*wanted, *gone])
            free = shelved(wanted.values(), known.values(), await held_of(connection))
            fresh = [p for p in free if p.handle not in known or not same(p, known[p.handle])]
            gone &= known.keys()
            if fresh or gone:
                await write_products(connection, ProductRows.of(fresh, gone, known), await next_version(connection))

    async def set_offers(self, offers: Sequence[Offer]) -> dict[str, OfferOutcome]:
        by_sku = {offer.sku: offer for offer in offers}
        async with self._database.begin() as connection:
            await lock_state(connection)
            owners = await owners_of(connection, by_sku)
            known = await load_products(connection, sorted(set(owners.values())))
            after, outcomes = apply_offers(known, owners, by_sku, await held_of(connection))
            fresh = [product for handle, product in after.items() if not same(product, known[handle])]
            if fresh:
                await write_products(connection, ProductRows.of(fresh, (), known), await next_version(connection))
        return outcomes

    async def outlines(self) -> Sequence[Outline]:
        """By handle."""
        columns = (products.c.handle, products.c.source, products.c.digest)
        async with self._database.connect() as connection:
            rows = (await connection.execute(select(*columns).order_by(products.c.handle))).all()
            pairs = (await connection.execute(select(variants.c.handle, variants.c.sku))).all()
            # rows of the time before digests were kept
            whole = await load_products(connection, (row.handle for row in rows if row.digest is None))
        skus: dict[str, list[str]] = {row.handle: [] for row in rows}
        for handle, sku in pairs:
            skus[handle].append(sku)
        digests = {row.handle: row.digest or stated_digest(whole[row.handle]) for row in rows}
        return [Outline(row.handle, row.source, digests[row.handle], tuple(skus[row.handle])) for row in rows]

    async def changes(self, since: int) -> Changes:
        newer = select(products.c.handle).where(products.c.version > since)
        gone = select(removed_products.c.handle).where(removed_products.c.version > since)
        async with self._database.connect() as connection:
            state = (await connection.execute(select(shop_state))).one()
            found = await load_products(connection, (await connection.execute(newer)).scalars())
            removed = sorted((await connection.execute(gone)).scalars())
        whole = [found[handle] for handle in sorted(found)]
        return Changes(state.version, whole, removed, documents=state.documents_version > since)
