"""The tau retail shop with something to suggest: to its goods, collections, rules and repeated orders are added."""

import asyncio
import random
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.bootstrap import build, index_root
from assistant.observability import configure_logging
from assistant.retrieval.embedding import MiniLM
from assistant.retrieval.index import build_index
from assistant.shop.catalogue import Product
from assistant.shop.money import Money
from assistant.shop.orders import Order, OrderLine
from assistant.shop.selling.rules import GoesWith, Scope, SellingRules
from assistant.testing.clock import FixedClock
from assistant.testing.kept import in_memory_kept
from assistant.testing.model import ScriptedModel
from evals.stage import OPENING, offline_settings
from evals.suggesting.shoppers import Shop
from evals.tau_retail import tau_shop

COLLECTIONS, RULES, PAIRS, ORDERS_EACH = 10, 15, 15, 12
MOST_VARIANTS = 4


@asynccontextmanager
async def open_shop(path: Path | None, draw: random.Random) -> AsyncIterator[Shop]:
    """Raises `NoData`."""
    configure_logging("error")
    products = [_renamed(place, product) for place, product in enumerate(tau_shop(path).products)]
    rules = SellingRules(goes_with=tuple(_rule(draw, products) for _ in range(RULES)))
    model, embeddings, kept = ScriptedModel(steps=[]), MiniLM(), in_memory_kept()
    await kept.stores.catalogue.replace(products, ())
    await kept.stores.orders.replace((), list(_orders(draw, products)))
    with tempfile.TemporaryDirectory() as folder:
        settings = offline_settings(Path(folder))
        built = await asyncio.to_thread(build_index, index_root(settings), products, [], embeddings)
        await kept.stores.library.go_live(built.revision)

        async def switch(on: bool) -> None:
            await kept.stores.selling.set_selling(rules.model_copy(update={"suggestions": on}))

        async with build(
            settings, kept=kept, embeddings=embeddings, hosted=model, now=FixedClock(OPENING)
        ) as assistant:
            yield Shop(assistant, model, products, switch, draw)


def _renamed(place: int, product: Product) -> Product:
    """A long number in a message could be part of a card's; nothing of these SKUs is one."""
    handle = product.title.lower().replace(" ", "-")
    kept = product.variants[:MOST_VARIANTS]
    variants = tuple(replace(v, sku=f"{handle}-{chr(97 + at)}", stock=v.stock) for at, v in enumerate(kept))
    collection = {"Collection": f"No {chr(65 + place % COLLECTIONS)}"}
    return replace(product, handle=handle, variants=variants, attributes=collection)


def _rule(draw: random.Random, products: Sequence[Product]) -> GoesWith:
    one, other = draw.sample(list(products), 2)
    return GoesWith(of=Scope(category=one.category), suggest=Scope(handle=other.handle))


def _orders(draw: random.Random, products: Sequence[Product]) -> list[Order]:
    """Each pair by as many buyers, and every product alone, so that popularity tells nothing."""
    baskets = [draw.sample(list(products), 2) for _ in range(PAIRS)] * ORDERS_EACH
    baskets += [[product] for product in products] * ORDERS_EACH
    return [_order(number, basket) for number, basket in enumerate(baskets, 1)]


def _order(number: int, basket: Sequence[Product]) -> Order:
    lines = tuple(OrderLine(p.variants[0].sku, p.title, 1, p.price, handle=p.handle) for p in basket)
    nothing, at = Money(0, "USD"), datetime(2026, 5, 1, tzinfo=UTC)
    total = sum((line.total for line in lines), nothing)
    return Order(f"#{number}", f"{number}@example.com", None, "delivered", at, lines, nothing, total)
