"""The AWS retail demo store: 2,465 made-up products of a general store, read in place."""

import gzip
from collections.abc import Sequence
from typing import Any

import yaml

from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money
from evals.datasets import dataset
from evals.grades import Described

FILE = ("aws_retail_demo_store", "products.yaml.gz")
GENDERS = {"F": "women", "M": "men"}


def records() -> Sequence[dict[str, Any]]:
    text = gzip.decompress(dataset(*FILE).read_bytes()).decode("utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # type: ignore[no-any-return]  # noqa: S506  # both loaders are the safe one


def described(record: dict[str, Any]) -> Described:
    return Described(
        id=record["id"],
        title=record["name"],
        description=record.get("description", ""),
        category=record["category"],
        style=str(record.get("style", "")),
        gender=record.get("gender_affinity", ""),
        price=float(record["price"]),
    )


def product(record: dict[str, Any]) -> Product:
    """The handle and the SKU are the record's id."""
    style, gender = str(record.get("style", "")), GENDERS.get(record.get("gender_affinity", ""), "")
    return Product(
        handle=record["id"],
        title=record["name"],
        category=record["category"],
        description=record.get("description", ""),
        tags=tuple(tag for tag in (style, gender) if tag),
        attributes={name: value for name, value in (("Style", style), ("Gender", gender)) if value},
        variants=(Variant(record["id"], {}, Money.nearest(record["price"], "USD"), record["current_stock"]),),
        source="aws_retail_demo_store",
    )
