"""A text file is one document whose first line is its title; a table with tabs under that name is read as one."""

from collections.abc import Iterator

from ingest.readers import csv_file
from ingest.readers.markdown import document
from ingest.readers.tables import is_table
from ingest.rows import FeedFile, Item, Rejected, Row
from ingest.text import clean, encoding_of, one_line, read_document
from ingest.validate import MOST_TITLE, Invalid


def read(file: FeedFile) -> Iterator[Row]:
    """Feeds for search engines are often tables named .txt."""
    if _is_table(file):
        yield from csv_file.read(file)
        return
    try:
        text = clean(read_document(file.path))
        title, _, rest = text.partition("\n")
        short = len(title) <= MOST_TITLE and rest.strip()
        yield Item(document(file, one_line(title) if short else "", rest.strip() if short else text, {}), file.source)
    except Invalid as problem:
        yield Rejected.of(problem, file.source)


def _is_table(file: FeedFile) -> bool:
    with file.path.open(encoding=encoding_of(file.path), errors="surrogateescape") as stream:
        first = stream.readline(10_000)
    return "\t" in first and is_table(first.split("\t"))
