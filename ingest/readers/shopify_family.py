"""The rows of one handle -> one product, the bad variant rows told one by one."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.shop.catalogue import Product, Variant
from ingest import validate
from ingest.markup import to_text
from ingest.readers.assembly import NO_PICTURE, NOTHING_SOLD, listed
from ingest.readers.columns import TableRow
from ingest.rows import FeedFile, Item, Noted, Rejected, Row, Skipped
from ingest.text import clean, one_line
from ingest.validate import Invalid, VariantCells

_YES, _NO = {"true", "continue", "yes", "1"}, {"false", "no", "0"}
_VARIANT_FIELDS = ("sku", "price", "option1_value", "stock", "barcode", "weight", "compare_at")


@dataclass
class Family:
    file: FeedFile
    handle: str
    metafields: Sequence[tuple[str, int]] = ()
    rows: list[TableRow] = field(default_factory=list)

    @cached_property
    def head(self) -> TableRow:
        """The row with the family's own cells: the first that has a title."""
        return next((row for row in self.rows if row["title"]), self.rows[0])


def read_family(family: Family) -> Iterator[Row]:
    head, source = family.head, family.file.source
    if reason := _hidden(head):
        yield Skipped(source, head.number, f"{family.handle}: {reason}")
        return
    kept: dict[str, tuple[Variant, int]] = {}
    for row in family.rows:
        try:
            _same_family(family, row)
            if any(row.raw(name).strip() for name in _VARIANT_FIELDS):
                kept |= _variant(family, row, kept)
        except Invalid as problem:
            at, called = (source, row.number), row.columns.called(problem.field)
            yield Rejected.of(problem, *at, key=family.handle, sku=row.code("sku"), field=called)
        else:
            yield from _notes(family, row)
    yield from _product(family, [variant for variant, _ in kept.values()], {s: n for s, (_, n) in kept.items()})


def _product(family: Family, variants: list[Variant], sku_rows: dict[str, int]) -> Iterator[Row]:
    head, file = family.head, family.file
    try:
        product = Product(
            handle=family.handle,
            title=validate.title(head["title"]),
            category=validate.short(head["type"] or head["category"].rsplit(">", 1)[-1].strip(), "type"),
            variants=tuple(variants),
            vendor=validate.short(head["vendor"], "vendor"),
            description=validate.long(clean(to_text(head.raw("body"))), "description"),
            tags=tuple(dict.fromkeys(listed(head["tags"]))),
            attributes=_attributes(family),
            image=_image(family),
            url=f"/shop/products/{family.handle}",
            source=file.source,
        )
    except Invalid as problem:
        called = head.columns.called(problem.field)
        yield Rejected.of(problem, file.source, head.number, key=family.handle, field=called)
        return
    if variants:
        yield Item(product, file.source, head.number, sku_rows)
    else:
        yield Rejected(file.source, head.number, NOTHING_SOLD, key=family.handle)


def _hidden(head: TableRow) -> str:
    status = head["status"].casefold()
    if status not in {"", "active"}:
        return f"its status is {validate.shown(status)}, not active"
    return "it is not published" if head["published"].casefold() in _NO else ""


def _same_family(family: Family, row: TableRow) -> None:
    head, title = family.head, row["title"]
    if title and title != head["title"]:
        reason = f"the handle {family.handle} already belongs to {validate.shown(head['title'])}, row {head.number}"
        raise Invalid(reason, field="handle", hint="give each product its own handle")


def _variant(family: Family, row: TableRow, kept: dict[str, tuple[Variant, int]]) -> dict[str, tuple[Variant, int]]:
    cells = VariantCells(
        sku=row.code("sku"),
        price=row.figure("price"),
        stock=_stock(family.file, row),
        options=_options(family.head, row),
        compare_at=row.figure("compare_at"),
        grams=row.figure("weight"),
        image=row["variant_image"],
        barcode=row.code("barcode"),
    )
    variant = validate.distinct(validate.variant(cells, family.file.currency), (other for other, _ in kept.values()))
    return {variant.sku: (variant, row.number)}


def _options(head: TableRow, row: TableRow) -> dict[str, str]:
    """Names stand on the first row only; `Title: Default Title` is Shopify's way to write no option."""
    options = {}
    for n in (1, 2, 3):
        name, value = row[f"option{n}_name"] or head[f"option{n}_name"], row[f"option{n}_value"]
        if value and not (name.casefold() in {"title", ""} and value.casefold() == "default title"):
            options[name or f"Option {n}"] = value
    return options


def _stock(file: FeedFile, row: TableRow) -> str:
    written = row.figure("stock")
    none_left = not written or written.startswith("-") or not written.strip("0.")
    uncounted = row.columns.has("tracker") and not row["tracker"]
    endless = row["when_sold_out"].casefold() in _YES
    return str(file.uncounted) if none_left and (uncounted or endless) else written


def _attributes(family: Family) -> dict[str, str]:
    cells = family.head.cells
    pairs = ((name, cells[place]) for name, place in family.metafields if place < len(cells))
    return {name: validate.short(_listed(cell), name) for name, cell in pairs if one_line(cell)}


def _listed(cell: str) -> str:
    """A list metafield is written as JSON or with semicolons; a shopper reads commas."""
    text = one_line(cell)
    if text.startswith("["):
        try:
            return ", ".join(one_line(str(value)) for value in json.loads(text))
        except (ValueError, TypeError, RecursionError):
            return text
    return ", ".join(part.strip() for part in text.split("; "))


def _image(family: Family) -> str:
    """The picture in the first position; without positions, the first one."""
    rows = [row for row in family.rows if row["image"] and validate.is_picture(row["image"])]
    rows.sort(key=lambda row: int(row["image_position"]) if row["image_position"].isdecimal() else len(rows) + 1)
    return rows[0]["image"] if rows else ""


def _notes(family: Family, row: TableRow) -> Iterator[Noted]:
    source = family.file.source
    if row["stock"].startswith("-") and _stock(family.file, row).startswith("-"):
        yield Noted(source, row.number, f"the stock {validate.shown(row['stock'])} is below 0 and counts as 0")
    for name in ("image", "variant_image"):
        if not validate.is_picture(row[name]):
            yield Noted(source, row.number, NO_PICTURE, field=row.columns.called(name))
