"""The demo's files as a reader outside the generator sees them."""

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.shop.changes.quoting import quotable
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.selling.quoting import quotable as selling_quotable
from assistant.shop.selling.rules import SellingRules
from ingest.quoting import Page
from ingest.readers.rules_yaml import read as read_rules
from ingest.readers.rules_yaml import read_selling
from ingest.rows import FeedFile, Item

DEMO = Path(__file__).parents[2] / "demo"
Row = dict[str, str]


@dataclass(frozen=True)
class Listing:
    """One family: its first row, which carries the product's cells, and the rows of all its variants."""

    head: Row
    rows: Sequence[Row]

    def fact(self, name: str) -> str:
        key = name.lower().replace(" ", "_")
        return self.head[f"{name} (product.metafields.custom.{key})"]

    @property
    def on_sale(self) -> bool:
        return any(row["Variant Compare At Price"] for row in self.rows)


def rows() -> list[Row]:
    with (DEMO / "products.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listings() -> list[Listing]:
    by_handle: dict[str, list[Row]] = {}
    for row in rows():
        by_handle.setdefault(row["Handle"], []).append(row)
    return [Listing(family[0], family) for family in by_handle.values()]


def read_json(name: str) -> Any:
    return json.loads((DEMO / name).read_text(encoding="utf-8"))


def rules() -> ChangeRules:
    (row,) = read_rules(FeedFile(DEMO / "rules.yaml", "demo/rules.yaml"))
    assert isinstance(row, Item)
    assert isinstance(row.value, ChangeRules)
    return row.value


def selling() -> SellingRules:
    (row,) = read_selling(FeedFile(DEMO / "selling.yaml", "demo/selling.yaml"))
    assert isinstance(row, Item)
    assert isinstance(row.value, SellingRules)
    return row.value


def as_shown(path: Path) -> str:
    """A page with what the rules say in the place of their names."""
    return Page(path.read_text(encoding="utf-8")).safe_substitute(
        quotable(rules(), "USD") | selling_quotable(selling(), "USD")
    )


def policy(name: str) -> str:
    return as_shown(DEMO / "policies" / name)


def section(text: str, heading: str) -> str:
    """The text under one `## heading`."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no section {heading!r}"
    return found[1]


def table(text: str) -> list[list[str]]:
    """The body rows of the Markdown table in `text`."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
