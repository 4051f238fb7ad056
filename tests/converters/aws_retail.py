"""The AWS retail demo store -> one JSON Lines feed of flat products."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ingest.text import slug
from tests.converters.data_sets import unpacked

FILE = "aws_retail_demo_store/products.yaml.gz"
GENDERS = {"F": "women", "M": "men"}


def write_feed(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "products.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines()), encoding="utf-8")
    return path


def lines() -> Iterator[dict[str, Any]]:
    for record in yaml.load(unpacked(FILE), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # noqa: S506  # both loaders are the safe one
        yield _line(record)


def _line(record: dict[str, Any]) -> dict[str, Any]:
    gender = GENDERS.get(record.get("gender_affinity", ""), "")
    style = str(record.get("style", ""))
    return {
        "handle": f"{slug(record['name'])}-{record['id'][:8]}",
        "title": record["name"],
        "category": record["category"],
        "description": record.get("description", ""),
        "tags": [tag for tag in (style, gender) if tag],
        "attributes": {"Style": style, "Gender": gender},
        "sku": record["id"],
        "price": record["price"],
        "stock": record["current_stock"],
    }
