"""A family's rows -> one product; each variant that cannot be taken is told by its own row."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.shop.catalogue import Product, Variant
from ingest import validate
from ingest.markup import to_text
from ingest.readers.columns import TableRow
from ingest.rows import FeedFile, Item, Noted, Rejected, Row
from ingest.text import clean
from ingest.validate import Invalid, VariantCells

NOTHING_SOLD = "no variant of this product can be sold"


@dataclass(frozen=True)
class Family:
    """What the variants of a product share, as the feed wrote it. `description` may be HTML."""

    handle: str
    row: int
    title: str
    category: str = ""
    vendor: str = ""
    description: str = ""
    tags: Iterable[str] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    image: str = ""
    url: str = ""


@dataclass
class Variants:
    """The variants taken so far, each with its row, and the findings about the others."""

    file: FeedFile
    handle: str
    taken: dict[str, tuple[Variant, int]] = field(default_factory=dict)
    findings: list[Rejected | Noted] = field(default_factory=list)

    def read(self, rows: Iterable[TableRow], cells_of: Callable[[TableRow], VariantCells]) -> None:
        for row in rows:
            try:
                self._take(row, cells_of(row))
            except Invalid as problem:
                at, called = (self.file.source, row.number), row.columns.called(problem.field)
                found = Rejected.of(problem, *at, key=self.handle, sku=row.code("sku"), field=called)
                self.findings.append(found)

    def _take(self, row: TableRow, cells: VariantCells) -> None:
        new = validate.variant(cells, self.file.currency)
        self.taken[new.sku] = (validate.distinct(new, (other for other, _ in self.taken.values())), row.number)
        if cells.image and not new.image:
            self.findings.append(Noted(self.file.source, row.number, NO_PICTURE, field=row.columns.called("image")))


NO_PICTURE = "the picture's address is not http(s):// or /path and was left out"


def product_rows(file: FeedFile, family: Family, variants: Variants) -> Iterator[Row]:
    yield from variants.findings
    if not variants.taken:
        yield Rejected(file.source, family.row, NOTHING_SOLD, key=family.handle)
        return
    try:
        product = _product(file, family, tuple(variant for variant, _ in variants.taken.values()))
    except Invalid as problem:
        yield Rejected.of(problem, file.source, family.row, key=family.handle)
        return
    yield Item(product, file.source, family.row, {sku: row for sku, (_, row) in variants.taken.items()})
    for name in family.attributes.keys() - product.attributes.keys():
        reason = (
            f"the attribute {validate.shown(name)} is longer than {validate.MOST_TITLE} characters and was left out"
        )
        yield Noted(file.source, family.row, reason, field=name)


def _product(file: FeedFile, family: Family, variants: tuple[Variant, ...]) -> Product:
    """Raises `Invalid`."""
    description = validate.long(clean(to_text(family.description)), "description")
    picture = family.image if validate.is_picture(family.image) else ""
    return Product(
        handle=validate.handle(family.handle),
        title=validate.title(family.title),
        category=validate.short(family.category, "category"),
        variants=variants,
        vendor=validate.short(family.vendor, "vendor"),
        description=description,
        tags=tuple(dict.fromkeys(filter(None, family.tags))),
        attributes={
            name: validate.short(value, name)
            for name, value in family.attributes.items()
            if name and value and len(value) <= validate.MOST_TITLE
        },
        image=picture or next((variant.image for variant in variants if variant.image), ""),
        url=validate.address(family.url or f"/shop/products/{family.handle}"),
        source=file.source,
    )


def listed(text: str) -> list[str]:
    return [part for piece in text.split(",") if (part := piece.strip())]
