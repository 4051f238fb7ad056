r"""WooCommerce's product export: simple products, and variable ones with their variations.

Rules of the format: a variation names its parent by SKU or as `id:12`; its attributes are the options; a comma inside
a list is written `\\,` and a line break `\\n`; stock that is not counted is empty and `In stock?` decides.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from ingest import validate
from ingest.readers.assembly import Family, Variants, product_rows
from ingest.readers.availability import is_later, stock_of
from ingest.readers.columns import Columns, Table, TableRow, rows_of
from ingest.readers.sale import on_sale
from ingest.readers.weights import in_grams
from ingest.rows import FeedFile, Noted, Rejected, Row, Skipped
from ingest.text import slug
from ingest.validate import Invalid, VariantCells

_KNOWN: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "type": ("type",),
    "sku": ("sku",),
    "title": ("name",),
    "slug": ("slug",),
    "published": ("published",),
    "visibility": ("visibility in catalog",),
    "short": ("short description",),
    "description": ("description",),
    "sale_from": ("date sale price starts",),
    "sale_to": ("date sale price ends",),
    "price": ("regular price",),
    "sale": ("sale price",),
    "in_stock": ("in stock?",),
    "stock": ("stock",),
    "backorders": ("backorders allowed?",),
    "category": ("categories",),
    "tags": ("tags",),
    "image": ("images",),
    "parent": ("parent",),
    "vendor": ("brands", "brand"),
    "barcode": ("gtin, upc, ean, or isbn", "gtin"),
    "url": ("permalink",),
}
MARKS = frozenset({"regular price", "in stock?", "visibility in catalog", "attribute 1 name"})
NEEDED = (_KNOWN["title"], _KNOWN["price"], (*_KNOWN["id"], *_KNOWN["sku"]))
_MEASURE = re.compile(r"(weight|length|width|height) \((\w+)\)", re.IGNORECASE)
_COMMA = re.compile(r"(?<!\\),")
_NOT_SOLD_HERE = {"grouped": "a grouped product", "external": "sold on another site"}


@dataclass
class _Parent:
    row: TableRow
    variations: list[TableRow] = field(default_factory=list)


def read(table: Table) -> Iterator[Row]:
    columns = Columns(table, _KNOWN)
    parents: dict[str, _Parent] = {}
    orphans: list[TableRow] = []
    try:
        for outcome in rows_of(table, columns, _handle):
            if isinstance(outcome, Rejected):
                yield outcome
            elif "variation" in _types(outcome[1]):
                orphans.append(outcome[1])
            else:
                yield from _parent(table.file, outcome[0], outcome[1], parents)
    except Invalid as problem:
        yield Rejected.of(problem, table.file.source)
    yield from _adopt(table.file, orphans, parents)
    for handle, parent in parents.items():
        yield from _product(table.file, handle, parent)


def _parent(file: FeedFile, handle: str, row: TableRow, parents: dict[str, _Parent]) -> Iterator[Row]:
    if handle in parents:
        first = parents[handle].row.number
        reason = f"the SKU or name makes the handle {handle}, which row {first} has already"
        yield Rejected(file.source, row.number, reason, key=handle, field=row.columns.called("sku"))
    else:
        parents[handle] = _Parent(row)


def _handle(row: TableRow) -> str:
    """The SKU is as stable as a handle; a variation's own is not needed."""
    words = slug(row["slug"]) or slug(row.code("sku")) or slug(f"{row['title']} {row['id']}")
    return validate.handle(words, "name")


def _adopt(file: FeedFile, variations: Sequence[TableRow], parents: Mapping[str, _Parent]) -> Iterator[Row]:
    """The parent of a variation may stand below it, so that all are read first."""
    named = {f"id:{parent.row['id']}": parent for parent in parents.values() if parent.row["id"]}
    named |= {parent.row.code("sku"): parent for parent in parents.values() if parent.row.code("sku")}
    for row in variations:
        parent = named.get(row.code("parent"))
        if parent is None:
            problem = Invalid(
                f"the parent {validate.shown(row['parent'])} of this variation is not in the file",
                hint="export the variable products together with their variations",
            )
            at, called = (file.source, row.number), row.columns.called("parent")
            yield Rejected.of(problem, *at, key="", sku=row.code("sku"), field=called)
        else:
            parent.variations.append(row)


def _types(row: TableRow) -> set[str]:
    return {word.strip() for word in row["type"].casefold().split(",")}


