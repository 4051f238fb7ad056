"""The rows of one handle -> one product, the bad variant rows told one by one."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.shop.catalogue import Product, Variant
from ingest import validate
from ingest.markup import to_text
from ingest.readers.shopify_columns import Columns
from ingest.rows import FeedFile, Item, Noted, Rejected, Row, Skipped
from ingest.text import clean, one_line
from ingest.validate import Invalid, VariantCells

UNCOUNTED = 1000
"""The stock of a variant that Shopify does not count, or goes on selling when it is sold out."""

_YES, _NO = {"true", "continue", "yes", "1"}, {"false", "no", "0"}
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}", re.ASCII)
_VARIANT_FIELDS = ("sku", "price", "option1_value", "stock", "barcode", "grams", "compare_at")


@dataclass(frozen=True)
class CsvRow:
    number: int
    handle: str
    columns: Columns
    cells: list[str]

    def __getitem__(self, name: str) -> str:
        return one_line(self.columns.cell(self.cells, name))

    @property
    def is_variant(self) -> bool:
        return any(self[name] for name in _VARIANT_FIELDS)


@dataclass
class Family:
    file: FeedFile
    handle: str
    rows: list[CsvRow] = field(default_factory=list)

    @property
    def head(self) -> CsvRow:
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
            _same_family(head, row)
            if row.is_variant:
                kept |= _variant(family, row, kept)
        except Invalid as problem:
            yield Rejected(source, row.number, str(problem), key=family.handle, sku=_code(row["sku"]))
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
            description=validate.long(clean(to_text(head.columns.cell(head.cells, "body"))), "description"),
            tags=tuple(dict.fromkeys(tag for part in head["tags"].split(",") if (tag := part.strip()))),
            attributes=_attributes(head),
            image=_image(family),
            url=f"/shop/products/{family.handle}",
            source=file.source,
        )
    except Invalid as problem:
        yield Rejected(file.source, head.number, str(problem), key=family.handle)
        return
    if variants:
        yield Item(product, file.source, head.number, sku_rows)
    else:
        yield Rejected(file.source, head.number, "no variant of this product can be sold", key=family.handle)


def _hidden(head: CsvRow) -> str:
    status = head["status"].casefold()
    if status not in {"", "active"}:
        return f"its status is {validate.shown(status)}, not active"
    return "it is not published" if head["published"].casefold() in _NO else ""


def _same_family(head: CsvRow, row: CsvRow) -> None:
    if row["title"] and row["title"] != head["title"]:
        raise Invalid(f"the handle {row.handle} already belongs to {validate.shown(head['title'])}, row {head.number}")


def _variant(family: Family, row: CsvRow, kept: dict[str, tuple[Variant, int]]) -> dict[str, tuple[Variant, int]]:
    cells = VariantCells(
        sku=_code(row["sku"]),
        price=_number(row, "price"),
        stock=_stock(row),
        options=_options(family.head, row),
        compare_at=_number(row, "compare_at"),
        grams=_number(row, "grams"),
        image=row["variant_image"],
        barcode=_code(row["barcode"]),
    )
    variant = validate.distinct(validate.variant(cells, family.file.currency), (other for other, _ in kept.values()))
    return {variant.sku: (variant, row.number)}


def _options(head: CsvRow, row: CsvRow) -> dict[str, str]:
    """Names stand on the first row only; `Title: Default Title` is Shopify's way to write no option."""
    options = {}
    for n in (1, 2, 3):
        name, value = row[f"option{n}_name"] or head[f"option{n}_name"], row[f"option{n}_value"]
        if value and not (name.casefold() in {"title", ""} and value.casefold() == "default title"):
            options[name or f"Option {n}"] = value
    return options


def _stock(row: CsvRow) -> str:
    written = _number(row, "stock")
    none_left = not written or written.startswith("-") or not written.strip("0.")
    uncounted = row.columns.has("tracker") and not row["tracker"]
    endless = row["when_sold_out"].casefold() in _YES
    return str(UNCOUNTED) if none_left and (uncounted or endless) else written


def _number(row: CsvRow, name: str) -> str:
    text = _code(row[name])
    return text.replace(",", ".") if row.columns.decimal_comma and _DECIMAL_COMMA.fullmatch(text) else text


def _code(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from reading a code as a number."""
    return text.removeprefix("'")


def _attributes(head: CsvRow) -> dict[str, str]:
    pairs = ((name, head.cells[place]) for name, place in head.columns.metafields if place < len(head.cells))
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


def _notes(family: Family, row: CsvRow) -> Iterator[Noted]:
    source = family.file.source
    if row["stock"].startswith("-") and _stock(row).startswith("-"):
        yield Noted(source, row.number, f"the stock {validate.shown(row['stock'])} is below 0 and counts as 0")
    for name in ("image", "variant_image"):
        if not validate.is_picture(row[name]):
            yield Noted(source, row.number, "the picture's address is not http(s):// or /path and was left out")
