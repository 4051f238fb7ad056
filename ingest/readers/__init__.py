"""One file per format; each offers `read(file) -> Iterator[Row]` and never raises for what a file contains."""

from collections.abc import Callable, Iterator
from pathlib import PurePath

from ingest.readers import html, json_lines, markdown, orders_json, pdf, shopify_csv
from ingest.rows import FeedFile, Rejected, Row

Reader = Callable[[FeedFile], Iterator[Row]]

_BY_NAME: dict[str, Reader] = {
    "customers.json": orders_json.read_customers,
    "orders.json": orders_json.read_orders,
}
_BY_EXTENSION: dict[str, Reader] = {
    ".csv": shopify_csv.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".pdf": pdf.read,
}


def reader_for(path: PurePath) -> Reader | None:
    return _BY_NAME.get(path.name.casefold()) or _BY_EXTENSION.get(path.suffix.casefold())


def read(file: FeedFile, reader: Reader) -> Iterator[Row]:
    """What the reader yields, and one whole-file finding where the file itself fails."""
    try:
        yield from reader(file)
    except OSError as error:
        yield Rejected(file.source, None, f"the file cannot be read: {error.strerror or 'unknown reason'}")
