"""The AWS retail demo store -> one JSON Lines feed of flat products."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.retail_store import FILE as PARTS
from evals.retail_store import GENDERS, records
from ingest.text import slug

FILE = "/".join(PARTS)


def write_feed(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "products.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines()), encoding="utf-8")
    return path


def lines() -> Iterator[dict[str, Any]]:
    return map(_line, records())


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
