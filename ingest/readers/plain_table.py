"""A table of products in plain columns: title, sku, price, stock ... Every other column is an attribute or an option.

Rows with one handle are the variants of one product; without a handle column, each row is a product of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest import validate
from ingest.readers.assembly import Family, Variants, listed, product_rows
from ingest.readers.availability import stock_of
from ingest.readers.columns import Columns, Table, TableRow, rows_of
from ingest.rows import FeedFile, Noted, Rejected, Row
from ingest.text import one_line, slug
from ingest.validate import Invalid, VariantCells

KNOWN: dict[str, tuple[str, ...]] = {
    "handle": ("handle", "slug", "product handle", "group", "group id", "parent sku"),
    "title": ("title", "name", "product name", "product title", "product"),
    "sku": ("sku", "variant sku", "article number", "item number", "product code", "id", "product id", "item id"),
    "price": ("price", "unit price", "selling price", "retail price"),
    "compare_at": ("compare at", "compare at price", "list price", "msrp", "rrp", "old price", "was price"),
    "stock": ("stock", "quantity", "qty", "inventory", "stock quantity", "current stock", "availability", "in stock"),
    "category": ("category", "categories", "type", "product type"),
    "vendor": ("vendor", "brand", "manufacturer"),
    "description": ("description", "body", "details", "long description"),
    "tags": ("tags", "keywords"),
    "image": ("image", "image url", "image link", "picture", "photo", "images"),
    "url": ("url", "link", "product url"),
    "weight": ("grams", "weight grams", "weight (g)", "weight g"),
    "barcode": ("barcode", "gtin", "ean", "upc", "isbn"),
    "currency": ("currency", "currency code"),
}
NEEDED = (KNOWN["title"], KNOWN["sku"], KNOWN["price"])
_OPTION = re.compile(r"option:?\s+(.+)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"attribute:?\s+(.+)", re.IGNORECASE)
_NOT_FOR_SHOPPERS = {"id", "row", "index", "#"}


def read(table: Table) -> Iterator[Row]:
    columns = Columns(table, KNOWN)
    if not columns.has("stock"):
        reason = f"there is no column of stock, so everything counts as in stock ({table.file.uncounted:,} of each)"
        yield Noted(table.file.source, 1, reason, hint="add a column “stock” if the shop counts")
    families: dict[str, list[TableRow]] = {}
    try:
        for outcome in rows_of(table, columns, _handle):
            if isinstance(outcome, Rejected):
                yield outcome
            else:
                families.setdefault(outcome[0], []).append(outcome[1])
    except Invalid as problem:
        yield Rejected.of(problem, table.file.source)
    for handle, rows in families.items():
        yield from _family(table.file, handle, rows)


def _handle(row: TableRow) -> str:
    return validate.handle(slug(row["handle"]) or slug(row.code("sku")))


def _family(file: FeedFile, handle: str, rows: Sequence[TableRow]) -> Iterator[Row]:
    head = next((row for row in rows if row["title"]), rows[0])
    options = _option_columns(rows)
    family = Family(
        handle=handle,
        row=head.number,
        title=head["title"],
        category=category(head["category"]),
        vendor=head["vendor"],
        description=head.raw("description"),
        tags=listed(head["tags"]),
        attributes=_attributes(head, options),
        image=first_picture(head["image"]),
        url=head["url"],
    )
    variants = Variants(file, handle)
    variants.read(rows, lambda row: _cells(file, row, options))
    yield from product_rows(file, family, variants)


def category(text: str) -> str:
    """`Home > Kitchen > Mugs` and `Mugs, Gifts` are of the category Mugs."""
    return text.split(",", maxsplit=1)[0].rsplit(">", 1)[-1].strip()


def first_picture(text: str) -> str:
    return re.split(r"[,|]\s*(?=https?://|/)", text, maxsplit=1)[0].strip()


def _option_columns(rows: Sequence[TableRow]) -> Mapping[str, int]:
    """Those that are headed so; else those in which the rows of a family differ: a product has one value of a fact."""
    others = rows[0].columns.others
    headed = {found[1]: place for name, place in others if (found := _OPTION.fullmatch(name))}
    if headed or len(rows) == 1:
        return headed
    return {name: place for name, place in others if len({row.at(place) for row in rows}) > 1}


def _attributes(head: TableRow, options: Mapping[str, int]) -> dict[str, str]:
    taken = set(options.values())
    found = {}
    for name, place in head.columns.others:
        if place not in taken and name.casefold() not in _NOT_FOR_SHOPPERS and not _OPTION.fullmatch(name):
            headed = _ATTRIBUTE.fullmatch(name)
            found[headed[1] if headed else name] = head.at(place)
    return {name: value for name, value in found.items() if value}


def _cells(file: FeedFile, row: TableRow, options: Mapping[str, int]) -> VariantCells:
    currency = row["currency"]
    return VariantCells(
        sku=row.code("sku"),
        price=_priced(row.figure("price"), currency),
        stock=stock_of(row.figure("stock"), file.uncounted) if row.columns.has("stock") else str(file.uncounted),
        options={name: value for name, place in options.items() if (value := row.at(place))},
        compare_at=_priced(row.figure("compare_at"), currency),
        grams=row.figure("weight"),
        image=first_picture(row["image"]),
        barcode=row.code("barcode"),
    )


def _priced(amount: str, currency: str) -> str:
    """With its currency beside it, which the check of amounts then compares with the shop's."""
    bare = amount and currency and not any(letter.isalpha() for letter in amount)
    return f"{amount} {one_line(currency).upper()}" if bare else amount
