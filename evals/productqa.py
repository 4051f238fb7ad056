"""ProductQA's products: real ones, with prices, makers and attributes."""

import html
import json
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money
from evals.loading import BadCases

NOT_ATTRIBUTES = frozenset({"title", "price", "brand"})
PLENTY = 100


def products_from(folder: Path) -> list[Product]:
    """Every product of each `<category>/metadata.json` below, at any depth; the handle and the SKU are the ASIN.

    Raises `BadCases` for a folder without one, a file that cannot be read, and an ASIN in two of them.
    """
    if not folder.is_dir():
        raise BadCases(f"{folder}: there is no such folder of products")
    products: dict[str, Product] = {}
    for file in sorted(folder.rglob("metadata.json")):
        for product in _category(file):
            if product.handle in products:
                raise BadCases(f"{file}: product {product.handle} is already in {products[product.handle].category!r}")
            products[product.handle] = product
    if not products:
        raise BadCases(f"{folder}: holds no <category>/metadata.json with products")
    return list(products.values())


def _category(file: Path) -> Iterator[Product]:
    category = file.parent.name.replace("_", " ")
    try:
        for asin, record in json.loads(file.read_text(encoding="utf-8")).items():
            yield _product(asin, category, {name: str(value) for name, value in record.items() if value is not None})
    except (ValueError, AttributeError) as error:
        raise BadCases(f"{file}: must be a JSON object of products by id: {error}") from None
    except (KeyError, InvalidOperation) as error:
        raise BadCases(f"{file}: each product needs a title and a price in plain digits: {error!r}") from None


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
