"""Google Merchant feeds, as a table (TSV, CSV, XLSX) and, through `google_xml`, as RSS or Atom.

Rules of the format: each item is one thing to buy, its id the SKU; items with one item_group_id are the variants of a
product; prices carry their currency (15.00 USD); stock is a word, and only some feeds add a quantity.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from ingest import validate
from ingest.readers.assembly import Family, Variants, product_rows
from ingest.readers.availability import is_later, plain_word, stock_of
from ingest.readers.columns import Columns, Table, TableRow, rows_of
from ingest.readers.sale import on_sale
from ingest.readers.weights import in_grams
from ingest.rows import FeedFile, Noted, Rejected, Row
from ingest.text import slug
from ingest.validate import Invalid, VariantCells

ATTRIBUTES = (
    "id", "title", "description", "link", "image_link", "availability", "availability_date", "price", "sale_price",
    "sale_price_effective_date", "brand", "gtin", "mpn", "item_group_id", "product_type", "google_product_category",
    "condition", "color", "size", "material", "pattern", "gender", "age_group", "size_type", "size_system", "multipack",
    "shipping_weight", "product_weight", "product_length", "product_width", "product_height", "product_detail",
    "product_highlight", "energy_efficiency_class", "quantity",
)  # fmt: skip
_OTHER_NAMES = {
    "quantity": ("quantity", "sell on google quantity", "inventory"),
    "google_product_category": ("google product category", "google category"),
}
_KNOWN = {name: _OTHER_NAMES.get(name, (name.replace("_", " "),)) for name in ATTRIBUTES} | {"sku": ("id",)}
MARKS = frozenset({"image link", "item group id", "google product category", "availability"})
NEEDED = (_KNOWN["id"], _KNOWN["title"], _KNOWN["price"], ("link", "image link", "availability", "item group id"))
_OPTIONS = {
    "color": "Color", "size": "Size", "material": "Material", "pattern": "Pattern", "gender": "Gender",
    "age_group": "Age group", "size_type": "Size type", "size_system": "Size system", "multipack": "Pack of",
    "condition": "Condition",
}  # fmt: skip
_FACTS = {
    "mpn": "Manufacturer's number", "product_weight": "Weight", "product_length": "Length", "product_width": "Width",
    "product_height": "Height", "energy_efficiency_class": "Energy efficiency class",
}  # fmt: skip
_LOOSE_END = re.compile(r"[\s,;:|/(–—-]+$")
REPEATED = "\x1f"
"""Stands between the values of an attribute that an item of an XML feed carries several times."""
REPEATABLE = {"product_detail", "product_highlight", "product_type"}


def read_table(table: Table) -> Iterator[Row]:
    columns = Columns(table, _KNOWN)
    groups: dict[str, list[TableRow]] = {}
    try:
        for outcome in rows_of(table, columns, _handle):
            if isinstance(outcome, Rejected):
                yield outcome
            else:
                groups.setdefault(outcome[0], []).append(outcome[1])
    except Invalid as problem:
        yield Rejected.of(problem, table.file.source)
    for handle, rows in groups.items():
        yield from _product(table.file, handle, rows)


def _handle(row: TableRow) -> str:
    return validate.handle(slug(row["item_group_id"]) or slug(row["id"]), "id")


def _product(file: FeedFile, handle: str, rows: Sequence[TableRow]) -> Iterator[Row]:
    varying = {field for field in _OPTIONS if len({_worded(row, field) for row in rows}) > 1}
    variants = Variants(file, handle)
    variants.read(rows, lambda row: _cells(file, row, varying))
    yield from product_rows(file, _family(handle, rows, varying), variants)
    if later := [row for row in rows if is_later(row["availability"])]:
        reason = "it can be ordered ahead, but counts as not in stock"
        yield Noted(file.source, later[0].number, reason, field=later[0].columns.called("availability"))


def _family(handle: str, rows: Sequence[TableRow], varying: set[str]) -> Family:
    head = rows[0]
    highlights = [part.strip() for part in head.raw("product_highlight").split(REPEATED) if part.strip()]
    return Family(
        handle=handle,
        row=head.number,
        title=_shared_title([row["title"] for row in rows]),
        category=_category(head),
        vendor=head["brand"],
        description="\n\n".join(filter(None, (head.raw("description"), *highlights))),
        attributes=_facts(head, varying),
        image=head["image_link"],
        url=head["link"],
    )


def _shared_title(titles: Sequence[str]) -> str:
    """“Tee, red, S” and “Tee, red, M” are variants of “Tee, red”."""
    words = [title.split() for title in titles]
    same = takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False))
    return _LOOSE_END.sub("", " ".join(column[0] for column in same)) or titles[0]


def _category(row: TableRow) -> str:
    """The shop's own type, else Google's category, unless that is a bare number."""
    paths = (row["product_type"].split(REPEATED)[0].split(",")[0], row["google_product_category"])
    steps = (path.rsplit(">", 1)[-1].strip() for path in paths)
    return next((step for step in steps if step and not step.isdecimal()), "")


def _facts(row: TableRow, varying: set[str]) -> dict[str, str]:
    facts = {name: row[field] for field, name in _FACTS.items() if row[field]}
    facts |= {
        name: _worded(row, field) for field, name in _OPTIONS.items() if field not in varying and _worded(row, field)
    }
    if is_later(row["availability"]):
        since = row["availability_date"][:10]
        facts["Availability"] = plain_word(row["availability"]) + (f", from {since}" if since else "")
    for detail in row.raw("product_detail").split(REPEATED):
        parts = [part.strip() for part in detail.split(":")]
        if len(parts) > 1 and parts[-1] and parts[-2]:
            facts[parts[-2]] = parts[-1]
    return facts


def _worded(row: TableRow, field: str) -> str:
    value = ", ".join(part.strip() for part in row[field].split("/")) if field in {"color", "material"} else row[field]
    return "" if field == "condition" and value.casefold() == "new" else value


def _cells(file: FeedFile, row: TableRow, varying: set[str]) -> VariantCells:
    dates = row["sale_price_effective_date"]
    begins, _, ends = dates.partition("/")
    price, before = on_sale(row.figure("price"), row.figure("sale_price"), (begins, ends), file.read_at)
    weight = row["shipping_weight"]
    return VariantCells(
        sku=row.code("id"),
        price=price,
        stock=_stock(file, row),
        options=_chosen(row, varying),
        compare_at=before,
        grams=in_grams(weight) if weight else "",
        image=row["image_link"],
        barcode=row.code("gtin"),
    )


def _chosen(row: TableRow, varying: set[str]) -> Mapping[str, str]:
    return {name: _worded(row, field) for field, name in _OPTIONS.items() if field in varying and _worded(row, field)}


def _stock(file: FeedFile, row: TableRow) -> str:
    word = row["availability"]
    if not word and not row["quantity"]:
        raise Invalid("the availability is missing", field="availability", hint="write in_stock or out_of_stock")
    stock = stock_of(word, file.uncounted) if word else ""
    if stock == "0" or not row["quantity"]:
        return _known(stock, word)
    return row.figure("quantity")


def _known(stock: str, word: str) -> str:
    if stock and not stock.isdecimal():
        hint = "write in_stock, out_of_stock, preorder or backorder"
        raise Invalid(f"the availability {validate.shown(word)} is not known", field="availability", hint=hint)
    return stock