def _product(file: FeedFile, handle: str, parent: _Parent) -> Iterator[Row]:
    row = parent.row
    if reason := _hidden(row):
        yield Skipped(file.source, row.number, f"{handle}: {reason}")
        return
    live = [variation for variation in parent.variations if variation["published"] not in {"0", "-1"}]
    named = _attributes(row)
    options = {name for variation in live for name in _attributes(variation)}
    variants = Variants(file, handle)
    rows = live if live or "variable" in _types(row) else [row]
    variants.read(rows, lambda one: _cells(file, parent, one, options))
    yield from product_rows(file, _family(handle, row, _facts(row, named, options)), variants)
    yield from (_unnamed(file, one) for one in rows if not one.code("sku") and one["id"])


def _unnamed(file: FeedFile, row: TableRow) -> Noted:
    reason = f"without a SKU it is kept as {_sku(row)}, after its ID"
    return Noted(file.source, row.number, reason, field=row.columns.called("sku"))


def _hidden(row: TableRow) -> str:
    if row["published"] in {"0", "-1"}:
        return "it is not published"
    if row["visibility"].casefold() == "hidden":
        return "it is hidden from the catalogue"
    kinds = _types(row)
    return next((f"it is {what}" for kind, what in _NOT_SOLD_HERE.items() if kind in kinds), "")


def _family(handle: str, row: TableRow, facts: Mapping[str, str]) -> Family:
    paths = [part.split(">")[-1].strip() for part in _split(row["category"])]
    words = "\n\n".join(filter(None, (row.raw("short"), row.raw("description"))))
    words = words.replace("\\n", "\n").replace("\n", "<br>")  # the shop's pages show each line by itself
    return Family(
        handle=handle,
        row=row.number,
        title=row["title"],
        category=_deepest(row["category"]),
        vendor=row["vendor"],
        description=words,
        tags=(*_split(row["tags"]), *(path for path in paths if path != _deepest(row["category"]))),
        attributes=facts,
        image=next(iter(_split(row["image"])), ""),
        url=row["url"],
    )


def _deepest(text: str) -> str:
    """Of all categories the one with the most steps: it says most about the product."""
    path = max(_split(text), key=lambda part: part.count(">"), default="")
    return path.rsplit(">", 1)[-1].strip()


def _facts(row: TableRow, named: Mapping[str, str], options: set[str]) -> dict[str, str]:
    facts = {name: ", ".join(_split(value)) for name, value in named.items() if name not in options}
    for name, place in row.columns.others:
        found, cell = _MEASURE.fullmatch(name), row.at(place)
        if found and cell and found[1].casefold() != "weight":
            facts[found[1].capitalize()] = f"{cell} {found[2]}"
    return facts


def _attributes(row: TableRow) -> dict[str, str]:
    """`Attribute 1 name`, `Attribute 1 value(s)`, and so on, as far as the header goes."""
    places = {name.casefold(): place for name, place in row.columns.others}
    found: dict[str, str] = {}
    for n in count(1):
        name, value = places.get(f"attribute {n} name"), places.get(f"attribute {n} value(s)")
        if name is None or value is None:
            return found
        if row.at(name) and row.at(value):
            found[row.at(name)] = row.at(value)
    return found


def _split(text: str) -> list[str]:
    parts = (part.replace("\\,", ",").strip() for part in _COMMA.split(text))
    return [part for part in parts if part]


def _cells(file: FeedFile, parent: _Parent, row: TableRow, options: set[str]) -> VariantCells:
    price, before = on_sale(row.figure("price"), row.figure("sale"), (row["sale_from"], row["sale_to"]), file.read_at)
    single = row is parent.row
    own = {} if single else _attributes(row)
    return VariantCells(
        sku=_sku(row),
        price=price,
        stock=_stock(file, parent.row, row),
        options={name: ", ".join(_split(own[name])) for name in own if name in options},
        compare_at=before,
        grams=_grams(row) or _grams(parent.row),
        image="" if single else next(iter(_split(row["image"])), ""),
        barcode=row.code("barcode"),
    )


def _sku(row: TableRow) -> str:
    return row.code("sku") or (f"id-{row['id']}" if row["id"] else "")


def _stock(file: FeedFile, parent: TableRow, row: TableRow) -> str:
    written = row.figure("stock")
    if written.casefold() == "parent" or (not written and row is not parent and parent.figure("stock")):
        written = parent.figure("stock")
    word = row["in_stock"]
    if word == "0" or is_later(word):
        return "0"
    none_left = not written or written.startswith("-") or not written.strip("0.")
    if written and none_left and row["backorders"] == "1":
        return str(file.uncounted)
    return written or stock_of({"1": "yes", "": "yes"}.get(word, word), file.uncounted)


def _grams(row: TableRow) -> str:
    for name, place in row.columns.others:
        found = _MEASURE.fullmatch(name)
        if found and found[1].casefold() == "weight" and row.at(place):
            return in_grams(row.at(place), found[2])
    return ""
