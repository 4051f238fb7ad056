"""A table of questions with answers, or of documents with titles: each row is one document."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.retrieval.library import Document
from ingest import validate
from ingest.markup import to_text
from ingest.readers.columns import Columns, Table, TableRow, rows_of
from ingest.readers.markdown import document
from ingest.rows import Item, Rejected, Row
from ingest.text import clean, slug
from ingest.validate import Invalid

_KNOWN: dict[str, tuple[str, ...]] = {
    "id": ("id", "slug"),
    "question": ("question", "q"),
    "title": ("title", "name", "topic"),
    "text": ("answer", "a", "text", "content", "body", "reply"),
    "url": ("url", "link"),
    "kind": ("kind",),
}
MARKS = frozenset({"question", "answer", "content", "text"})
NEEDED = ((*_KNOWN["question"], *_KNOWN["title"]), _KNOWN["text"])
MOST_ID = 80


def read(table: Table) -> Iterator[Row]:
    columns = Columns(table, _KNOWN)
    taken: set[str] = set()
    for outcome in rows_of(table, columns, lambda row: _id(table, row, taken)):
        if isinstance(outcome, Rejected):
            yield outcome
            continue
        key, row = outcome
        try:
            yield Item(_document(table, row, key), table.file.source, row.number)
        except Invalid as problem:
            called = columns.called(problem.field)
            yield Rejected.of(problem, table.file.source, row.number, key=key, field=called)


def _id(table: Table, row: TableRow, taken: set[str]) -> str:
    """From the question rather than from the row's number: a question that moves stays the same document."""
    words = slug(row["id"]) or slug(row["question"] or row["title"])[:MOST_ID].rstrip("-")
    name = validate.handle(f"{table.file.document_id}-{words}" if words else "", "question")
    if name in taken:
        raise Invalid(f"the question {validate.shown(row['question'] or row['title'])} stands twice", field="question")
    taken.add(name)
    return name


def _document(table: Table, row: TableRow, key: str) -> Document:
    question, title = row["question"], row["title"]
    kind = "faq" if row.columns.has("question") and table.file.kind == "page" else table.file.kind
    text = clean(to_text(row.raw("text")))
    whole = f"{question}\n\n{text}" if question and title and text else text
    given = {name: value for name in ("url", "kind") if (value := row[name])}
    file = replace(table.file, document_id=key, kind=kind)
    return document(file, validate.title(title or question), whole, given)
