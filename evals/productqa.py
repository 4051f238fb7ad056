"""ProductQA's products: real ones, with prices, makers and attributes."""

import html
import json
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money

NOT_ATTRIBUTES = frozenset({"title", "price", "brand"})
PLENTY = 100


def products_from(folder: Path) -> list[Product]:
    """Every product of `folder/catalog/<category>/metadata.json`; the handle and the SKU are the ASIN."""
    files = sorted((folder / "catalog").glob("*/metadata.json"))
    return [product for file in files for product in _category(file)]


def _category(file: Path) -> Iterator[Product]:
    category = file.parent.name.replace("_", " ")
    for asin, record in json.loads(file.read_text(encoding="utf-8")).items():
        yield _product(asin, category, {name: str(value) for name, value in record.items()})


def _product(asin: str, category: str, record: dict[str, str]) -> Product:
    price = Money(int((Decimal(record["price"]) * 100).quantize(Decimal(1), ROUND_HALF_UP)))
    return Product(
        handle=asin,
        title=html.unescape(record["title"]),
        category=category,
        vendor=html.unescape(record.get("brand", "")),
        variants=(Variant(asin, {}, price, PLENTY),),
        attributes={name: html.unescape(value) for name, value in record.items() if name not in NOT_ATTRIBUTES},
        source="productqa",
    )
