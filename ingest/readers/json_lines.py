"""JSON Lines: one product (or one document) a line; `docs/feeds.md` has the schema."""

from collections.abc import Iterator

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product, Variant
from ingest import validate
from ingest.markup import to_text
from ingest.readers.assembly import NOTHING_SOLD
from ingest.readers.json_cells import Fields, cell, fields, items, parse, prose, words
from ingest.readers.markdown import document
from ingest.rows import FeedFile, Item, Noted, Rejected, Row
from ingest.text import encoding_of, one_line, slug
from ingest.unseen import only_seen
from ingest.validate import Invalid, VariantCells

MOST_LINE = 2_000_000
_VARIANT = {"sku", "options", "price", "compare_at", "stock", "grams", "barcode", "image"}
_PRODUCT = {
    "kind", "handle", "title", "category", "vendor", "description", "tags", "attributes", "image", "url", "variants",
}  # fmt: skip
_DOCUMENT = {"kind", "id", "title", "text", "url"}
_DOCUMENT_KINDS = {"document": "page", "page": "page", "policy": "policy", "faq": "faq"}


def read(file: FeedFile) -> Iterator[Row]:
    with file.path.open(encoding=encoding_of(file.path), errors="surrogateescape", newline="\n") as stream:
        number = 0
        while line := stream.readline(MOST_LINE):
            number += 1
            if len(line) == MOST_LINE and not line.endswith("\n"):
                reason = f"row {number} is longer than {MOST_LINE:,} characters; it and all rows below were not read"
                yield Rejected(file.source, None, reason)
                return
            if line.strip():
                yield from _line(file, number, line)


def _line(file: FeedFile, number: int, line: str) -> Iterator[Row]:
    key = ""
    try:
        given = fields(parse(line), "a line")
        kind = cell(given, "kind").casefold() or "product"
        if kind in _DOCUMENT_KINDS:
            key = cell(given, "id")
            yield Item(_document(file, given, _DOCUMENT_KINDS[kind]), file.source, number)
            yield from _unknown(file, number, given, _DOCUMENT)
        elif kind == "product":
            key = _handle(given)
            yield from _product(file, number, given, key)
        else:
            yield Rejected(file.source, number, f"the kind {validate.shown(kind)} is not known")
    except Invalid as problem:
        yield Rejected.of(problem, file.source, number, key=key)


def _document(file: FeedFile, given: Fields, kind: str) -> Document:
    name = validate.handle(cell(given, "id"), "id")
    at = FeedFile(file.path, file.source, document_id=name, kind=kind)
    url = cell(given, "url")
    title = validate.title(cell(given, "title"))
    return document(at, title, only_seen(prose(given, "text")), {"url": url} if url else {})


def _handle(given: Fields) -> str:
    """A flat line may do without a handle: its SKU is as stable."""
    return cell(given, "handle") or ("" if "variants" in given else slug(cell(given, "sku")))


def _product(file: FeedFile, number: int, given: Fields, handle: str) -> Iterator[Row]:
    flat = "variants" not in given
    variants: list[Variant] = []
    for place, entry in enumerate([given] if flat else items(given["variants"], "variants"), 1):
        sku = ""
        try:
            one = fields(entry, f"variant {place}")
            sku = cell(one, "sku")
            new = validate.variant(_variant(one, flat=flat), file.currency)
            variants.append(validate.distinct(new, variants))
        except Invalid as problem:
            where = "" if flat else f"variant {place}: "
            told = Invalid(where + problem.reason, field=problem.field, hint=problem.hint)
            yield Rejected.of(told, file.source, number, key=handle, sku=sku)
    product = Product(
        handle=validate.handle(handle),
        title=validate.title(cell(given, "title")),
        category=validate.short(cell(given, "category"), "category"),
        variants=tuple(variants),
        vendor=validate.short(cell(given, "vendor"), "vendor"),
        description=validate.long(to_text(prose(given, "description")), "description"),
        tags=_tags(given),
        attributes=_pairs(given, "attributes"),
        image=image if validate.is_picture(image := cell(given, "image")) else "",
        url=validate.address(cell(given, "url") or f"/shop/products/{handle}"),
        source=file.source,
    )
    if not variants:
        raise Invalid(NOTHING_SOLD)
    yield Item(product, file.source, number, dict.fromkeys((v.sku for v in variants), number))
    yield from _unknown(file, number, given, _PRODUCT | _VARIANT if flat else _PRODUCT)
    if image != product.image:
        yield Noted(file.source, number, "the picture's address is not http(s):// or /path and was left out")


def _variant(given: Fields, *, flat: bool) -> VariantCells:
    names = ("sku", "price", "compare_at", "stock", "grams", "barcode")
    image = "" if flat else cell(given, "image")
    return VariantCells(options=_pairs(given, "options"), image=image, **{name: cell(given, name) for name in names})


def _pairs(given: Fields, name: str) -> dict[str, str]:
    pairs = fields(given.get(name) or {}, name)
    named = {validate.short(one_line(key), name): words(pairs, key) for key in pairs}
    return {key: validate.short(value, key) for key, value in named.items() if key and value}


def _tags(given: Fields) -> tuple[str, ...]:
    parts = words(given, "tags").split(",")
    return tuple(dict.fromkeys(tag for part in parts if (tag := part.strip())))


def _unknown(file: FeedFile, number: int, given: Fields, known: set[str]) -> Iterator[Noted]:
    if names := sorted(set(given) - known):
        shown = ", ".join(validate.shown(name) for name in names[:5])
        yield Noted(file.source, number, f"these fields are not known and were left out: {shown}")
