"""An HTML file is one document: its main content, as Markdown."""

from collections.abc import Iterator

from ingest.markup import to_markdown
from ingest.readers.markdown import document, front_matter
from ingest.rows import FeedFile, Item, Rejected, Row
from ingest.text import clean, one_line, read_document
from ingest.validate import Invalid


def read(file: FeedFile) -> Iterator[Row]:
    try:
        matter, markup = front_matter(clean(read_document(file.path)))
        title, text = to_markdown(markup)
        yield Item(document(file, matter.get("title") or one_line(title), clean(text), matter), file.source)
    except Invalid as problem:
        yield Rejected.of(problem, file.source)
