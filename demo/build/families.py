"""Reads the hand-written tables in `families/` into typed families."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

TABLES = Path(__file__).parent / "families"
# The order of the shop's departments in the export.
ORDER = (
    "womens", "mens", "footwear", "outdoor", "kitchen", "bedding",
    "bags", "electronics", "kids", "care", "gift_cards", "hidden",
)  # fmt: skip
SIZE_RUNS = {
    "XS-L": ("XS", "S", "M", "L"),
    "XS-XL": ("XS", "S", "M", "L", "XL"),
    "S-XL": ("S", "M", "L", "XL"),
    "S-XXL": ("S", "M", "L", "XL", "XXL"),
    "W6-10": ("6", "7", "8", "9", "10"),
    "M8-12": ("8", "9", "10", "11", "12"),
}
Figure = int | Mapping[str, int]


@dataclass(frozen=True)
class Family:
    """One product. `price`, `was` and `g` are one figure, or a figure for each value of one option."""

    title: str
    sku: str
    vendor: str
    type: str
    body: str
    department: str
    price: Figure
    g: Figure
    was: Figure = field(default_factory=dict)
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    attrs: Mapping[str, str] = field(default_factory=dict)
    tags: Sequence[str] = ()
    stock: Mapping[str, int] = field(default_factory=dict)
    warranty: str = "none"
    returns: str = "standard"
    show_weight: bool = False
    gift_card: bool = False
    status: str = "active"

    @property
    def handle(self) -> str:
        plain = unicodedata.normalize("NFKD", self.title).encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def load() -> list[Family]:
    return [family for name in ORDER for family in _table(TABLES / f"{name}.yaml")]


def taxonomy() -> dict[str, str]:
    """Product type -> path in the standard taxonomy."""
    paths: dict[str, str] = yaml.safe_load((TABLES.parent / "taxonomy.yaml").read_text(encoding="utf-8"))
    return paths


def _table(path: Path) -> list[Family]:
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    shared = {key: value for key, value in table.items() if key != "families"}
    return [_family({**shared, **row}) for row in table["families"]]


def _family(row: dict[str, Any]) -> Family:
    options = {name: _values(values) for name, values in row.pop("options", {}).items()}
    return Family(options=options, **row)


def _values(values: str | list[str]) -> tuple[str, ...]:
    return SIZE_RUNS[values] if isinstance(values, str) else tuple(values)
