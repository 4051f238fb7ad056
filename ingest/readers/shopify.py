"""Shopify's product export, in its older and its newer column names.

Rules of the format: rows with one handle are one family; the family's own cells stand on its first row only;
a row without variant cells carries one more picture.
"""

import re
from collections.abc import Iterator

from ingest.readers.columns import Columns, Table, TableRow, rows_of
from ingest.readers.shopify_family import Family, read_family
from ingest.rows import Rejected, Row
from ingest.validate import Invalid, handle

_KNOWN: dict[str, tuple[str, ...]] = {
    "handle": ("handle", "url handle"),
    "title": ("title",),
    "body": ("body (html)", "body html", "description"),
    "vendor": ("vendor",),
    "category": ("product category", "standard product type"),
    "type": ("type", "custom product type"),
    "tags": ("tags",),
    "published": ("published", "published on online store"),
    "status": ("status",),
    "sku": ("variant sku", "sku"),
    "price": ("variant price", "price"),
    "compare_at": ("variant compare at price", "compare-at price", "compare at price"),
    "stock": ("variant inventory qty", "inventory quantity"),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "when_sold_out": ("variant inventory policy", "continue selling when out of stock"),
    "weight": ("variant grams", "weight value (grams)"),
    "barcode": ("variant barcode", "barcode"),
    "image": ("image src", "product image url"),
    "image_position": ("image position",),
    "variant_image": ("variant image", "variant image url"),
    **{f"option{n}_name": (f"option{n} name",) for n in (1, 2, 3)},
    **{f"option{n}_value": (f"option{n} value",) for n in (1, 2, 3)},
}
_METAFIELD = re.compile(r"(.+?)\s*\(product\.metafields\.[^)]+\)", re.IGNORECASE)
MARKS = frozenset(
    {"url handle", "body (html)", "variant price", "variant sku", "option1 name", "variant inventory qty"}
)
NEEDED = (_KNOWN["handle"], _KNOWN["title"], _KNOWN["price"])


def read(table: Table) -> Iterator[Row]:
    columns = Columns(table, _KNOWN)
    metafields = [(found[1], place) for name, place in columns.others if (found := _METAFIELD.fullmatch(name))]
    families: dict[str, Family] = {}
    try:
        for outcome in rows_of(table, columns, _handle):
            if isinstance(outcome, Rejected):
                yield outcome
            else:
                key, row = outcome
                families.setdefault(key, Family(table.file, key, metafields)).rows.append(row)
    except Invalid as problem:
        yield Rejected.of(problem, table.file.source)
    for family in families.values():
        yield from read_family(family)


def _handle(row: TableRow) -> str:
    return handle(row["handle"])
