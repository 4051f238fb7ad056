"""A Google Merchant feed as RSS 2.0 or Atom: its items are streamed, and read as the rows of a table.

A feed with a document type or an entity of its own is refused before anything is expanded or fetched.
"""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError  # names only; defusedxml parses

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ingest.readers import google
from ingest.readers.columns import Table
from ingest.rows import FeedFile, Rejected, Row
from ingest.validate import Invalid

MOST_BYTES = 1_000_000_000
_DEEPEST = 30
_ITEMS = {"item", "entry"}
_GOOGLE = "{http://base.google.com/ns/1.0}"
_TICK = 500


def read(file: FeedFile) -> Iterator[Row]:
    if file.path.stat().st_size > MOST_BYTES:
        yield Rejected(file.source, None, f"the file is larger than {MOST_BYTES // 1_000_000} MB")
        return
    with file.path.open("rb") as stream:
        yield from google.read_table(Table(file, list(google.ATTRIBUTES), _lines(file, stream)))


def _lines(file: FeedFile, stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Each item with its number. Raises `Invalid`."""
    size, number = file.path.stat().st_size, 0
    for number, item in enumerate(_items(stream), 1):
        if number % _TICK == 0:
            file.tick(stream.tell(), size)
        yield number, _cells(item)
    if not number:
        raise Invalid("this is XML without a product: no <item> and no <entry>", hint="export a Google Merchant feed")
    if number >= _TICK:
        file.tick(size, size)


def _items(stream: BinaryIO) -> Iterator[Element]:
    """One item in memory at a time. Raises `Invalid`."""
    above: list[Element] = []
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                above.append(element)
                _check_depth(above)
                continue
            above.pop()
            if _local(element) in _ITEMS:
                yield element
                element.clear()
            if above and not any(_local(outer) in _ITEMS for outer in above):
                above[-1].remove(element)
    except DefusedXmlException:
        reason = "the XML declares a document type or entities, which a feed has no need of; nothing below was read"
        raise Invalid(reason, hint="remove the <!DOCTYPE ...> from the file") from None
    except (ParseError, ValueError, LookupError) as error:
        if isinstance(error, Invalid):
            raise
        reason = f"this is not well-formed XML: {error}; what stands below was not read"
        raise Invalid(reason, hint="export the feed again, and see that it was written to its end") from None


def _check_depth(above: list[Element]) -> None:
    if len(above) > _DEEPEST:
        raise Invalid(f"the XML is nested more than {_DEEPEST} deep; what stands below was not read")


def _cells(item: Element) -> list[str]:
    """Google's own names win over those of RSS and Atom; repeated ones are kept side by side."""
    plain: dict[str, str] = {}
    googles: dict[str, str] = {}
    for child in item:
        found, name = googles if child.tag.startswith(_GOOGLE) else plain, _local(child)
        value = _value(child)
        found[name] = found[name] + google.REPEATED + value if name in google.REPEATABLE and name in found else value
    plain.setdefault("description", plain.get("summary") or plain.get("content") or "")
    return [googles.get(name) or plain.get(name, "") for name in google.ATTRIBUTES]


def _value(element: Element) -> str:
    if len(element):
        return ":".join((part.text or "").strip() for part in element)
    return (element.text or element.get("href") or "").strip()


def _local(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
