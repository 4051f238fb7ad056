"""ProductQA: real products with attributes, and questions whose answer sets are known."""

import gzip
import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money

NOT_ATTRIBUTES = frozenset({"title", "price", "brand"})
PLENTY = 100


@dataclass(frozen=True)
class SearchQuestion:
    """`right` holds the handles of the answer set; empty means that nothing in the shop matches."""

    id: str
    text: str
    right: frozenset[str]
    category: str


def products_from(folder: Path) -> list[Product]:
    """Every product of `folder/catalog/<category>/metadata.json`; the handle and the SKU are the ASIN."""
    files = sorted((folder / "catalog").glob("*/metadata.json"))
    return [product for file in files for product in _category(file)]


def search_questions(folder: Path) -> Iterator[SearchQuestion]:
    with gzip.open(folder / "search_qa.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            right = frozenset(answer["asin"] for answer in row["short_answer"])
            yield SearchQuestion(row["id"], row["question"], right, row["group"].replace("_", " "))


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
