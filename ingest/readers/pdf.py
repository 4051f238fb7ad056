"""A PDF is one document: the text of its pages. Scans, encrypted and damaged files are told apart."""

import logging
from collections.abc import Iterator
from pathlib import Path

from ingest.readers.markdown import document
from ingest.rows import FeedFile, Item, Rejected, Row
from ingest.text import clean, one_line
from ingest.validate import Invalid

MOST_BYTES = 50_000_000
MOST_PAGES = 1000
MOST_CHARACTERS = 5_000_000


def read(file: FeedFile) -> Iterator[Row]:
    try:
        title, text = _extract(file.path)
        yield Item(document(file, title, text, {}), file.source)
    except Invalid as problem:
        yield Rejected.of(problem, file.source)


def _extract(path: Path) -> tuple[str, str]:
    from pypdf import PdfReader  # noqa: PLC0415  # only feeds that hold a PDF pay for it
    from pypdf.errors import FileNotDecryptedError, PyPdfError  # noqa: PLC0415  # the same

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    if path.stat().st_size > MOST_BYTES:
        raise Invalid(f"the PDF is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        with path.open("rb") as stream:
            reader = PdfReader(stream)
            if reader.is_encrypted and not reader.decrypt(""):
                raise Invalid("the PDF is encrypted", hint="save it without a password")
            return _title(reader.metadata), _text(reader)
    except FileNotDecryptedError:
        raise Invalid("the PDF is encrypted", hint="save it without a password") from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        if isinstance(error, Invalid):
            raise
        raise Invalid("the PDF is damaged and cannot be read") from None


def _title(metadata: object) -> str:
    title = getattr(metadata, "title", None)
    return one_line(title) if isinstance(title, str) else ""


def _text(reader: "object") -> str:
    pages = getattr(reader, "pages", [])
    if len(pages) > MOST_PAGES:
        raise Invalid(f"the PDF has more than {MOST_PAGES} pages")
    text = "\n\n".join(filter(None, (clean(page.extract_text()) for page in pages)))
    if not text:
        raise Invalid("the PDF holds no text (is it a scan?)", hint="run a text recognition over it, or paste the text")
    if len(text) > MOST_CHARACTERS:
        raise Invalid("the PDF holds more text than one document may have")
    return text
