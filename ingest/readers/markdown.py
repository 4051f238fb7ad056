"""A Markdown file is one document; front matter (title, url, kind) is optional."""

import re
from collections.abc import Iterator, Mapping

import yaml

from assistant.retrieval.library import Document
from ingest.rows import FeedFile, Item, Rejected, Row
from ingest.text import clean, is_broken, one_line, read_document
from ingest.unseen import only_seen
from ingest.validate import Invalid, address, short

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_KIND = re.compile(r"[a-z][a-z0-9 _-]{0,39}")


def read(file: FeedFile) -> Iterator[Row]:
    try:
        matter, body = front_matter(clean(read_document(file.path)))
        body = only_seen(body)
        heading = _HEADING.search(body)
        title = matter.get("title") or (one_line(heading[1]) if heading else "")
        yield Item(document(file, title, body, matter), file.source)
    except Invalid as problem:
        yield Rejected.of(problem, file.source)


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The leading block between `---` lines as plain words, and what follows it; raises `Invalid`."""
    block = _FRONT_MATTER.match(text)
    if block is None:
        return {}, text
    try:
        values = yaml.safe_load(block[1]) or {}
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Invalid("the block between the --- lines is not “name: value” lines") from None
    if not isinstance(values, dict):
        raise Invalid("the block between the --- lines is not “name: value” lines")
    words = {str(name).casefold(): one_line(str(value)) for name, value in values.items() if value is not None}
    if any(map(is_broken, (*words, *words.values()))):
        raise Invalid("the block between the --- lines holds half of a character")
    return words, text[block.end() :].strip()


def document(file: FeedFile, title: str, body: str, given: Mapping[str, str]) -> Document:
    """Raises `Invalid` for what cannot be shown or quoted."""
    if not body:
        raise Invalid("the document holds no text")
    if is_broken(body) or is_broken(title):
        raise Invalid("the text holds characters that are not UTF-8")
    url = address(given.get("url") or f"/pages/{file.document_id}")
    kind = given.get("kind", file.kind).casefold()
    if not _KIND.fullmatch(kind):
        raise Invalid("the kind must be one short word such as policy, faq or page")
    words = short(title or _from_name(file), "title")
    return Document(id=file.document_id, title=words, text=body, url=url, kind=kind, source=file.source)


def _from_name(file: FeedFile) -> str:
    return one_line(file.path.stem.replace("-", " ").replace("_", " ")).capitalize()
