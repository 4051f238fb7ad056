"""A Word file is one document: headings, lists, tables and links as Markdown, without pictures or anything active."""

import re
from collections.abc import Iterator

from ingest.archives import checked_archive
from ingest.markup import to_markdown
from ingest.readers.markdown import document
from ingest.rows import FeedFile, Item, Rejected, Row
from ingest.text import clean, one_line
from ingest.validate import MOST_TITLE, Invalid

MOST_CHARACTERS = 5_000_000
_KEEP = re.compile(r"\.(xml|rels)$", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def read(file: FeedFile) -> Iterator[Row]:
    try:
        text = clean(_markdown(file))
        heading = _HEADING.search(text)
        title = one_line(heading[1])[:MOST_TITLE] if heading else ""
        yield Item(document(file, title, text, {}), file.source)
    except Invalid as problem:
        yield Rejected.of(problem, file.source)


def _markdown(file: FeedFile) -> str:
    import mammoth  # noqa: PLC0415  # only feeds that hold a Word file pay for it

    packed, _ = checked_archive(file.path, "word/", "a Word document (.docx)", _KEEP)
    try:
        html = mammoth.convert_to_html(packed, convert_image=mammoth.images.img_element(_no_picture)).value
    except Exception as error:  # noqa: BLE001  # its parser is not ours, and a feed goes on whatever it raises
        raise Invalid(
            f"the Word file is damaged and cannot be read ({type(error).__name__})",
            hint="open it in a word processor and save it again",
        ) from None
    if len(html) > MOST_CHARACTERS:
        raise Invalid("the Word file holds more text than one document may have")
    return to_markdown(html)[1]


def _no_picture(_image: object) -> dict[str, str]:
    return {}
