"""One file per format; each offers `read(file) -> Iterator[Row]` and never raises for what a file contains."""

from collections.abc import Callable, Iterator
from pathlib import PurePath

from ingest.readers import (
    csv_file,
    docx,
    google_xml,
    html,
    json_lines,
    markdown,
    orders_json,
    parquet,
    pdf,
    plain_text,
    rules_yaml,
    xlsx,
)
from ingest.rows import FeedFile, Rejected, Row

Reader = Callable[[FeedFile], Iterator[Row]]

_BY_NAME: dict[str, Reader] = {
    "customers.json": orders_json.read_customers,
    "orders.json": orders_json.read_orders,
    "rules.yaml": rules_yaml.read,
    "rules.yml": rules_yaml.read,
    "selling.yaml": rules_yaml.read_selling,
    "selling.yml": rules_yaml.read_selling,
    "handoff.yaml": rules_yaml.read_handoff,
    "handoff.yml": rules_yaml.read_handoff,
}
_BY_EXTENSION: dict[str, Reader] = {
    ".csv": csv_file.read,
    ".tsv": csv_file.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
    ".xml": google_xml.read,
    ".xlsx": xlsx.read,
    ".xlsm": xlsx.read,
    ".parquet": parquet.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".txt": plain_text.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
}
_ONE_DOCUMENT = {".md", ".markdown", ".html", ".htm", ".txt", ".pdf", ".docx"}
FORMATS = ", ".join(_BY_EXTENSION) + ", customers.json, orders.json, rules.yaml, selling.yaml or handoff.yaml"
_BY_TYPE: dict[str, str] = {
    "text/csv": ".csv",
    "application/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/ndjson": ".jsonl",
    "application/json": ".jsonl",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.apache.parquet": ".parquet",
}
_BY_CONTENT = (
    (b"%PDF-", ".pdf"),
    (b"PAR1", ".parquet"),
    (b"<?xml", ".xml"),
    (b"<rss", ".xml"),
    (b"<feed", ".xml"),
    (b"<!doctype html", ".html"),
    (b"<html", ".html"),
    (b"{", ".jsonl"),
)


def reader_for(path: PurePath) -> Reader | None:
    return _BY_NAME.get(path.name.casefold()) or _BY_EXTENSION.get(path.suffix.casefold())


def holds_one_document(source: str) -> bool:
    """By its name: such a file is a document as a whole."""
    return PurePath(source).suffix.casefold() in _ONE_DOCUMENT


def extension_of(name: str = "", content_type: str = "", head: bytes = b"") -> str:
    """The extension of a feed that comes without a path: by its name, else its media type, else its first bytes.

    Empty when nothing tells. Bytes that are none of the marked formats are taken for a table, which names its columns.
    """
    suffix = PurePath(name).suffix.casefold()
    if suffix in _BY_EXTENSION:
        return suffix
    media = content_type.split(";", maxsplit=1)[0].strip().casefold()
    return _BY_TYPE.get(media) or _sniffed(head)


def _sniffed(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    marked = (extension for mark, extension in _BY_CONTENT if head.startswith(mark) or start.startswith(mark))
    if start.startswith(b"pk\x03\x04"):
        return ".docx" if b"word/" in head else ".xlsx"
    return next(marked, ".csv" if start else "")


def read(file: FeedFile, reader: Reader) -> Iterator[Row]:
    """What the reader yields, and one whole-file finding where the file itself fails."""
    try:
        yield from reader(file)
    except OSError as error:
        yield Rejected(file.source, None, f"the file cannot be read: {error.strerror or 'unknown reason'}")
    except UnicodeError:
        reason = "the file is not text in the encoding that it begins with; nothing below the break was read"
        yield Rejected(file.source, None, reason, hint="save it again with the encoding UTF-8")
